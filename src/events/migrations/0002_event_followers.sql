-- Which node sequences and dispatches, and until when.
CREATE TABLE event_lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    held_until INTEGER NOT NULL
) STRICT;
INSERT INTO event_lease (id, holder, held_until) VALUES (1, '', 0);

-- The next position that a subscriber has not handled.
CREATE TABLE event_cursors (
    subscriber TEXT PRIMARY KEY,
    next_position INTEGER NOT NULL
) STRICT;
