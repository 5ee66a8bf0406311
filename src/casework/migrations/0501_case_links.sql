CREATE TABLE case_links (
    case_id TEXT NOT NULL PRIMARY KEY,
    sent_at INTEGER NOT NULL
) STRICT;
