-- Care for those who read: a note whose words weigh is shown only to whoever asks for it.
ALTER TABLE case_notes ADD COLUMN sensitive boolean NOT NULL DEFAULT false;
