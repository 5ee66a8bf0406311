-- Answers to questions of the bank, to be offered again: one for each form that the question had. The answer is sealed.
CREATE TABLE remembered_answers (
    subject TEXT NOT NULL,
    bank TEXT NOT NULL,
    form TEXT NOT NULL,
    question TEXT NOT NULL,
    service_hash TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    forget_at INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (subject, bank, form)
) STRICT;
CREATE INDEX remembered_answers_by_end ON remembered_answers (forget_at);
-- Whose answers are not remembered, since they said so.
CREATE TABLE remembering_off (
    subject TEXT NOT NULL PRIMARY KEY
) STRICT;
