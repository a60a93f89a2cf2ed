from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Membership
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site

SITE = Site("https://widgets.test", "umbrella", "widget-00000000.css")


class Asked(dict[str, tuple[Membership, ...]]):
    """Memberships that remember whose were asked for."""

    def __init__(self, known: Mapping[str, tuple[Membership, ...]]) -> None:
        super().__init__(known)
        self.slugs: list[str] = []

    def get(self, slug: str, default: Any = None) -> Any:
        self.slugs.append(slug)
        return super().get(slug, default)


@pytest.mark.parametrize(
    ("kind", "needed"), [("networks", {}), ("members", {"network": "full"}), ("partners", {})]
)
def test_a_list_gathers_its_items_once_whatever_it_counts(
    world: Edition, kind: str, needed: dict[str, Any]
) -> None:
    members, joined = Asked(world.members), Asked(world.joined)
    chosen: Any = KINDS[kind]
    options = chosen.options(q="zzz", status="ended", **needed)
    chosen.view(replace(world, members=members, joined=joined), options, SITE)
    assert members.slugs.count("full") == 1
    assert joined.slugs.count("umbrella") == (kind != "members")
