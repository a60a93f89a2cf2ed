"""The history of one entry: every text it ever had, who wrote it, and the way back to each."""

from dataclasses import dataclass
from itertools import zip_longest

from starlette.responses import Response

from widgets.http.forms import whole
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.changes import telling_of
from widgets.staff.publishing.telling import TYPE_NAMES, Field, Telling, record
from widgets.staff.publishing.withdrawal import meant
from widgets.staff.refusals import no_such_page
from widgets.staff.times import Moment
from widgets.store.history import MOST_REVISIONS, History, Revised, verb
from widgets.store.undoing import Undoing

_DONE = {
    "restored": marked("Restored as a draft. Publish it where visitors are to see it."),
    "thrown-away": marked("Thrown away. What it said is in this list, and can be restored."),
}


@dataclass(frozen=True)
class Text:
    """One revision. Shape: published are (address, moment) of the publications that showed it;
    can_return where it says something else than the draft."""

    revision: int
    at: Moment
    author: str
    note: str
    fields: tuple[Field, ...]
    verb: str
    is_gone: bool
    is_draft: bool
    is_published: bool
    published: tuple[tuple[str, Moment], ...]
    can_return: bool


@dataclass(frozen=True)
class EntryHistory:
    """Shape: base is the newest revision; entry, withdrawal and restoring are addresses, the first
    two empty where there is nothing to edit or to withdraw."""

    frame: Frame
    type: str
    texts: tuple[Text, ...]
    base: int
    entry: str
    withdrawal: str
    restoring: str
    has_more: bool


async def entry_history(desk: Desk) -> Response:
    type, slug = meant(desk)
    found = await History(desk.connection).of(type, slug, MOST_REVISIONS + 1)
    if not found:
        return no_such_page(desk)
    telling = await telling_of(desk)
    shown = (await desk.journal.published_among([(type, slug)])).get((type, slug))
    address = f"/staff/entries/{type}/{slug}"
    title = desk.said.gettext("History of “%(name)s”") % {
        "name": telling.best_name((type, slug), *found)
    }
    is_there = found[0].body is not None or bool(shown and shown.body)
    view = EntryHistory(
        frame=desk.frame(title, f"/staff/entries/{type}", desk.done(_DONE)),
        type=desk.said.gettext(TYPE_NAMES[type]),
        texts=tuple(
            _text(desk, telling, each, earlier, found[0], shown.revision if shown else 0)
            for each, earlier in zip_longest(found[:MOST_REVISIONS], found[1:])
            if each
        ),
        base=found[0].revision,
        entry=address if found[0].body is not None else "",
        withdrawal=f"{address}/withdraw" if is_there and desk.account.may("publisher") else "",
        restoring=f"{address}/restore",
        has_more=len(found) > MOST_REVISIONS,
    )
    return desk.page("history.html", view)


async def restore(desk: Desk) -> Response:
    type, slug = meant(desk)
    number, base = (whole(desk.sent.get(name)) for name in ("revision", "base"))
    older = await desk.journal.revision(number)
    if older is None or older.key != (type, slug) or record(older) is None:
        return no_such_page(desk)
    note = desk.said.gettext("Restored from an earlier version")
    await Undoing(desk.connection).restore(number, desk.author, note, base=base)
    return desk.to(f"/staff/entries/{type}/{slug}/history", done="restored")


def _text(
    desk: Desk,
    telling: Telling,
    each: Revised,
    earlier: Revised | None,
    newest: Revised,
    shown: int,
) -> Text:
    is_other = each.body is not None and each.body != newest.body
    return Text(
        revision=each.revision,
        at=telling.clock.moment(each.at),
        author=telling.author(each.author),
        note=each.note,
        fields=telling.fields(earlier, each),
        verb=verb(earlier, each),
        is_gone=each.body is None,
        is_draft=each is newest,
        is_published=each.revision == shown,
        published=tuple(
            (f"/staff/publications/{number}", telling.clock.moment(at))
            for number, at in each.published
        ),
        can_return=is_other and record(each) is not None and desk.account.may("editor"),
    )
