"""What a new colleague does first. A step ticks itself off where the store knows it to be done."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.store.ledger import deeds

_WORDS = (
    marked("Two words to know"),
    marked(
        "What is a draft, only colleagues see. What is published, every visitor of every partner "
        "sees. Nothing that you save is public until somebody publishes it."
    ),
)
_WIDGET = (
    marked("Look at what visitors see"),
    marked("The widgets, live, as partners have them on their own pages."),
)
_CHANGE = (
    marked("Change something"),
    marked("Open a network and mend a word. It is saved as a draft, and its history keeps it all."),
)
_PREVIEW = (
    marked("See it before anybody else"),
    marked("The preview shows every widget with the drafts, on pages like those of partners."),
)
_PUBLISH = (
    marked("Publish it"),
    marked("Choose what goes out. A few seconds later every partner’s page has it."),
)
_ASK = (
    marked("Let it be published"),
    marked("What waits stands under Changes. A colleague who may publish takes it from there."),
)
_UNDO = (
    marked("Know the way back"),
    marked("Every publication can be undone, and every older text of an entry taken up again."),
)
_SAFE = (
    marked("Make your account safe"),
    marked("With a second step, a password alone lets nobody in."),
)
_READ = (
    marked("Look around"),
    marked("Lists show how each entry stands and what it still needs. You cannot break anything."),
)


@dataclass(frozen=True)
class FirstStep:
    """Shape: is_done is None where nobody can know."""

    name: str
    help: str
    address: str
    is_done: bool | None


async def first_steps(desk: Desk) -> tuple[FirstStep, ...]:
    """Those of the colleague's role; none once they have been put away."""
    if desk.account.is_settled:
        return ()
    said = desk.said
    return tuple(
        FirstStep(said.gettext(name), said.gettext(help), address, is_done)
        for (name, help), address, is_done in _steps(
            desk, *await deeds(desk.connection, desk.author)
        )
    )


async def put_away(desk: Desk) -> Response:
    """Puts the first steps away, or takes them out again."""
    await desk.accounts.settle(desk.account, desk.sent.get("put") != "back")
    return desk.to("/staff")


def _steps(
    desk: Desk, has_saved: bool, has_published: bool
) -> Iterator[tuple[tuple[str, str], str, bool | None]]:
    account = desk.account
    yield _WORDS, "", None
    yield _WIDGET, "/", None
    if not account.may("editor"):
        yield _READ, "/staff/entries/network", None
        yield _PREVIEW, "/staff/preview", None
    else:
        yield _CHANGE, "/staff/entries/network", has_saved
        yield _PREVIEW, "/staff/preview", None
        if account.may("publisher"):
            yield _PUBLISH, "/staff/changes", has_published
        else:
            yield _ASK, "/staff/changes", None
        yield _UNDO, "/staff/publications", None
    yield _SAFE, "/staff/account/second-step", account.has_second_factor
