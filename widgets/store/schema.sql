-- The journal: nothing is ever changed or deleted, only added.
CREATE TABLE revision (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN
    ('network', 'organisation', 'membership', 'category', 'topic', 'collaboration')),
  slug TEXT NOT NULL,
  body TEXT,  -- JSON; NULL takes the entry away
  author TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE INDEX revision_of_entry ON revision (type, slug, id);

CREATE TABLE publication (
  id INTEGER PRIMARY KEY,
  author TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE TABLE publication_entry (
  publication INTEGER NOT NULL REFERENCES publication (id),
  type TEXT NOT NULL,
  slug TEXT NOT NULL,
  revision INTEGER NOT NULL REFERENCES revision (id),
  PRIMARY KEY (type, slug, publication)
) STRICT, WITHOUT ROWID;
