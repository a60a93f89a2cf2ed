"""Linked data: what a page says of organisations and networks, in the words of schema.org. Only
what is certain is said: years that are known exactly, memberships that hold or ended in such a
year."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from widgets.catalogue import years
from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Membership, Party
from widgets.catalogue.ties import with_end
from widgets.kinds.options import Options
from widgets.kinds.site import Site
from widgets.kinds.wording import ROLE_NAMES
from widgets.language.messages import messages

LONGEST = 60  # as many memberships as a page of cards can hold
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/(wiki|entity)/Q[0-9]+")

Node = dict[str, Any]


def linked_data(edition: Edition, options: Options, site: Site) -> Node | None:
    """The network that a page is about with its members, or else the organisation with its
    networks; one membership where the options name a member of the network.

    Shape: a JSON-LD object, or None where the edition lacks its subject."""
    slug, lang = options.one_network, options.lang
    member = getattr(options, "member", None)
    subject = edition.networks.get(slug) if slug else edition.party(site.subject(options))
    if subject is None:
        return None
    relation, held = "memberOf", edition.joined.get(subject.slug, ())
    if slug:
        relation, held = "member", edition.members.get(slug, ())
    if member is not None:
        wanted = member or site.subject(options)
        held = tuple(each for each in held if each.member == wanted)
    told = list(_memberships(edition, site, held, relation, lang))
    node = {"@context": "https://schema.org", **_organisation(edition, subject, site, lang)}
    return node | _said({relation: told})


def _organisation(edition: Edition, party: Party, site: Site, lang: str) -> Node:
    names = [*party.name, *(party.abbreviation or ()), *party.aliases]
    name = party.name.chosen(lang)[1]
    topics = [edition.topics[slug] for slug in party.topics if slug in edition.topics]
    place = {
        "@type": "PostalAddress",
        "addressLocality": party.city.chosen(lang)[1] if party.city else None,
        "addressCountry": party.country,
    }
    return _said(
        {
            "@type": "Organization",
            "@id": _address(edition, party, site),
            "name": name,
            "alternateName": [each for each in dict.fromkeys(names) if each != name],
            "url": party.website,
            "logo": site.logo(party.logo.digest, "@2x") if party.logo else None,
            "sameAs": [each for each in party.sources if _WIKIDATA.fullmatch(each)],
            "description": party.summary.chosen(lang)[1] if party.summary else None,
            "foundingDate": _exact(party.since),
            "dissolutionDate": _exact(party.until),
            "address": _said(place) if party.country or party.city else None,
            "knowsAbout": [each.name.chosen(lang)[1] for each in topics],
        }
    )


def _memberships(
    edition: Edition, site: Site, held: Iterable[Membership], relation: str, lang: str
) -> Iterator[Node]:
    """Shape: relation is "member" or "memberOf": which end of each membership is told."""
    ending = (with_end(each, edition.networks[each.network]) for each in held)
    certain = filter(_is_certain, ending)
    for each in islice(certain, LONGEST):
        other = edition.party(each.member if relation == "member" else each.network)
        if other is None:
            continue
        yield _said(
            {
                "@type": "OrganizationRole",
                "roleName": messages(lang).gettext(ROLE_NAMES[each.role]),
                "startDate": _exact(each.since),
                "endDate": _exact(each.until),
                relation: _said(
                    {
                        "@type": "Organization",
                        "@id": _address(edition, other, site),
                        "name": other.name.chosen(lang)[1],
                        "url": other.website,
                    }
                ),
            }
        )


def _address(edition: Edition, party: Party, site: Site) -> str:
    """What a party is known by here: the same in each language."""
    if party.slug in edition.networks:
        return f"{site.base}/embed/network?network={party.slug}"
    return f"{site.base}/embed/networks?organisation={party.slug}"


def _is_certain(membership: Membership) -> bool:
    """Whether a membership holds, or is known to have ended in a year. Without that year it would
    read as if it held today."""
    return not membership.has_ended or _exact(membership.until) is not None


def _exact(text: str | None) -> str | None:
    """A year that is neither about nor between: schema.org knows no others."""
    known = years.read(text) if text else None
    return f"{known.first:04}" if known and known.is_single and not known.approximate else None


def _said(node: Node) -> Node:
    return {key: value for key, value in node.items() if value}
