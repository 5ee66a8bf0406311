CREATE TABLE password_resets (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX password_resets_by_account ON password_resets (account);
CREATE INDEX password_resets_by_age ON password_resets (created_at);
CREATE INDEX sessions_by_account ON sessions (account) WHERE account IS NOT NULL;
