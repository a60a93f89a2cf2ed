"""Tries at passwords and codes, as far as they are counted, and what is said to who has to wait."""

from widgets.staff.accounts.cookies import known_browser
from widgets.staff.desk import Door
from widgets.store.accounts import Account
from widgets.store.throttle import Subject, Throttle, network

Subjects = tuple[Subject, ...]


def at_password(door: Door, email: str) -> Subjects:
    """Whom a try counts against."""
    browser = known_browser(door, email)
    return ("browser", browser) if browser else ("account", email), _address(door)


def at_code(door: Door, account: Account) -> Subjects:
    return ("second", str(account.id)), _address(door)


async def wait_seconds(door: Door, subjects: Subjects) -> int:
    """Count a try. Units: the seconds to wait first, 0 to go on."""
    return await _throttle(door).begin(*subjects)


async def succeeded(door: Door, subjects: Subjects) -> None:
    await _throttle(door).succeeded(*subjects)


def told_to_wait(door: Door, seconds: int) -> str:
    said = door.said
    minutes = -(-seconds // 60)
    if seconds < 60:
        message = said.ngettext(
            "There were too many tries. Wait one second, then try again.",
            "There were too many tries. Wait %(number)s seconds, then try again.",
            seconds,
        )
        return message % {"number": seconds}
    message = said.ngettext(
        "There were too many tries. Wait one minute, then try again.",
        "There were too many tries. Wait %(number)s minutes, then try again.",
        minutes,
    )
    return message % {"number": minutes}


def _throttle(door: Door) -> Throttle:
    return Throttle(door.connection, door.key, door.now)


def _address(door: Door) -> Subject:
    asker = door.request.client
    return "address", network(asker.host if asker else "")
