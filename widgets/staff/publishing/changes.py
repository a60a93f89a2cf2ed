"""What waits to be published: chosen, looked at and published, exactly as it was looked at."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.records import Collaboration, Key, Membership, Network, Organisation
from widgets.errors import Overtaken
from widgets.language.messages import number
from widgets.staff.colleagues import authors
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.publishing.telling import (
    STATUS,
    TYPE_NAMES,
    VERB_NAMES,
    Field,
    Telling,
    record,
)
from widgets.staff.times import Moment
from widgets.store.audit import Audit
from widgets.store.history import History, Waiting
from widgets.store.journal import PARTIES

HERE = "/staff/changes"
A_PAGE = 100
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Change:
    """Shape: alone is the page about this change only."""

    revision: int
    type: str
    name: str
    verb: str
    verb_name: str
    status: str
    author: str
    at: Moment
    note: str
    alone: str
    fields: tuple[Field, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Missing:
    """What a chosen change refers to and visitors will not see. Shape: revision is the draft that
    can be published with it, 0 where there is none."""

    revision: int
    sentence: str


@dataclass(frozen=True)
class Changes:
    """Shape: count is of what is chosen, in words on the button; everything is said where there is
    more than a page of it; problem is why nothing was published."""

    frame: Frame
    changes: tuple[Change, ...]
    missing: tuple[Missing, ...]
    count: int
    button: str
    everything: str
    is_everything: bool
    newest: int
    note: str
    problem: str
    may_publish: bool


@dataclass(frozen=True)
class Chosen:
    """Shape: gone is how many of those that were looked at do not wait any more."""

    waiting: tuple[Waiting, ...]
    is_everything: bool
    gone: int


async def changes(desk: Desk) -> Response:
    """The page, with another choice where a form or a link asks for one."""
    waiting = await History(desk.connection).waiting()
    if desk.request.method == "POST":
        return await _page(desk, waiting, chosen(desk, waiting))
    only = desk.asked.get("only", "")
    shown = (each for each in waiting[:A_PAGE] if not only or str(each.draft.revision) == only)
    return await _page(desk, waiting, Chosen(tuple(shown), is_everything=False, gone=0))


async def publish(desk: Desk) -> Response:
    """Publishes what the button said and nothing else: where that has changed, it is shown."""
    said = desk.said
    waiting = await History(desk.connection).waiting()
    picked = chosen(desk, waiting)
    missing = await _missing(desk, picked.waiting, waiting)
    problem = ""
    if picked.gone:
        problem = said.gettext(
            "Some of what you chose was changed or published meanwhile. Nothing was published; look"
            " at what waits now."
        )
    elif not picked.waiting:
        problem = said.gettext("Nothing was published: choose a change first.")
    elif desk.sent.get("count") != str(len(picked.waiting)):
        problem = said.gettext("Nothing was published yet: this is what you chose.")
    elif missing and desk.sent.get("missing") != str(len(missing)):
        problem = said.gettext("Nothing was published yet: something would be missing.")
    if problem:
        return await _page(desk, waiting, picked, problem, status=409)
    try:
        note = desk.sent.get("note").strip()[:LONGEST_NOTE]
        drafts = [each.draft for each in picked.waiting]
        published = await desk.journal.publish(drafts, desk.author, note)
    except Overtaken as error:
        return await _page(desk, waiting, picked, _held(desk, error), status=409)
    await Audit(desk.connection).note(desk.author, "published", f"{published}")
    return desk.to(f"/staff/publications/{published}", done="published")


def chosen(desk: Desk, waiting: Sequence[Waiting]) -> Chosen:
    """What a form asks for, of what waits."""
    sent = desk.sent
    if sent.get("everything"):
        newer = [each for each in waiting if str(each.draft.revision) == sent.get("newest")]
        gone = 0 if newer and newer[0] is waiting[0] else 1
        return Chosen(tuple(waiting), is_everything=True, gone=gone)
    wanted = set(sent.all("entry"))
    found = tuple(each for each in waiting if str(each.draft.revision) in wanted)
    return Chosen(found, is_everything=False, gone=len(wanted) - len(found))


async def _page(
    desk: Desk,
    waiting: Sequence[Waiting],
    picked: Chosen,
    problem: str = "",
    status: int = 200,
) -> Response:
    said, count = desk.said, len(picked.waiting)
    telling = await telling_of(desk)
    revisions = {each.draft.revision for each in picked.waiting}
    button = said.ngettext("Publish %(count)s change", "Publish %(count)s changes", count)
    everything = said.ngettext(
        "All %(count)s change that waits, shown here or not",
        "All %(count)s changes that wait, shown here or not",
        len(waiting),
    )
    view = Changes(
        frame=desk.frame(said.gettext("Changes"), HERE),
        changes=tuple(
            change(telling, each, is_chosen=each.draft.revision in revisions)
            for each in waiting[:A_PAGE]
        ),
        missing=await _missing(desk, picked.waiting, waiting),
        count=count,
        button=button % {"count": number(count, desk.lang)}
        if count
        else said.gettext("Publish what is ticked"),
        everything=everything % {"count": number(len(waiting), desk.lang)}
        if len(waiting) > A_PAGE
        else "",
        is_everything=picked.is_everything,
        newest=waiting[0].draft.revision if waiting else 0,
        note=desk.sent.get("note"),
        problem=problem,
        may_publish=desk.account.may("publisher"),
    )
    return desk.page("changes.html", view, status)


async def telling_of(desk: Desk) -> Telling:
    """Names as the drafts have them."""
    return Telling(await desk.drafts(), desk.clock, await authors(desk))


def change(telling: Telling, waiting: Waiting, *, is_chosen: bool) -> Change:
    draft = waiting.draft
    return Change(
        revision=draft.revision,
        type=telling.said.gettext(TYPE_NAMES[draft.type]),
        name=telling.best_name(draft.key, draft, waiting.published),
        verb=waiting.verb,
        verb_name=telling.said.gettext(VERB_NAMES[waiting.verb]),
        status=STATUS[waiting.verb],
        author=telling.author(draft.author),
        at=telling.clock.moment(draft.at),
        note=draft.note,
        alone=f"{HERE}/{draft.type}/{draft.slug}",
        fields=telling.fields(waiting.published, draft),
        is_chosen=is_chosen,
    )


async def _missing(
    desk: Desk, chosen: Collection[Waiting], waiting: Iterable[Waiting]
) -> tuple[Missing, ...]:
    """What the chosen changes refer to that neither is published nor chosen with them."""
    wanted = {key: each for each in chosen for key in _references(each)}
    ways = {key: _either(key) for key in wanted}
    every = {key for keys in ways.values() for key in keys}
    shown = {key for key, each in (await desk.journal.published_among(every)).items() if each.body}
    shown -= {each.draft.key for each in chosen if each.draft.body is None}
    shown |= {each.draft.key for each in chosen if each.draft.body is not None}
    drafts = {each.draft.key: each.draft for each in waiting if each.draft.body is not None}
    telling = await telling_of(desk)
    found = []
    for key, each in wanted.items():
        if not shown.isdisjoint(ways[key]):
            continue
        draft = next((drafts[way] for way in ways[key] if way in drafts), None)
        message = desk.said.gettext("“%(entry)s” refers to “%(other)s”, which is not published.")
        named = {
            "entry": telling.best_name(each.draft.key, each.draft),
            "other": telling.name(*(draft.key if draft else key)),
        }
        found.append(Missing(draft.revision if draft else 0, message % named))
    return tuple(found)


def _references(waiting: Waiting) -> set[Key]:
    """The entries without which this one would not be shown, or not whole."""
    match record(waiting.draft):
        case Membership(network=network, member=member):
            return {("network", network), ("organisation", member)}
        case Collaboration(organisation=organisation, topics=topics):
            return {("organisation", organisation), *(("topic", each) for each in topics)}
        case Network(category=category, topics=topics):
            sorted_into = {("category", category)} if category else set()
            return {*sorted_into, *(("topic", each) for each in topics)}
        case Organisation(topics=topics):
            return {("topic", each) for each in topics}
        case _:
            return set()


def _either(key: Key) -> tuple[Key, ...]:
    """A member may be an organisation or a network."""
    return tuple((type, key[1]) for type in PARTIES) if key[0] == "organisation" else (key,)


def _held(desk: Desk, error: Overtaken) -> str:
    said = desk.said.gettext(
        "Nothing was published: “%(slug)s” was changed meanwhile, or is published as another kind"
        " of entry. Look at what waits now."
    )
    return said % {"slug": error.moved[0].slug}
