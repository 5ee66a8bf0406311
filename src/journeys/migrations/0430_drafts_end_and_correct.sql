-- Until when a draft is kept, when its owner is told so (0: not, or told already), and what a correction corrects: the
-- case, its version, and the documents of that version, which stay whatever becomes of the draft.
ALTER TABLE drafts ADD COLUMN keep_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN remind_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN corrects TEXT NOT NULL DEFAULT '';
ALTER TABLE drafts ADD COLUMN corrects_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN kept_documents TEXT NOT NULL DEFAULT '';
-- Rows of older programs have 0, which means thirty days after their last change.
CREATE INDEX drafts_by_end ON drafts (submitted_case, keep_until);
CREATE INDEX drafts_to_remind ON drafts (remind_at) WHERE remind_at > 0;
