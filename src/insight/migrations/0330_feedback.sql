CREATE TABLE feedback (
    id TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    page TEXT NOT NULL,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    record TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX feedback_by_service ON feedback (service, id);
