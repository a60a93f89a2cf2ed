"""The secret key: as it is set, or as it was made once and is kept beside the database."""

import os
import secrets
from pathlib import Path

from widgets.errors import StoreRefused
from widgets.settings import SECRET_LETTERS, Settings, variable


def kept_at(settings: Settings) -> Path:
    """Where a key that is not set is kept."""
    return settings.database_url.with_name(f"{settings.database_url.name}.key")


def secret_key(settings: Settings) -> str:
    """Make the key where there is none; whoever makes one at the same time gets the same.

    Raises: StoreRefused where it can neither be read nor made."""
    if settings.secret_key:
        return settings.secret_key
    path = kept_at(settings)
    try:
        if not path.exists():
            _make(path)
        key = path.read_text("ascii").strip()
    except (OSError, UnicodeError) as error:
        raise StoreRefused(_cannot_use(path, error)) from error
    if len(key) < SECRET_LETTERS:
        raise StoreRefused(_cannot_use(path, "it is too short"))
    return key


def _make(path: Path) -> None:
    """Written whole under another name first, so that nobody ever reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first
    finally:
        draft.unlink()


def _cannot_use(path: Path, error: object) -> str:
    return (
        f"{path} cannot be used as the secret key ({error}); make it readable, remove it to sign "
        f"everybody out, or set {variable('secret_key')}"
    )
