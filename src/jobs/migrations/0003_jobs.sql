-- Durable background work. `state` is waiting, running, done or dead. `due_at` is when the job may next be
-- claimed: when it is to run while it waits, when its lease ends while it runs, null once it is done or dead.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at INTEGER,
    tries INTEGER NOT NULL,
    holder TEXT,
    last_error TEXT,
    finished_at INTEGER
) STRICT;
CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (state) WHERE state <> 'done';
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE state = 'done';
