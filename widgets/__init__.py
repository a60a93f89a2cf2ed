"""Embeddable widgets about networks of organisations: cards, filters and membership badges."""

__version__ = "0.1.0"
