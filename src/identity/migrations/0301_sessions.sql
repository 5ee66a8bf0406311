CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    account TEXT,
    is_staff INTEGER NOT NULL,
    draft_subject TEXT,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_age ON sessions (seen_at);
