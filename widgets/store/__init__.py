"""Where the catalogue and the accounts are kept. All SQL stays here; nothing here knows of HTML."""
