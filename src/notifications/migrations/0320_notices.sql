CREATE TABLE notices (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    case_id TEXT NOT NULL,
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    mail TEXT NOT NULL CHECK (mail IN ('none', 'waiting', 'sent', 'refused')),
    mailed_at INTEGER
) STRICT;

CREATE INDEX notices_by_subject ON notices (subject, id);
CREATE INDEX notices_unread ON notices (subject) WHERE read_at IS NULL;
