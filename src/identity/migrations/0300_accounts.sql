CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    email_token TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('resident', 'caseworker', 'lead')),
    team TEXT NOT NULL,
    profile_record TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX accounts_staff ON accounts (role, id) WHERE role <> 'resident';

CREATE TABLE sign_in_failures (
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    window_start INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_in_failures_by_age ON sign_in_failures (window_start);
