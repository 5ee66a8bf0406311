-- Every version of a service that this database has seen, so that drafts and cases under it still load.
-- `files` holds names and bytes of the folder; `published` is 0 for what was only seen in development mode.
CREATE TABLE service_versions (
    hash TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    version INTEGER NOT NULL,
    published INTEGER NOT NULL,
    files BLOB NOT NULL
) STRICT;
CREATE INDEX service_versions_by_service ON service_versions (service, version, published);
