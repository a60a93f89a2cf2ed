-- Imports that run beside the requests. What was sent is kept only until it is imported or refused.
CREATE TABLE import (
  id TEXT PRIMARY KEY,
  author TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  content BLOB,
  state TEXT NOT NULL DEFAULT 'checking' CHECK (state IN
    ('checking', 'checked', 'refused', 'writing', 'written', 'interrupted')),
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  base INTEGER NOT NULL DEFAULT 0,  -- the last revision when it was checked
  outcome TEXT NOT NULL DEFAULT '',  -- JSON
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL  -- when it was last at work
) STRICT;

CREATE INDEX import_of_author ON import (author, created_at);
