"""Colleagues by name, for pages that say who did something."""

from collections.abc import Mapping

from widgets.staff.desk import Desk


async def names_by_email(desk: Desk) -> Mapping[str, str]:
    """Who has no account any more is called by the address that the journal keeps."""
    return {each.email: each.name for each in await desk.accounts.all()}
