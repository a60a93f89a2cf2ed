"""How roles, years and places are said. Every sentence is one whole message, so that a translator
can turn it around."""

from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue import years
from widgets.catalogue.records import EVERY_LANGUAGE, Lasting, Membership, Network, Party, Texts
from widgets.language.messages import direction, marked, territory


@dataclass(frozen=True)
class Wording:
    """A text and, where it differs from the widget's, its language and direction."""

    text: str
    lang: str = ""
    dir: str = ""


def worded(texts: Texts, language: str) -> Wording:
    real, text = texts.chosen(language)
    if real in {language, EVERY_LANGUAGE}:
        return Wording(text)
    return Wording(text, real, direction(real))


def short_name(party: Party, language: str) -> str:
    """What a sentence calls a party: its abbreviation where it has one."""
    return (party.abbreviation or party.name).chosen(language)[1]


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


def tie_sentence(messages: Messages, member: str, membership: Membership, network: Network) -> str:
    """What a member is, or was, in a network: "SOMO was a member until 2011"."""
    if not membership.has_ended and not network.has_ended:
        return messages.gettext(_TODAY[membership.role]) % {"member": member}
    until = membership.until or network.until
    if until is None or years.read(until).last is None:
        return messages.gettext(_ONCE[membership.role]) % {"member": member}
    said = {"member": member, "year": year(messages, until)}
    return messages.gettext(_ONCE_UNTIL[membership.role]) % said


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


def place(party: Party, language: str) -> str:
    """ "Amsterdam, Netherlands", or as much of it as is known."""
    country = territory(party.country, language) if party.country else ""
    city = party.city.chosen(language)[1] if party.city else ""
    return ", ".join(part for part in (city, country) if part)


def reach(messages: Messages, network: Network, language: str) -> str:
    """How far a network reaches: a country, a region or the world; nothing where unknown."""
    if network.area and network.scope != "global":
        return territory(network.area, language)
    return messages.gettext(SCOPE_NAMES[network.scope]) if network.scope else ""


def size(messages: Messages, network: Network, known_members: int) -> str:
    """The number of members: what the network itself says, else how many the catalogue knows, if
    that is more than one."""
    if network.size:
        count = int(network.size.rstrip("+"))
        said = messages.ngettext("%(count)s member", "%(count)s members", count)
        if network.size.endswith("+"):
            said = messages.ngettext(
                "more than %(count)s member", "more than %(count)s members", count
            )
        said %= {"count": count}
        return f"{said} ({year(messages, network.size_year)})" if network.size_year else said
    if known_members < 2:
        return ""
    said = messages.ngettext("%(count)s known member", "%(count)s known members", known_members)
    return said % {"count": known_members}
