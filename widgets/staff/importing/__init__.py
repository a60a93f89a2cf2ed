"""Files in and out: checked first, imported as drafts, exported in each format."""
