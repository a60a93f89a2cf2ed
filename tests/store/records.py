"""Any catalogue that can be imported: generated records whose references hold."""

from typing import Any
from unicodedata import category

from hypothesis import strategies as some

from widgets.catalogue.records import (
    ROLES,
    SCOPES,
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

PARTIES = ("a", "b-2", "cc", "d4")


def is_seen(text: str) -> bool:
    """Nothing at its ends that is taken off, and something that has a shape."""
    return text.strip() == text and any(category(each) not in UNSEEN for each in text)


UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
WORDS = some.text(
    some.characters(codec="utf-8", exclude_categories=["Cc"])
    | some.sampled_from("\"'\\\n\r\t#[]={}\u2028"),
    min_size=1,
    max_size=12,
).filter(is_seen)
LINES = some.text(
    some.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12
).filter(is_seen)
NAMES = some.dictionaries(some.sampled_from(["nl", "en", "mul", "pt-BR"]), LINES, min_size=1).map(
    Names
)
TEXTS = some.dictionaries(
    some.sampled_from(["nl", "en", "mul", "pt-BR"]), WORDS, min_size=1, max_size=3
).map(Texts)
YEARS = some.sampled_from(["2003", "2007~", "../2017", "2011/2015", "2019/.."])
LATER = some.sampled_from(["2020", "2021~", "2020/2022"])
ADDRESSES = some.sampled_from(["https://a.example", "http://b.example:80/?a=1&b=%22#c"])
TOPICS = some.lists(some.sampled_from(["tax", "water"]), max_size=2, unique=True).map(tuple)


def maybe(strategy: Any) -> Any:
    return some.none() | strategy


LASTING: dict[str, Any] = {
    "since": maybe(YEARS),
    "until": maybe(LATER),
    "ended": some.booleans(),
}
PARTY: dict[str, Any] = {
    **LASTING,
    "name": NAMES,
    "aliases": some.lists(LINES, max_size=2).map(tuple),
    "abbreviation": maybe(NAMES),
    "website": maybe(ADDRESSES),
    "country": maybe(some.just("NL")),
    "city": maybe(NAMES),
    "topics": TOPICS,
    "summary": maybe(TEXTS),
    "description": maybe(TEXTS),
    "sources": some.lists(ADDRESSES, max_size=2).map(tuple),
}


@some.composite
def catalogues(draw: some.DrawFn) -> tuple[Entry, ...]:
    entries: list[Entry] = [
        Topic(slug="tax", name=draw(NAMES)),
        Topic(slug="water", name=draw(NAMES)),
        Category(slug="c", name=draw(NAMES), order=draw(some.integers(-(2**63), 2**63))),
    ]
    networks = draw(some.sets(some.sampled_from(PARTIES), min_size=1, max_size=3))
    for slug in PARTIES:
        fields = draw(some.fixed_dictionaries(PARTY))
        if slug not in networks:
            entries.append(Organisation(slug=slug, **fields))
            continue
        own = some.fixed_dictionaries(
            {
                "scope": maybe(some.sampled_from(SCOPES)),
                "area": maybe(some.sampled_from(["150", "NL"])),
                "category": maybe(some.just("c")),
                "category_confirmed": some.booleans(),
                "size": maybe(some.just("140+")),
            }
        )
        entries.append(Network(slug=slug, **fields, **draw(own)))
    pairs = [(one, other) for one in sorted(networks) for other in PARTIES if one != other]
    for network, member in draw(some.lists(some.sampled_from(pairs), max_size=3, unique=True)):
        entries.append(
            Membership(
                network=network,
                member=member,
                role=draw(some.sampled_from(ROLES)),
                note=draw(maybe(TEXTS)),
                **draw(some.fixed_dictionaries(LASTING)),
            )
        )
    organisations = [slug for slug in PARTIES if slug not in networks]
    entries.append(
        Collaboration(
            slug="tie",
            organisation=draw(some.sampled_from(organisations)),
            network=draw(maybe(some.sampled_from(sorted(networks)))),
            form="research",
            title=draw(NAMES),
            topics=draw(TOPICS),
            publications=(Publication(title=draw(NAMES), url=draw(ADDRESSES)),),
        )
    )
    return tuple(entries)
