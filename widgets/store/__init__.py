"""Where the catalogue is kept, and its files. All SQL stays here; nothing here knows of HTML."""
