"""A catalogue as a file: TOML, JSON, CSV, XLSX, read whole or refused whole. No database here."""
