"""A new password as a form asks for it, twice, and what is said at its fields."""

from collections.abc import Mapping

from widgets.errors import AccountRefused
from widgets.kinds.wording import isolated
from widgets.language.messages import marked
from widgets.staff.desk import Door
from widgets.store.passwords import refuse_weak

Errors = Mapping[str, str]  # by the name of the field, translated
NO_ERRORS: Errors = {}


def chosen_password(door: Door, email: str, name: str) -> str:
    """Raises: AccountRefused."""
    password = door.sent.get("password")
    refuse_weak(password, email, name)
    if password != door.sent.get("again"):
        raise AccountRefused("again", marked("The two passwords are not the same."))
    return password


def told_at_field(door: Door, error: AccountRefused) -> Errors:
    values = {name: isolated(str(value), door.lang) for name, value in error.values.items()}
    return {error.field: door.said.gettext(error.message) % values}
