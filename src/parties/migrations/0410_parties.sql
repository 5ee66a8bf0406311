-- Who is asked to sign or to answer a part of a draft. Names, addresses and what was signed are in the sealed record.
CREATE TABLE parties (
    party_id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    party TEXT NOT NULL,
    member TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    record TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    open_until INTEGER NOT NULL,
    bound_to TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    done_at INTEGER NOT NULL,
    mailed_at INTEGER NOT NULL,
    mails INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    UNIQUE (draft_id, party, member)
) STRICT;
CREATE INDEX parties_by_subject ON parties (subject);
CREATE INDEX parties_by_reader ON parties (bound_to);
