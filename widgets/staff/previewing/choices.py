"""What the preview desk shows: a widget, its options, and the partner's page that it stands on. The
address holds all of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from widgets.catalogue.edition import Edition
from widgets.embed.builder import understood
from widgets.embed.fields import Group, groups
from widgets.embed.hosting import Hosting
from widgets.embed.places import Place
from widgets.embed.problems import told
from widgets.kinds.options import Options, Pairs
from widgets.kinds.queries import pairs_of
from widgets.kinds.registry import KINDS, Kind
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES, marked, messages
from widgets.staff.previewing.mocks import PAGES, PLACE, offered

WIDTHS = {  # by device. Units: CSS pixels
    "phone": (360, 740, marked("Phone")),
    "tablet": (768, 1024, marked("Tablet")),
    "desktop": (1280, 800, marked("Desktop")),
}
_FIRST = {"kind": "networks", "mock": "plain", "device": "desktop"}


@dataclass(frozen=True)
class Choices:
    """Shape: kind, mock and device are keys of KINDS, PAGES and WIDTHS; errors are told by the name
    of the option; places are those of the page, named in the language of whoever chooses."""

    kind: Kind
    mock: str
    device: str
    options: Options
    errors: Mapping[str, Exception]
    places: tuple[Place, ...]
    place: Place

    def state(self, **changes: str) -> str:
        """The query of the desk's own address."""
        return urlencode([*({**self._own(), **changes}).items(), *self._asked()])

    def page(self) -> str:
        """Where the page stands, below a mount."""
        asked = [*pairs_of(self.options), (PLACE, self.place.name)]
        return f"/mock/{self.mock}/{self.kind.name}?{urlencode(asked)}"

    def _own(self) -> dict[str, str]:
        return {
            "kind": self.kind.name,
            "mock": self.mock,
            "device": self.device,
            PLACE: self.place.name,
            "language": self.options.lang,
        }

    def _asked(self) -> Iterator[tuple[str, str]]:
        return (pair for pair in pairs_of(self.options) if pair[0] != "lang")


def chosen(given: Pairs, shown: Edition, host: Hosting, site: Site, lang: str) -> Choices:
    """What can be shown of what was asked for; a choice that there is not is the first.

    Shape: lang is what a widget speaks that was not asked for a language.
    Raises: NotPublished where the host has nothing to show."""
    texts = dict(given)
    asked = KINDS[_one_of(KINDS, texts, "kind")]
    mock = _one_of(PAGES, texts, "mock")
    language = texts.get("language", "")
    spoken = ("lang", language if language in LANGUAGES else lang)
    rest = [pair for pair in given if pair[0] != "lang"]
    options, errors = understood(asked, [spoken, *rest], shown, host, site)
    places = offered(PAGES[mock], asked, replace(options, lang=lang), shown, host, site)
    named = (each for each in places if each.name == texts.get(PLACE))
    return Choices(
        kind=asked,
        mock=mock,
        device=_one_of(WIDTHS, texts, "device"),
        options=options,
        errors=errors,
        places=places,
        place=next(named, places[0]),
    )


def kept(state: str, shown: Edition, host: Hosting, site: Site, lang: str) -> Choices:
    """What a query of the desk stands for. Raises: NotPublished."""
    return chosen(parse_qsl(state), shown, host, site, lang)


def fields(made: Choices, given: Pairs, shown: Edition, lang: str) -> tuple[Group, ...]:
    """The options of the widget as a form, in the language of whoever chooses."""
    said = messages(lang)
    words = {name: told(said, error, lang) for name, error in made.errors.items()}
    return groups(shown, replace(made.options, lang=lang), dict(given), words)


def _one_of(known: Mapping[str, object], texts: Mapping[str, str], name: str) -> str:
    return texts[name] if texts.get(name) in known else _FIRST[name]
