CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE,
    name_record TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    scan TEXT NOT NULL CHECK (scan IN ('not-scanned', 'clean')),
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX documents_by_subject ON documents (subject);
