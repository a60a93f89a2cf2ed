"""The preview desk: any widget as it will look on a partner's page, and a link to share it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from widgets.embed.fields import Group
from widgets.embed.hosting import pairs
from widgets.errors import LinkExpired, LinkUnknown
from widgets.kinds.registry import KINDS
from widgets.language.messages import OWN_NAMES, marked
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.previewing import choices, links
from widgets.staff.previewing.choices import WIDTHS, Choices
from widgets.staff.previewing.mocks import PAGES
from widgets.store.audit import Audit
from widgets.store.previews import is_waiting, state

ADDRESS = "/staff/preview"
SHARE = "/staff/preview/links"
_LASTING = {1: marked("1 day"), 7: marked("1 week"), 28: marked("4 weeks")}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    lang: str
    is_on: bool


@dataclass(frozen=True)
class Control:
    """A list to choose one thing from."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Device:
    """Units: CSS pixels."""

    label: str
    width: int
    height: int
    address: str
    is_on: bool


@dataclass(frozen=True)
class Shared:
    """A link that was just made. Shape: page is what is shown, all leads to every widget."""

    page: str
    all: str
    until: str


@dataclass(frozen=True)
class Preview:
    """Shape: page is what the frame shows; drafts says whether any is waiting; lasting is (days, in
    words), empty for who may not share; state is the query that holds all that was chosen."""

    frame: Frame
    here: str
    controls: tuple[Control, ...]
    devices: tuple[Device, ...]
    device: str
    groups: tuple[Group, ...]
    has_errors: bool
    page: str
    label: str
    width: int
    height: int
    drafts: bool
    share: str
    state: str
    lasting: tuple[tuple[int, str], ...]
    shared: Shared | None


async def preview(desk: Desk) -> Response:
    shown, given = await desk.drafts(), pairs(desk.request)
    made = choices.chosen(given, shown, desk.hosting, desk.site, desk.lang)
    now = await state(desk.connection)
    mount = links.mount(desk.key, links.own(now, desk.now()))
    groups = choices.fields(made, given, shown, desk.lang)
    width, height, label = WIDTHS[made.device]
    view = Preview(
        frame=desk.frame(desk.said.gettext("Preview"), ADDRESS),
        here=ADDRESS,
        controls=tuple(_controls(desk, made)),
        devices=tuple(_devices(desk, made)),
        device=made.device,
        groups=groups,
        has_errors=any(each.error for group in groups for each in group.fields),
        page=f"{mount}{made.page()}",
        label=f"{desk.said.gettext(made.kind.title)} – {desk.said.gettext(PAGES[made.mock].label)}",
        width=width,
        height=height,
        drafts=await is_waiting(desk.connection, now),
        share=SHARE,
        state=made.state(),
        lasting=tuple(_lasting(desk)) if desk.account.may("editor") else (),
        shared=_shared(desk, made),
    )
    return desk.page("preview.html", view, 400 if view.has_errors else 200)


async def share(desk: Desk) -> Response:
    """Make a link, and back to the desk, which shows it."""
    shown = await desk.drafts()
    made = choices.kept(desk.sent.get("state"), shown, desk.hosting, desk.site, desk.lang)
    asked = desk.sent.get("days")
    days = int(asked) if asked in {str(each) for each in links.DAYS} else links.DAYS[0]
    link = links.shared(days, await state(desk.connection), desk.now())
    until = desk.clock.moment(link.until).iso
    await Audit(desk.connection).note(desk.author, "preview-shared", until)
    token = links.mount(desk.key, link).removeprefix(f"{links.ROOT}/")
    return desk.to(f"{ADDRESS}?{made.state()}&{urlencode({'link': token})}#share")


def _shared(desk: Desk, made: Choices) -> Shared | None:
    """The link that the address names, if it is one."""
    try:
        link = links.opened(desk.key, desk.asked.get("link", ""), desk.now())
    except (LinkUnknown, LinkExpired):
        return None
    base = f"{desk.site.origin}{links.mount(desk.key, link)}"
    everything = f"{base}/?{urlencode({'lang': made.options.lang})}"
    return Shared(f"{base}{made.page()}", everything, desk.clock.moment(link.until).words)


def _controls(desk: Desk, made: Choices) -> Iterator[Control]:
    said = desk.said
    kinds = {name: said.gettext(each.title) for name, each in KINDS.items()}
    pages = {name: said.gettext(each.label) for name, each in PAGES.items()}
    places = {each.name: each.label for each in made.places}
    yield _control("kind", said.gettext("Widget"), kinds, made.kind.name)
    yield _control("mock", said.gettext("Partner's page"), pages, made.mock)
    yield _control("paste", said.gettext("Pasted into"), places, made.place.name)
    yield Control(
        "language",
        said.gettext("Language of the widget"),
        tuple(
            Choice(each, name, each, each == made.options.lang) for each, name in OWN_NAMES.items()
        ),
    )


def _control(name: str, label: str, values: dict[str, str], on: str) -> Control:
    return Control(
        name, label, tuple(Choice(each, text, "", each == on) for each, text in values.items())
    )


def _devices(desk: Desk, made: Choices) -> Iterator[Device]:
    for name, (width, height, label) in WIDTHS.items():
        address = f"{ADDRESS}?{made.state(device=name)}"
        yield Device(desk.said.gettext(label), width, height, address, name == made.device)


def _lasting(desk: Desk) -> Iterator[tuple[int, str]]:
    return ((days, desk.said.gettext(_LASTING[days])) for days in links.DAYS)
