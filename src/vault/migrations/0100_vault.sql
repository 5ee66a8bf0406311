-- Keys of subjects, each wrapped by the instance key. A subject and class may have several: two first seals at the
-- same moment each bring one, and what was moved from a draft to an account keeps its own.
CREATE TABLE vault_subject_key (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    retention TEXT NOT NULL,
    wrapped BLOB NOT NULL
) STRICT;
CREATE INDEX vault_subject_key_by_subject ON vault_subject_key (subject, retention, id);

CREATE TABLE vault_record (
    id TEXT NOT NULL PRIMARY KEY,
    subject_key TEXT NOT NULL,
    data_key_wrapped BLOB NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX vault_record_by_key ON vault_record (subject_key);

-- The bytes lie in a file named by the id.
CREATE TABLE vault_file (
    id TEXT NOT NULL PRIMARY KEY,
    subject_key TEXT NOT NULL,
    data_key_wrapped BLOB NOT NULL,
    size INTEGER NOT NULL
) STRICT;
CREATE INDEX vault_file_by_key ON vault_file (subject_key);

-- Who looked at whose data, and why; ids and codes alone.
CREATE TABLE vault_access (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    code TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
CREATE INDEX vault_access_by_subject ON vault_access (subject, at, id);

-- One row, sealed with the instance key: it tells a wrong key from damaged data.
CREATE TABLE vault_key_check (
    id INTEGER NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT;
