-- A case whose answers were changed after sending in keeps every version; `record` of the case is the latest one's.
ALTER TABLE cases ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN changed_event TEXT NOT NULL DEFAULT '';
-- From the first change on: one row for each version, the first one's too.
CREATE TABLE case_versions (
    case_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
) STRICT;
