CREATE TABLE drafts (
    draft_id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    service TEXT NOT NULL,
    service_hash TEXT NOT NULL,
    revision INTEGER NOT NULL,
    record TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    submitted_case TEXT NOT NULL
) STRICT;
CREATE INDEX drafts_by_subject ON drafts (subject, submitted_case, updated_at);
CREATE INDEX drafts_by_age ON drafts (submitted_case, updated_at);
