"""Secrets that are handed out once. The database keeps their digest alone."""

import hashlib
import secrets

_TOKEN_BYTES = 32


def token() -> str:
    """Letters that fit into an address, too many to be guessed."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest(token: str) -> str:
    """What is kept of a token: of so many random letters, a plain hash leads nowhere back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
