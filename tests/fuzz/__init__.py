"""Requests that nobody foresaw, made from the table of routes: what survives them, and how many."""
