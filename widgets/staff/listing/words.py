"""How an entry is called in a list, and what matters about it in one line."""

from collections import Counter
from collections.abc import Iterator
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import (
    Category,
    Collaboration,
    Entry,
    Membership,
    Names,
    Network,
    Organisation,
    Topic,
)
from widgets.kinds import wording
from widgets.kinds.wording import Phrase, Wording, just, phrase, proper, worded
from widgets.language.messages import marked, messages, number
from widgets.staff.editing.choices import FORM_NAMES
from widgets.staff.listing.lines import names_of

_MEMBER_IN = marked("%(member)s in %(network)s")


def title(edition: Edition, record: Entry, lang: str) -> Phrase:
    """The name; of a membership "SOMO in Clean Clothes Campaign"."""
    names = [_named(name, lang) for name in names_of(edition, record)]
    if len(names) == 1:
        return (names[0],)
    return phrase(messages(lang).gettext(_MEMBER_IN), member=names[0], network=names[1])


def facts(edition: Edition, record: Entry, lang: str, uses: Counter[str]) -> tuple[Phrase, ...]:
    """Shape: uses is how many networks have a category or a topic, by its slug."""
    return tuple(each for each in _facts(edition, record, lang, uses) if each)


def uses(edition: Edition, type: str) -> Counter[str]:
    """How many networks have each category, or each topic."""
    networks = edition.networks.values()
    if type == "category":
        return Counter(each.category for each in networks if each.category)
    return Counter(slug for each in networks for slug in each.topics)


def _facts(edition: Edition, record: Entry, lang: str, uses: Counter[str]) -> Iterator[Phrase]:
    said = messages(lang)
    match record:
        case Network():
            yield from _of_network(edition, said, record, lang)
        case Organisation():
            yield wording.place(said, record, lang)
            joined = {each.network for each in edition.joined.get(record.slug, ())}
            yield just(_networks(said, len(joined), lang))
        case Membership():
            yield just(said.gettext(wording.ROLE_NAMES[record.role]))
            yield just(wording.lasting(said, record))
            yield just(wording.confirmed(said, record))
        case Collaboration():
            party = edition.party(record.organisation)
            yield (_named(party.name if party else record.organisation, lang),)
            yield just(said.gettext(FORM_NAMES[record.form]))
            yield just(wording.lasting(said, record))
        case Category() | Topic():
            yield just(_networks(said, uses[record.slug], lang))


def _of_network(edition: Edition, said: Messages, network: Network, lang: str) -> Iterator[Phrase]:
    category = edition.categories.get(network.category or "")
    if category:
        yield (worded(category.name, lang),)
    yield just(wording.reach(said, network, lang))
    yield just(wording.lasting(said, network))
    members = {each.member for each in edition.members.get(network.slug, ())}
    yield just(wording.size(said, network, len(members), lang))


def _networks(said: Messages, count: int, lang: str) -> str:
    words = said.ngettext("in %(count)s network", "in %(count)s networks", count)
    return words % {"count": number(count, lang)} if count else ""


def _named(name: Names | str, lang: str) -> Wording:
    """Shape: a slug where the entry is not there."""
    return proper(name, lang) if isinstance(name, str) else worded(name, lang)
