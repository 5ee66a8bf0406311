-- The facts. `number` is the order of appending. SQLite has one writer, so an event gets its gap-free
-- position as it is appended.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    leaf_hash BLOB NOT NULL,
    position INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX events_by_subject ON events (subject, number);
