-- The tree: how many leaves it has, and the roots of the complete subtrees along its right edge, largest first.
CREATE TABLE ledger_tree (
    id INTEGER NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    edge BLOB NOT NULL
) STRICT;

-- Tiles of up to 256 hashes of 32 bytes (c2sp.org/tlog-tiles); the last of a level grows until it is full.
CREATE TABLE ledger_tile (
    level INTEGER NOT NULL,
    tile INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, tile)
) STRICT;

-- The newest signed checkpoint of each origin that the log has had.
CREATE TABLE ledger_checkpoint (
    origin TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    signed_at INTEGER NOT NULL
) STRICT;
