"""How roles, years and places are said. Every sentence is one whole message, so that a translator
can turn it around."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue import years
from widgets.catalogue.records import EVERY_LANGUAGE, Lasting, Membership, Network, Party, Texts
from widgets.language.messages import (
    direction,
    marked,
    number,
    territory,
    written_direction,
)


@dataclass(frozen=True)
class Wording:
    """A text and, where it differs from the widget's, its language and direction."""

    text: str
    lang: str = ""
    dir: str = ""


Phrase = tuple[Wording, ...]  # one thing said, of which parts may be in another language


def worded(texts: Texts, language: str) -> Wording:
    real, text = texts.chosen(language)
    if real == language:
        return Wording(text)
    if real == EVERY_LANGUAGE:
        return proper(text, language)
    return Wording(text, real, direction(real))


def proper(name: str, language: str) -> Wording:
    """A proper name, the same in each language, but not always written in the same direction."""
    return (
        Wording(name, dir=written_direction(name)) if _is_foreign(name, language) else Wording(name)
    )


def isolated(name: str, language: str) -> str:
    """A name for a sentence that is one string: where it is written the other way it stands between
    U+2068 and U+2069, so that neither rearranges the other. Elsewhere nothing is added, since
    whoever searches or copies the text would have it too."""
    return f"\u2068{name}\u2069" if _is_foreign(name, language) else name


def _is_foreign(name: str, language: str) -> bool:
    return written_direction(name) not in {"", direction(language)}


def just(text: str) -> Phrase:
    """What is said in the widget's own language, or nothing."""
    return (Wording(text),) if text else ()


def phrase(message: str, **places: Wording | str) -> Phrase:
    """A translated message whose places are filled with texts that may be in another language."""
    parts = re.split(r"%\((\w+)\)s", message)
    filled = (places[part] if at % 2 else part for at, part in enumerate(parts))
    worded_parts = (part if isinstance(part, Wording) else Wording(part) for part in filled)
    return tuple(part for part in worded_parts if part.text)


def plain(phrase: Phrase) -> str:
    return "".join(part.text for part in phrase)


def enumeration(messages: Messages, phrases: Iterable[Phrase]) -> Phrase:
    """Several things behind one another: "Amsterdam, Netherlands"."""
    between, listed = just(messages.gettext(", ")), Phrase()
    for each in phrases:
        listed += between + each if listed and each else each
    return listed


def short_wording(party: Party, language: str) -> Wording:
    """What a sentence calls a party: its abbreviation where it has one."""
    return worded(party.abbreviation or party.name, language)


def short_name(party: Party, language: str) -> str:
    """The same, for a sentence that is one string."""
    return isolated(short_wording(party, language).text, language)


ROLE_NAMES = {
    "coordinator": marked("Coordinator"),
    "initiator": marked("Initiator"),
    "board": marked("On the board"),
    "active": marked("Active participant"),
    "member": marked("Member"),
    "partner": marked("Partner"),
}
FORMER_ROLE_NAMES = {
    "coordinator": marked("Former coordinator"),
    "initiator": marked("Former initiator"),
    "board": marked("Formerly on the board"),
    "active": marked("Formerly an active participant"),
    "member": marked("Former member"),
    "partner": marked("Former partner"),
}
RELATION_NAMES = {
    "coordinates": marked("Coordinated"),
    "participates": marked("Joined"),
}
SCOPE_NAMES = {
    "national": marked("National"),
    "regional": marked("Regional"),
    "global": marked("Worldwide"),
}
STATUS_NAMES = {
    "active": marked("Current"),
    "ended": marked("Ended"),
    "all": marked("Current and ended"),
}
SORT_NAMES = {
    "role": marked("Strongest role first"),
    "name": marked("By name"),
    "since": marked("Oldest first"),
}

_IN_TODAY = {
    "coordinator": marked("Coordinates %(networks)s"),
    "initiator": marked("Initiator of %(networks)s"),
    "board": marked("On the board of %(networks)s"),
    "active": marked("Active in %(networks)s"),
    "member": marked("Member of %(networks)s"),
    "partner": marked("Partner in %(networks)s"),
}
_IN_ONCE = {
    "coordinator": marked("Coordinated %(networks)s"),
    "initiator": marked("Was an initiator of %(networks)s"),
    "board": marked("Was on the board of %(networks)s"),
    "active": marked("Was active in %(networks)s"),
    "member": marked("Was a member of %(networks)s"),
    "partner": marked("Was a partner in %(networks)s"),
}
_TODAY = {
    "coordinator": marked("Coordinated by %(member)s"),
    "initiator": marked("%(member)s is an initiator"),
    "board": marked("%(member)s is on the board"),
    "active": marked("%(member)s takes an active part"),
    "member": marked("%(member)s is a member"),
    "partner": marked("%(member)s is a partner"),
}
_ONCE = {
    "coordinator": marked("Was coordinated by %(member)s"),
    "initiator": marked("%(member)s was an initiator"),
    "board": marked("%(member)s was on the board"),
    "active": marked("%(member)s took an active part"),
    "member": marked("%(member)s was a member"),
    "partner": marked("%(member)s was a partner"),
}
_ONCE_UNTIL = {
    "coordinator": marked("Was coordinated by %(member)s until %(year)s"),
    "initiator": marked("%(member)s was an initiator until %(year)s"),
    "board": marked("%(member)s was on the board until %(year)s"),
    "active": marked("%(member)s took an active part until %(year)s"),
    "member": marked("%(member)s was a member until %(year)s"),
    "partner": marked("%(member)s was a partner until %(year)s"),
}


def tie_phrase(messages: Messages, member: Wording, membership: Membership) -> Phrase:
    """What a member is, or was, in a network: "SOMO was a member until 2011".

    Shape: membership has its end."""
    message, until = _tie(messages, membership)
    return phrase(message, member=member, year=until)


def tie_sentence(messages: Messages, member: str, membership: Membership) -> str:
    """The same as one string.

    Shape: member is a short_name."""
    message, until = _tie(messages, membership)
    return message % {"member": member, "year": until}


def _tie(messages: Messages, membership: Membership) -> tuple[str, str]:
    if not membership.has_ended:
        return messages.gettext(_TODAY[membership.role]), ""
    until = membership.until
    if until is None or years.read(until).last is None:
        return messages.gettext(_ONCE[membership.role]), ""
    return messages.gettext(_ONCE_UNTIL[membership.role]), year(messages, until)


def around_networks(messages: Messages, role: str, has_ended: bool) -> tuple[str, str]:
    """Shape: what stands before and after the names of networks in which someone has a role."""
    said = messages.gettext((_IN_ONCE if has_ended else _IN_TODAY)[role])
    before, _, after = said.partition("%(networks)s")
    return before, after


def lasting(messages: Messages, record: Lasting) -> str:
    """From when to when: "since about 2007", "2011–2015", "until 2011", or nothing."""
    began = years.read(record.since) if record.since else None
    if record.until and record.since and began and began.first:
        return f"{year(messages, record.since)}–{year(messages, record.until)}"
    if record.until:
        return messages.gettext("until %(year)s") % {"year": year(messages, record.until)}
    if record.since is None:
        return messages.gettext("ended") if record.ended else ""
    if began and began.first is None:
        return messages.gettext("since %(year)s or earlier") % {"year": began.last}
    return messages.gettext("since %(year)s") % {"year": year(messages, record.since)}


def confirmed(messages: Messages, membership: Membership) -> str:
    """How old the knowledge of a membership is, where that is known."""
    if not membership.confirmed:
        return ""
    return messages.gettext("as of %(year)s") % {"year": year(messages, membership.confirmed)}


def year(messages: Messages, text: str) -> str:
    known = years.read(text)
    ends = [str(year) for year in (known.first, known.last) if year]
    said = ends[0] if known.is_single else "–".join(ends)
    return messages.gettext("about %(year)s") % {"year": said} if known.approximate else said


def place(messages: Messages, party: Party, language: str) -> Phrase:
    """ "Amsterdam, Netherlands", or as much of it as is known."""
    city = (worded(party.city, language),) if party.city else ()
    country = just(territory(party.country, language)) if party.country else ()
    return enumeration(messages, (city, country))


def reach(messages: Messages, network: Network, language: str) -> str:
    """How far a network reaches: a country, a region or the world; nothing where unknown."""
    if network.area and network.scope != "global":
        return territory(network.area, language)
    return messages.gettext(SCOPE_NAMES[network.scope]) if network.scope else ""


def size(messages: Messages, network: Network, known_members: int, language: str) -> str:
    """The number of members: what the network itself says, else how many the catalogue knows, if
    that is more than one."""
    if network.size:
        count = int(network.size.rstrip("+"))
        said = messages.ngettext("%(count)s member", "%(count)s members", count)
        if network.size.endswith("+"):
            said = messages.ngettext(
                "more than %(count)s member", "more than %(count)s members", count
            )
        said %= {"count": number(count, language)}
        return f"{said} ({year(messages, network.size_year)})" if network.size_year else said
    if known_members < 2:
        return ""
    said = messages.ngettext("%(count)s known member", "%(count)s known members", known_members)
    return said % {"count": number(known_members, language)}
