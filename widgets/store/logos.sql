-- Logos, by the digest of what they hold. Both scales are kept as they are served.
CREATE TABLE logo (
  digest TEXT PRIMARY KEY,
  single BLOB NOT NULL,
  double BLOB NOT NULL,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;
