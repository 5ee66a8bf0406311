-- Whom the session's account acts for: id of the permission, null for themselves.
ALTER TABLE sessions ADD COLUMN mandate TEXT;
