"""The category filter on its own, steering a list of networks elsewhere on the same page."""

from dataclasses import dataclass

from widgets.catalogue.edition import Edition
from widgets.kinds.cards import Frame, NetworksOptions, frame, subject
from widgets.kinds.facets import Chip, front_facet
from widgets.kinds.heights import EDGES_PX
from widgets.kinds.networks import networks_of, title
from widgets.kinds.options import ON_OFF, Choice, carried, option
from widgets.kinds.site import Site
from widgets.language.messages import marked, messages


@dataclass(frozen=True, kw_only=True)
class FiltersOptions(NetworksOptions):
    """Takes the options of the list that it steers, whose own filters it stands in for."""

    filters: str = option(ON_OFF, "off")
    steers: str = option(
        Choice({"next": marked("The next one below it"), "previous": marked("The one above it")}),
        "next",
        label=marked("The list that it steers"),
    )

    @property
    def of_list(self) -> NetworksOptions:
        return carried(self, NetworksOptions)


@dataclass(frozen=True)
class Steer:
    """Shape: chip leads to this filter itself, list is the fragment that the steered list shows."""

    chip: Chip
    list: str


@dataclass(frozen=True)
class Filters:
    frame: Frame
    label: str
    steers: str
    chips: tuple[Steer, ...]


def filters(edition: Edition, options: FiltersOptions, site: Site) -> Filters:
    """Raises: NotPublished for an organisation or a category that the edition lacks."""
    party = subject(edition, site, options)
    own = front_facet(networks_of(edition, options, site, "filters"), "category")
    steered = front_facet(networks_of(edition, options.of_list, site), "category")
    said = messages(options.lang)
    label = said.gettext("%(list)s by category") % {"list": title(said, party, options.lang)}
    return Filters(
        frame=frame(site, "filters", options, label),
        label=own.label,
        steers=options.steers,
        chips=tuple(
            Steer(chip, there.way.fragment)
            for chip, there in zip(own.chips, steered.chips, strict=True)
        ),
    )


def filters_px(drawn: Filters, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    return EDGES_PX + 36
