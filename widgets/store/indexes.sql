-- What one publication did, without looking at all that was ever published.
CREATE INDEX entry_of_publication ON publication_entry (publication);
