"""The kinds by name. A new kind is a module (options and view), a template, and a line here."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from typing import Any

from widgets.catalogue.edition import Edition
from widgets.errors import NotPublished
from widgets.kinds.badge import BadgeOptions, badge, badge_px
from widgets.kinds.cards import NetworkOptions, NetworksOptions
from widgets.kinds.filters import FiltersOptions, filters, filters_px
from widgets.kinds.members import MembersOptions, members, members_px
from widgets.kinds.network import network, network_px
from widgets.kinds.networks import networks, networks_px
from widgets.kinds.options import Options, carried, specified
from widgets.kinds.partners import PartnersOptions, partners, partners_px
from widgets.kinds.site import Site
from widgets.language.messages import marked


@dataclass(frozen=True)
class Kind:
    """Shape: view turns (edition, options, site) into the context of fragments/{name}.html, and
    height_px that context and the width of a frame into a height; title and purpose are messages;
    steers names the kind that a page shows beside this one; is_pictured where there is
    an image of it as well."""

    name: str
    title: str
    purpose: str
    options: type[Options]
    view: Callable[[Edition, Any, Site], Any]
    height_px: Callable[[Any, int], int]
    steers: str = ""
    is_pictured: bool = False

    @property
    def is_of_one_network(self) -> bool:
        """Whether it needs to be told which network it shows."""
        network = specified(self.options).get("network")
        return network is not None and network.default is MISSING

    def steered(self, options: Options) -> "tuple[Kind, Options] | None":
        """The list that a page shows beside this kind, with its options."""
        if not self.steers:
            return None
        beside = KINDS[self.steers]
        return beside, carried(options, beside.options)


KINDS: Mapping[str, Kind] = {
    each.name: each
    for each in (
        Kind(
            "networks",
            marked("Networks"),
            marked("Cards of every network, with filters, search and paging."),
            NetworksOptions,
            networks,
            networks_px,
        ),
        Kind(
            "network",
            marked("One network"),
            marked("Everything known of one network, with its members by role."),
            NetworkOptions,
            network,
            network_px,
        ),
        Kind(
            "filters",
            marked("Category filter"),
            marked("The filter on its own, for a list of networks elsewhere on your page."),
            FiltersOptions,
            filters,
            filters_px,
            steers="networks",
        ),
        Kind(
            "badge",
            marked("Membership badge"),
            marked("Says what one organisation is in one network, and says so when it ends."),
            BadgeOptions,
            badge,
            badge_px,
            is_pictured=True,
        ),
        Kind(
            "members",
            marked("Members of a network"),
            marked("The members of one network, with filters by role and country, and search."),
            MembersOptions,
            members,
            members_px,
        ),
        Kind(
            "partners",
            marked("Partners"),
            marked("Everyone you work with, directly or through a network, and what came of it."),
            PartnersOptions,
            partners,
            partners_px,
        ),
    )
}


def kind(name: str) -> Kind:
    """Raises: NotPublished for a name that no kind has."""
    if name not in KINDS:
        raise NotPublished("kind", name)
    return KINDS[name]
