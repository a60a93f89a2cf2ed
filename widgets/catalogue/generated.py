"""Catalogues made up in any size, to see what a server makes of them: the same numbers and the same
seed give the same entries, on every machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any, Literal

from widgets.catalogue import vocabulary
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

_LIKELY_ROLES = [*accumulate((1, 2, 6, 20, 60, 11))]  # in hundredths, in the order of ROLES
_UNEVEN = 0.6  # 0 gives networks as many members each, 1 most of them to the first
_FORMS: tuple[Literal["research", "programme"], ...] = ("research", "programme")
_TOPICS = tuple(vocabulary.TOPICS)
_CATEGORIES = tuple(vocabulary.CATEGORIES)


@dataclass(frozen=True)
class Size:
    """How many there are of each, exactly; the host is one of the organisations, and in as many
    networks as there are memberships for."""

    networks: int
    organisations: int
    memberships: int

    @property
    def most_memberships(self) -> int:
        return self.networks * self.organisations


def generated(size: Size, seed: int, host: str) -> Iterator[Entry]:
    """Shape: memberships are at most size.most_memberships."""
    chance = Random(seed)  # noqa: S311 - no secret
    for order, (slug, words) in enumerate(vocabulary.CATEGORIES.items(), start=1):
        yield Category(slug=slug, name=_in_each(words, Names), order=order)
    for slug, words in vocabulary.TOPICS.items():
        yield Topic(slug=slug, name=_in_each(words, Names))
    yield Organisation(slug=host, name=Names.model_validate("The Umbrella"), country="NL")
    for number in range(size.organisations - 1):
        yield Organisation(slug=_organisation(number), **_party(chance, number, 0.25))
    for number in range(size.networks):
        yield _network(chance, number)
    yield from _memberships(chance, size, host)
    for number in range(min(size.organisations - 1, size.networks // 10 + 1)):
        yield _collaboration(chance, number, size)


def _organisation(number: int) -> str:
    return f"organisation-{number}"


def _slug(number: int) -> str:
    return f"network-{number}"


def _in_each(words: Any, made: type[Texts]) -> Any:
    return made(dict(zip(vocabulary.LANGUAGES, words, strict=True)))


def _party(chance: Random, number: int, described: float) -> dict[str, Any]:
    """Shape: the fields that networks and organisations share; described is how often there is a
    text, of 1."""
    topics = tuple(dict.fromkeys(chance.choices(_TOPICS, k=int(chance.random() ** 2 * 5))))
    place, country = chance.choice(vocabulary.PLACES)
    name = _name(chance, topics, place, number)
    fields: dict[str, Any] = {"name": name, "topics": topics, **_years(chance, 0.5, 0.1)}
    if chance.random() < 0.9:
        fields["website"] = f"https://www.party-{number}.example/{'over-ons' * (number % 3)}"
    if chance.random() < 0.8:
        fields["country"] = country
    if chance.random() < 0.4:
        fields["city"] = Names.model_validate(place)
    if chance.random() < 0.2:
        capitals = "".join(chance.choices("ABCEFGIKLNORSTUÖŁΔЖ", k=chance.randint(2, 6)))
        fields["abbreviation"] = Names.model_validate(capitals)
    if chance.random() < 0.15:
        fields["aliases"] = tuple(_name(chance, topics, place, number))
    if chance.random() < described:
        fields["summary"] = _texts(chance, vocabulary.SUMMARIES, 1, topics, place)
    return fields


def _network(chance: Random, number: int) -> Network:
    fields = _party(chance, number, 0.95)
    if chance.random() < 0.4:
        sentences = chance.randint(2, 6)
        place = chance.choice(vocabulary.PLACES)[0]
        texts = _texts(chance, vocabulary.SENTENCES, sentences, fields["topics"], place)
        fields["description"] = texts
    if chance.random() < 0.8:
        fields["category"] = chance.choice(_CATEGORIES)
        fields["category_confirmed"] = chance.random() < 0.6
    if chance.random() < 0.9:
        fields["scope"] = chance.choice(SCOPES)
        area = {"national": fields.get("country"), "regional": "150"}
        fields["area"] = area.get(fields["scope"])
    if chance.random() < 0.2:
        fields["size"] = f"{chance.randint(3, 900)}{'+' * (number % 2)}"
        fields["size_year"] = str(chance.randint(2015, 2026))
    return Network(
        slug=_slug(number), sources=(f"https://www.party-{number}.example/leden",), **fields
    )


def _name(chance: Random, topics: tuple[str, ...], place: str, number: int) -> Names:
    """Mostly one proper name, whatever its language; sometimes one for each language."""
    topic = topics[0] if topics else chance.choice(_TOPICS)
    ending = f" {chance.choice(vocabulary.ENDINGS)}" if number % 4 == 0 else ""
    if chance.random() < 0.15:
        own = [form for language, form in vocabulary.NAMES if language in vocabulary.LANGUAGES]
        forms = [chance.choice(own) for _ in vocabulary.LANGUAGES]
        names = [
            form.format(topic=word, place=place)
            for form, word in zip(forms, vocabulary.TOPICS[topic], strict=True)
        ]
        return Names({"nl": names[0] + ending, "en": names[1] + ending, "ar": names[5]})
    language, form = chance.choice(vocabulary.NAMES)
    word = _said(language, vocabulary.TOPICS[topic])
    return Names.model_validate(form.format(topic=word, place=place) + ending)


def _texts(
    chance: Random, phrases: Any, sentences: int, topics: tuple[str, ...], place: str
) -> Texts:
    """Three times in four in every language, else in one or two."""
    topic = topics[0] if topics else chance.choice(_TOPICS)
    chosen = [chance.randrange(len(phrases["nl"])) for _ in range(sentences)]
    languages = vocabulary.LANGUAGES
    if chance.random() < 0.25:
        languages = languages[: chance.randint(1, 2)]
    return Texts(
        {
            language: "\n\n".join(phrases[language][each] for each in chosen).format(
                topic=_said(language, vocabulary.TOPICS[topic]), place=place
            )
            for language in languages
        }
    )


def _said(language: str, words: Any) -> str:
    known = vocabulary.LANGUAGES
    said: str = words[known.index(language) if language in known else known.index("en")]
    return said


def _years(chance: Random, known: float, ended: float) -> dict[str, Any]:
    """Shape: known and ended are how often there is a beginning and an end, of 1."""
    years: dict[str, Any] = {}
    if chance.random() < known:
        first = chance.randint(1950, 2018)
        years["since"] = chance.choice((f"{first}", f"{first}~", f"../{first}", f"{first}/2018"))
    if chance.random() < ended:
        last = chance.randint(2019, 2026)
        years.update(chance.choice(({"until": f"{last}"}, {"until": f"{last}~"}, {"ended": True})))
    return years


def _memberships(chance: Random, size: Size, host: str) -> Iterator[Membership]:
    hosted = min(size.networks, size.memberships)
    for number in range(hosted):
        yield _membership(chance, number, host, 0.1)
    for number, count in enumerate(_counts(size, size.memberships - hosted)):
        latest: Membership | None = None
        for other in chance.sample(range(size.organisations - 1), count):
            if latest and chance.random() < 0.04:  # the same member in a second role
                role = ROLES[ROLES.index(latest.role) - 1]
                yield latest.model_copy(update={"role": role})
                latest = None
                continue
            nested = (number + 1 + other) % size.networks
            is_nested = other < nested and nested != number and chance.random() < 0.02
            member = _slug(nested) if is_nested else _organisation(other)
            latest = _membership(chance, number, member, 0.15)
            yield latest


def _counts(size: Size, left: int) -> list[int]:
    """How many members each network has besides the host: the first have most."""
    weights = [(number + 1) ** -_UNEVEN for number in range(size.networks)]
    most, share = size.organisations - 1, left / sum(weights)
    counts = [min(most, int(weight * share)) for weight in weights]
    left -= sum(counts)
    while left > 0:
        for number, count in enumerate(counts):
            if left > 0 and count < most:
                counts[number] += 1
                left -= 1
    return counts


def _membership(chance: Random, network: int, member: str, ended: float) -> Membership:
    fields = _years(chance, 0.3, ended)
    if chance.random() < 0.2:
        fields["confirmed"] = str(chance.randint(2019, 2026))
    if chance.random() < 0.03:
        fields["note"] = Texts({"nl": chance.choice(vocabulary.NOTES)})
    [role] = chance.choices(ROLES, cum_weights=_LIKELY_ROLES)
    return Membership(network=_slug(network), member=member, role=role, **fields)


def _collaboration(chance: Random, number: int, size: Size) -> Collaboration:
    place, _ = chance.choice(vocabulary.PLACES)
    topic = chance.choice(_TOPICS)
    words = vocabulary.TOPICS[topic]
    title = Names({"nl": f"{words[0].capitalize()} in {place}", "en": f"{words[1]} in {place}"})
    report = Publication(title=title, url=f"https://www.party-{number}.example/r", year="2022")
    return Collaboration(
        slug=f"project-{number}",
        organisation=_organisation(number),
        form=chance.choice(_FORMS),
        title=title,
        network=_slug(chance.randrange(size.networks)) if number % 3 else None,
        topics=(topic,),
        publications=(report,) if number % 2 else (),
        **_years(chance, 0.8, 0.3),
    )
