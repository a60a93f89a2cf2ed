-- Who may work on the catalogue. Tokens and codes are kept as digests only; times are in seconds.
CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never that of somebody who is gone
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'publisher', 'admin')),
  language TEXT NOT NULL DEFAULT '',
  password TEXT NOT NULL DEFAULT '',  -- argon2id; '' where none is chosen yet
  totp_secret TEXT NOT NULL DEFAULT '',
  totp_step INTEGER NOT NULL DEFAULT 0,  -- the last one used, which is not taken again
  is_settled INTEGER NOT NULL DEFAULT 0,  -- whether the first steps are put away
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  PRIMARY KEY (account, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  began_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_of_account ON session (account);

-- One-time links: the first sign-in of an installation, an invitation, a way back in.
CREATE TABLE link (
  digest TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('first', 'invite', 'recover')),
  account INTEGER REFERENCES account (id) ON DELETE CASCADE,  -- NULL for the first
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed sign-ins, by a digest of the account's or the visitor's address.
CREATE TABLE attempt (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT ''
) STRICT;
