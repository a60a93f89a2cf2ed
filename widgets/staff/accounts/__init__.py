"""Signing in, one's own account, colleagues, and the log of what was done to all of them. Knows
nothing of the catalogue."""
