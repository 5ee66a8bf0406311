-- The language that a person chose, sealed; a subject of the vault is an account or a visitor's session.
CREATE TABLE reader_languages (
    subject TEXT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT;
