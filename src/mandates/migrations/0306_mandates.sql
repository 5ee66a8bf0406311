-- Permissions to act for someone. Names, addresses and what was said are in the vault; here are ids, times and scope.
CREATE TABLE mandates (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('offered', 'asked', 'active', 'ended')),
    holder TEXT,
    helper TEXT,
    made_by TEXT NOT NULL,
    may_apply INTEGER NOT NULL,
    services TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('online', 'in-person', 'phone', 'paper', 'court')),
    record TEXT NOT NULL,
    document TEXT NOT NULL,
    invited TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    ended_as TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    confirmed_by TEXT NOT NULL
) STRICT;

CREATE INDEX mandates_by_holder ON mandates (holder, id) WHERE holder IS NOT NULL;
CREATE INDEX mandates_of_helper ON mandates (helper, used_at, id) WHERE state = 'active';
CREATE INDEX mandates_asked_by ON mandates (helper, id) WHERE state = 'asked';
CREATE INDEX mandates_invitations ON mandates (made_by, made_at) WHERE invited <> '';
CREATE INDEX mandates_invited ON mandates (invited, made_at) WHERE invited <> '';
CREATE INDEX mandates_to_sweep ON mandates (made_at) WHERE state IN ('offered', 'asked');

-- The people of a helper by keyed tokens of the beginnings of their names.
CREATE TABLE mandate_names (
    helper TEXT NOT NULL,
    token TEXT NOT NULL,
    mandate TEXT NOT NULL,
    PRIMARY KEY (helper, token, mandate)
) STRICT;
CREATE INDEX mandate_names_by_mandate ON mandate_names (mandate);

-- What a helper did, one row for each kind, thing and day.
CREATE TABLE mandate_acts (
    mandate TEXT NOT NULL,
    day INTEGER NOT NULL,
    act TEXT NOT NULL,
    service TEXT NOT NULL,
    about TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (mandate, day, act, service, about)
) STRICT;
CREATE INDEX mandate_acts_newest ON mandate_acts (mandate, last_at);
