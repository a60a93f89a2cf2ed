"""The page where a network or an organisation is given its logo."""

from dataclasses import dataclass, replace

from pydantic import ValidationError
from starlette.responses import Response

from widgets.catalogue.faults import faults, said
from widgets.catalogue.records import EVERY_LANGUAGE, Logo, Names, Network, Organisation, Party
from widgets.errors import Overtaken, PictureRefused
from widgets.http.forms import Limits, whole
from widgets.kinds.cards import monogram
from widgets.kinds.logos import LogoImage, logo
from widgets.kinds.wording import Wording, short_name, worded
from widgets.language.messages import LANGUAGES, direction, language_name, marked, messages
from widgets.staff.desk import Desk
from widgets.staff.editing.standing import Standing, standing
from widgets.staff.frames import Frame
from widgets.staff.logos.reading import MOST_BYTES, read
from widgets.staff.refusals import no_such_page
from widgets.store import logos
from widgets.store.journal import Saved

LIMITS = Limits(fields=40, field=4_000, whole=1 << 20, file=2 * MOST_BYTES)
_DONE = {
    "saved": marked("The logo is saved as a draft. Visitors see it once it is published."),
    "removed": marked(
        "The logo is gone from the draft. Visitors no longer see it once you publish."
    ),
}


@dataclass(frozen=True)
class Alt:
    """Shape: lang is empty for what is the same in each language."""

    key: str
    lang: str
    dir: str
    label: str
    text: str
    error: str = ""


@dataclass(frozen=True)
class LogoPage:
    """Shape: base is the revision that the page shows; themes are (name of a look, its label)."""

    frame: Frame
    standing: Standing
    name: Wording
    here: str
    base: int
    logo: LogoImage | None
    monogram: str
    themes: tuple[tuple[str, str], ...]
    alts: tuple[Alt, ...]
    picture_error: str = ""
    alt_error: str = ""
    is_overtaken: bool = False


async def logo_page(desk: Desk) -> Response:
    path = desk.request.path_params
    newest = await desk.journal.newest_of(path["type"], path["slug"])
    party = newest.record() if newest and newest.body else None
    if newest is None or not isinstance(party, Network | Organisation):
        return no_such_page(desk)
    if desk.request.method != "POST":
        done = desk.done(_DONE)
        return _page(desk, await _view(desk, newest, party, done))
    if await _is_overtaken(desk, party):
        return _page(desk, replace(await _typed(desk, newest, party), is_overtaken=True))
    try:
        return await _changed(desk, newest, party)
    except Overtaken:
        return _page(desk, replace(await _typed(desk, newest, party), is_overtaken=True))


def _is_done(desk: Desk) -> bool:
    return desk.asked.get("done") in _DONE


def _page(desk: Desk, view: LogoPage) -> Response:
    is_refused = view.picture_error or view.alt_error or view.is_overtaken
    return desk.page("logo.html", view, 422 if is_refused else 200)


async def _is_overtaken(desk: Desk, party: Party) -> bool:
    """Whether somebody has changed the logo since the page was opened. What else they changed is
    none of this page's business, and stays."""
    seen = await desk.journal.revision(whole(desk.sent.get("base")))
    record = seen.record() if seen and seen.body else None
    return not isinstance(record, Party) or record.logo != party.logo


async def _changed(desk: Desk, newest: Saved, party: Network | Organisation) -> Response:
    """Raises: Overtaken."""
    if desk.sent.get("do") == "remove":
        await _save(desk, newest, party.model_copy(update={"logo": None}))
        return desk.to(desk.request.url.path, done="removed")
    upload = desk.sent.files.get("picture")
    view = await _typed(desk, newest, party)
    try:
        alt = Names.model_validate(_words(desk))
    except ValidationError as error:
        return _page(desk, _with_faults(desk, view, error))
    if upload is None and party.logo is None:
        return _page(desk, replace(view, picture_error=desk.said.gettext("Choose a picture.")))
    if upload is None:
        changed = Logo(**{**dict(party.logo), "alt": alt}) if party.logo else None
        await _save(desk, newest, party.model_copy(update={"logo": changed}))
        return desk.to(desk.request.url.path, done="saved")
    try:
        made = await read(upload.body)
    except PictureRefused as error:
        return _page(
            desk, replace(view, picture_error=desk.said.gettext(error.says) % error.values)
        )
    async with logos.kept(desk.connection, made.single, made.double) as digest:
        shown = Logo(digest=digest, alt=alt, width=made.width, height=made.height)
        await _save(desk, newest, party.model_copy(update={"logo": shown}))
    return desk.to(desk.request.url.path, done="saved")


async def _save(desk: Desk, newest: Saved, changed: Network | Organisation) -> None:
    """Raises: Overtaken."""
    await desk.journal.save([changed], desk.author, "", base={newest.key: newest.revision})


def _words(desk: Desk) -> dict[str, str]:
    """The alternative texts that were sent. Shape: by language, without those left empty."""
    keys = (*LANGUAGES, EVERY_LANGUAGE)
    texts = {key: desk.sent.get(f"alt.{key}").strip() for key in keys}
    return {key: text for key, text in texts.items() if text}


def _with_faults(desk: Desk, view: LogoPage, error: ValidationError) -> LogoPage:
    found = {
        fault.path[0]: said(desk.said, fault, desk.lang) for fault in faults(error) if fault.path
    }
    if not _words(desk):
        nothing = desk.said.gettext("Say in one language at least what the picture shows.")
        return replace(view, alt_error=nothing)
    alts = tuple(replace(each, error=found.get(each.key, "")) for each in view.alts)
    return replace(view, alts=alts, alt_error=desk.said.gettext("Look at the texts below."))


async def _view(
    desk: Desk, newest: Saved, party: Network | Organisation, done: str = ""
) -> LogoPage:
    lang, words = desk.lang, desk.said
    about = await standing(desk, newest, party, await desk.drafts())
    title = words.gettext("Logo of %(name)s") % {"name": short_name(party, lang)}
    return LogoPage(
        frame=desk.frame(title, about.list[0], done),
        standing=about,
        name=worded(party.name, lang),
        here=desk.request.url.path,
        base=newest.revision,
        logo=logo(party, desk.site, lang),
        monogram=monogram(party, lang),
        themes=(
            ("light", words.gettext("On a light page")),
            ("dark", words.gettext("On a dark page")),
        ),
        alts=tuple(_alts(desk, party)),
    )


def _alts(desk: Desk, party: Party) -> list[Alt]:
    """A field for each language; what it will say where nobody has written anything is a start."""
    written = party.logo.alt.root if party.logo else {}
    fields = [
        _alt(desk, key, key, language_name(key, desk.lang), written.get(key, ""))
        for key in LANGUAGES
    ]
    if not written:
        return [replace(each, text=_usual(party, each.key)) for each in fields]
    if EVERY_LANGUAGE in written:
        label = desk.said.gettext("The same in every language")
        fields.insert(0, _alt(desk, EVERY_LANGUAGE, "", label, written[EVERY_LANGUAGE]))
    return fields


def _alt(desk: Desk, key: str, lang: str, label: str, text: str) -> Alt:
    return Alt(key, lang, direction(lang or desk.lang), label, text)


def _usual(party: Party, lang: str) -> str:
    return messages(lang).gettext("Logo of %(name)s") % {"name": short_name(party, lang)}


async def _typed(desk: Desk, newest: Saved, party: Network | Organisation) -> LogoPage:
    """The page with what was typed into it."""
    view = await _view(desk, newest, party)
    alts = tuple(replace(each, text=desk.sent.get(f"alt.{each.key}")) for each in view.alts)
    return replace(view, alts=alts)
