-- The facts. `number` is the order of appending within a transaction, and between transactions of which
-- one ended before the other began. `tx` is the transaction that appended the event: the event gets its
-- position once no running transaction is older.
CREATE TABLE events (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL UNIQUE,
    type text NOT NULL,
    subject text NOT NULL,
    at bigint NOT NULL,
    body text NOT NULL,
    leaf_hash bytea NOT NULL,
    position bigint,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE UNIQUE INDEX events_by_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_unsequenced ON events (number) WHERE position IS NULL;
CREATE INDEX events_by_subject ON events (subject, number);

-- How many events have positions: changed by compare-and-set alone.
CREATE TABLE event_tree (
    id bigint PRIMARY KEY CHECK (id = 1),
    size bigint NOT NULL
);
INSERT INTO event_tree (id, size) VALUES (1, 0);
