"""Logos: reading an upload, and the page where one is given to an entry."""
