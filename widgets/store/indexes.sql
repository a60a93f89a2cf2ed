-- What one publication did, without looking at all that was ever published.
CREATE INDEX IF NOT EXISTS entry_of_publication ON publication_entry (publication);
