CREATE TABLE cases (
    case_id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    draft_id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    service TEXT NOT NULL,
    service_hash TEXT NOT NULL,
    status TEXT NOT NULL,
    needs_person INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    automatic INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    decided_by TEXT NOT NULL,
    record TEXT NOT NULL,
    decision_record TEXT NOT NULL,
    submitted_event TEXT NOT NULL,
    decision_event TEXT NOT NULL
) STRICT;
CREATE INDEX cases_by_due ON cases (needs_person, due_at, case_id);
CREATE INDEX cases_by_subject ON cases (subject, submitted_at);
CREATE TABLE reviews (
    case_id TEXT NOT NULL PRIMARY KEY,
    requested_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    request_record TEXT NOT NULL,
    first_outcome TEXT NOT NULL,
    first_decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL
) STRICT;
