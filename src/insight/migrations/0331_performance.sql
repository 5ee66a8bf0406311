-- Days are counted from 1970-01-01 (UTC).
CREATE TABLE performance_days (
    service TEXT NOT NULL,
    day INTEGER NOT NULL,
    started INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    automatic INTEGER NOT NULL,
    granted INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    reviews_requested INTEGER NOT NULL,
    rated_1 INTEGER NOT NULL,
    rated_2 INTEGER NOT NULL,
    rated_3 INTEGER NOT NULL,
    rated_4 INTEGER NOT NULL,
    rated_5 INTEGER NOT NULL,
    PRIMARY KEY (service, day)
) STRICT;

-- How many cases were decided on a day after a time in the bucket.
CREATE TABLE performance_durations (
    service TEXT NOT NULL,
    day INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (service, day, bucket)
) STRICT;

-- Submitted and not yet decided: when, so that the decision can be timed.
CREATE TABLE performance_open_cases (
    case_id TEXT PRIMARY KEY,
    service TEXT NOT NULL,
    submitted_at INTEGER NOT NULL
) STRICT;

-- The last event that is counted: one row, written with the counts.
CREATE TABLE performance_position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL
) STRICT;
