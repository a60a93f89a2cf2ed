"""The page of one side: who is in, by role, with the ways to add and to end."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.records import ROLES, Membership
from widgets.http.forms import whole
from widgets.kinds import wording
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import number
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.joining.sides import Side, side
from widgets.staff.listing.shelves import shelves
from widgets.store.ledger import PUBLISHED, STATE_NAMES, Book


@dataclass(frozen=True)
class Seat:
    """One membership. Shape: sent is how a form carries it; other is the address of who stands on
    the other side."""

    sent: str
    name: Wording
    address: str
    other: str
    facts: tuple[str, ...]
    has_ended: bool
    state: str
    state_words: str


@dataclass(frozen=True)
class RoleGroup:
    label: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Roll:
    """Shape: party is (address, name) of whose memberships these are; of is "members" or
    "networks"; roles are (value, words)."""

    frame: Frame
    here: str
    of: str
    party: tuple[str, Wording]
    counted: str
    groups: tuple[RoleGroup, ...]
    may_edit: bool
    roles: tuple[tuple[str, str], ...]
    role: str
    since: str
    names: str
    problem: str
    since_problem: str


async def members(desk: Desk) -> Response:
    return await roll_page(desk, "members")


async def networks(desk: Desk) -> Response:
    return await roll_page(desk, "networks")


async def roll_page(
    desk: Desk,
    of: str,
    *,
    names: str = "",
    role: str = "member",
    since: str = "",
    problem: str = "",
    since_problem: str = "",
) -> Response:
    """Shape: what was typed stands there again; a problem is why it was not taken.

    Raises: NotPublished."""
    book = await shelves(desk).book()
    shown = side(desk, book.edition, of)
    view = Roll(
        frame=_frame(desk, shown),
        here=shown.here,
        of=of,
        party=(shown.address, worded(shown.party.name, desk.lang)),
        counted=_counted(desk, shown, book),
        groups=tuple(_groups(desk, shown, book)),
        may_edit=desk.account.may("editor"),
        roles=role_names(desk),
        role=role,
        since=since,
        names=names,
        problem=problem,
        since_problem=since_problem,
    )
    return desk.page("roll.html", view, 422 if problem or since_problem else 200)


def role_names(desk: Desk) -> tuple[tuple[str, str], ...]:
    return tuple((each, desk.said.gettext(wording.ROLE_NAMES[each])) for each in ROLES)


def title(desk: Desk, shown: Side) -> str:
    said = desk.said
    if shown.of == "members":
        words = said.gettext("Members of %(network)s")
    else:
        words = said.gettext("Networks of %(party)s")
    name = wording.short_name(shown.party, desk.lang)
    return words % {"network": name, "party": name}


def _frame(desk: Desk, shown: Side) -> Frame:
    return desk.frame(title(desk, shown), shown.section, _done(desk))


def _done(desk: Desk) -> str:
    """What adding leads back with."""
    count = whole(desk.asked.get("added", ""))
    if not count:
        return ""
    words = desk.said.ngettext(
        "%(count)s membership was added as a draft.",
        "%(count)s memberships were added as drafts.",
        count,
    )
    return words % {"count": number(count, desk.lang)}


def _counted(desk: Desk, shown: Side, book: Book) -> str:
    count = len({shown.other(book.edition, each).slug for each in shown.held(book.edition)})
    if shown.of == "members":
        words = desk.said.ngettext("%(count)s known member", "%(count)s known members", count)
    else:
        words = desk.said.ngettext("in %(count)s network", "in %(count)s networks", count)
    return words % {"count": number(count, desk.lang)}


def _groups(desk: Desk, shown: Side, book: Book) -> Iterator[RoleGroup]:
    held = shown.held(book.edition)
    for role, label in role_names(desk):
        seats = [_seat(desk, shown, book, each) for each in held if each.role == role]
        if seats:
            seats.sort(key=lambda seat: (seat.has_ended, seat.name.text.casefold()))
            yield RoleGroup(label, tuple(seats))


def _seat(desk: Desk, shown: Side, book: Book, membership: Membership) -> Seat:
    mark = book.marks.get(("membership", membership.slug))
    other = shown.other(book.edition, membership)
    type = "network" if other.slug in book.edition.networks else "organisation"
    facts = (wording.lasting(desk.said, membership), wording.confirmed(desk.said, membership))
    state = mark.state if mark else PUBLISHED
    return Seat(
        sent=f"{membership.slug}:{mark.revision if mark else 0}",
        name=worded(other.name, desk.lang),
        address=f"/staff/entries/membership/{membership.slug}",
        other=f"/staff/entries/{type}/{other.slug}",
        facts=tuple(each for each in facts if each),
        has_ended=membership.has_ended,
        state=state,
        state_words=desk.said.gettext(STATE_NAMES[state]),
    )
