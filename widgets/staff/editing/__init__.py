"""The form of one entry, and what becomes of what is typed into it; no lists of entries."""
