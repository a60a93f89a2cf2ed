"""Catalogues made up to try the widgets on: a usual one, and those that break a design."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import (
    ROLES,
    Category,
    Collaboration,
    Entry,
    Membership,
    Names,
    Network,
    Organisation,
    Publication,
    Texts,
    Topic,
)
from widgets.language.messages import marked
from widgets.staff.portfolio.drawings import SHAPES, logo

_LONG = "The International Coalition for the Protection of Everybody Who Works along Supply Chains"
_WORD = "Rechtsschutzversicherungsgesellschaftenüberwachungsbündnis"
_PROSE = (
    "It follows companies from the mine to the shop, publishes what it finds, and stands beside"
    " those who bear the consequences: workers, neighbours, and whoever speaks up for them. "
)
_HOSTILE = (
    '"><img src=x onerror=alert(1)>',
    "</template></section><script>alert(1)</script>",
    "\u202eesrever siht si\u202c ({{ 7 * 7 }})",
    "منظمة ‘Ω’ 🙂 & Co. %(name)s",
    "Z̸̢͎a̵l̷g̶o̴ ' OR 1=1 --",
)


@dataclass(frozen=True)
class State:
    """Shape: label and purpose are messages; entries makes the catalogue of a host."""

    label: str
    purpose: str
    entries: Callable[[str], Iterator[Entry]]


def _name(text: str) -> Names:
    return Names.model_validate(text)


def _words(nl: str, en: str) -> Names:
    return Names({"nl": nl, "en": en})


def _sorting() -> Iterator[Entry]:
    yield Category(slug="sectoral", name=_words("Sectoraal", "Sectoral"), order=1)
    yield Category(slug="thematic", name=_words("Thematisch", "Thematic"), order=2)
    yield Category(slug="research", name=_words("Onderzoek", "Research"), order=3)
    yield Topic(slug="tax", name=_words("belasting", "tax"))
    yield Topic(slug="water", name=_words("water", "water"))
    yield Topic(slug="rights", name=_words("mensenrechten", "human rights"))


def _usual(host: str) -> Iterator[Entry]:
    yield from _sorting()
    yield Organisation(slug=host, name=_name("The Umbrella"), abbreviation=_name("UMB"))
    for number, name in enumerate(("Alder Watch", "Birch", "Cedar Union", "Dune", "Elm Rights")):
        yield Organisation(
            slug=f"party-{number}",
            name=_name(name),
            country=("NL", "BE", "DE", "IN", "BR")[number],
            website=f"https://party-{number}.example/about" if number % 2 == 0 else None,
            logo=logo(SHAPES[number], name) if number < 4 else None,
        )
    for number, role in enumerate(ROLES):
        yield _network(number)
        yield Membership(network=f"network-{number}", member=host, role=role, since="2003")
    for number in range(5):
        role = ROLES[number]
        yield Membership(network="network-0", member=f"party-{number}", role=role, since="2011")
    yield Membership(network="network-1", member="party-0", role="member", until="2015")
    yield from _projects()


def _network(number: int) -> Network:
    names = ("Fair Trade Coalition", "Grid", "Clean Water Watch", "Tax Platform", "Loom", "Reef")
    return Network(
        slug=f"network-{number}",
        name=_name(names[number]),
        abbreviation=_name("FTC") if number == 0 else None,
        logo=logo(SHAPES[number - 1], names[number]) if 0 < number < 5 else None,
        website=f"https://network-{number}.example",
        category=("sectoral", "thematic", "research")[number % 3],
        category_confirmed=number < 4,
        topics=("tax", "water", "rights")[: number % 4],
        summary=Texts({"nl": "Voor eerlijke ketens.", "en": _PROSE[:100] + "."}),
        description=Texts({"en": f"{_PROSE}\n\n**Together** since 2003."}),
        since="2003",
        until="2019" if number == 5 else None,
        scope=("national", "regional", "global")[number % 3],
        area="NL" if number % 3 == 0 else None,
        size="140+" if number == 0 else None,
    )


def _projects() -> Iterator[Entry]:
    report = Publication(
        title=_words("Een rapport", "A report"), url="https://party-0.example/r", year="2022"
    )
    for number, form in enumerate(("programme", "research")):
        yield Collaboration(
            slug=f"project-{number}",
            organisation=f"party-{number}",
            form="programme" if form == "programme" else "research",
            title=_words("Water voor allen", "Water for all"),
            network="network-0",
            since="2021",
            topics=("water",),
            publications=(report,) if number == 0 else (),
        )


def _empty(host: str) -> Iterator[Entry]:
    yield Organisation(slug=host, name=_name("The Umbrella"))


def _long(host: str) -> Iterator[Entry]:
    yield Category(slug="long", name=_name(f"{_LONG[:60]} and Beyond"), order=1)
    for number in range(12):
        yield Topic(slug=f"topic-{number}", name=_name(f"{_WORD[: 8 + 4 * number]} {number}"))
    yield Organisation(slug=host, name=_name(_LONG), abbreviation=_name("ICPEWWSC"))
    for number in range(70):
        yield Organisation(
            slug=f"party-{number}",
            name=_name(f"{_WORD if number % 2 else _LONG} {number}"),
            city=_name("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"),
            country="GB",
            website=f"https://www.{'long-' * 10}{number}.example/{'path/' * 8}",
            logo=logo("wide", _LONG) if number % 3 == 0 else None,
        )
        yield Membership(network="network-0", member=f"party-{number}", role=ROLES[number % 6])
    for number in range(25):
        yield Network(
            slug=f"network-{number}",
            name=_name(f"{_WORD if number % 2 else _LONG} {number}"),
            abbreviation=_name("ICPEWWSC-UNLIMITED"),
            logo=logo(SHAPES[number % 4], _LONG) if number % 2 else None,
            category="long",
            topics=tuple(f"topic-{each}" for each in range(12)),
            summary=Texts({"en": _PROSE * 6}),
            description=Texts({"en": "\n\n".join([_PROSE * 4] * 4)}),
            website=f"https://www.{'long-' * 10}{number}.example",
            aliases=(_LONG, _WORD),
            since="../1999",
            size="1000000+",
            scope="global",
        )
        yield Membership(network=f"network-{number}", member=host, role=ROLES[number % 6])


def _hostile(host: str) -> Iterator[Entry]:
    yield Category(slug="hostile", name=_name(_HOSTILE[0]))
    yield Topic(slug="hostile", name=_name(_HOSTILE[1]))
    yield Organisation(slug=host, name=_name(_HOSTILE[3]), abbreviation=_name(_HOSTILE[2]))
    for number, text in enumerate(_HOSTILE):
        yield Network(
            slug=f"network-{number}",
            name=_name(text),
            abbreviation=_name(text),
            logo=logo("round", text) if number % 2 else None,
            category="hostile",
            topics=("hostile",),
            summary=Texts({"en": text}),
            description=Texts({"en": f"{text}\n\n[click](javascript:alert(1)) <script>x</script>"}),
            website="https://example.org/?a=%22%3E&b='<script>",
            city=_name(text),
        )
        yield Organisation(slug=f"party-{number}", name=_name(text), city=_name(text))
        yield Membership(network=f"network-{number}", member=host, role="member")
        note = Texts({"en": text})
        yield Membership(network="network-0", member=f"party-{number}", role="member", note=note)


def _draft(host: str) -> Iterator[Entry]:
    """Half done: names alone, one language, and references to what is not there yet."""
    yield Category(slug="sectoral", name=Names({"nl": "Sectoraal"}))
    yield Organisation(slug=host, name=_name("The Umbrella"))
    yield Organisation(slug="party-0", name=_name("Nothing but a name"))
    for number, name in enumerate(("Only a name", "Alleen Nederlands", "X", "Net begonnen")):
        yield Network(
            slug=f"network-{number}",
            name=_name(name),
            category=("", "sectoral", "not-there-yet", "")[number] or None,
            topics=("not-there-yet",) if number == 2 else (),
            summary=Texts({"nl": "Nog te vertalen."}) if number == 1 else None,
            ended=number == 3,
        )
        yield Membership(network=f"network-{number}", member=host, role="member")
    yield Membership(network="network-0", member="party-0", role="member", ended=True)
    yield Membership(network="network-0", member="not-there-yet", role="member")


STATES: Mapping[str, State] = {
    "usual": State(
        marked("Usual"), marked("Networks and organisations as most catalogues have them."), _usual
    ),
    "empty": State(marked("Empty"), marked("An organisation, and nothing else yet."), _empty),
    "long": State(
        marked("Long"), marked("Names, texts and lists as long as they may become."), _long
    ),
    "hostile": State(
        marked("Hostile"),
        marked("Texts that try to break out, and writing of all directions."),
        _hostile,
    ),
    "draft": State(
        marked("Half done"), marked("Names alone, one language, and what is not there yet."), _draft
    ),
}


@cache
def sample(state: str, host: str) -> Edition:
    """Shape: state is one of STATES; host the slug of the organisation whose catalogue it is."""
    return edition(STATES[state].entries(host), 1)
