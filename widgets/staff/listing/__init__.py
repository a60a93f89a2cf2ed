"""The lists that colleagues work from: what is there, how it stands and what it needs, and changes
of many entries at once. The form of one entry is not here."""
