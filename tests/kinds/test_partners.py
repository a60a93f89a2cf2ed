from typing import Any

import pytest

from tests.world import name, texts
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Collaboration, Entry, Membership, Network, Organisation
from widgets.errors import NotPublished
from widgets.kinds.partners import PartnerCard, Partners, PartnersOptions, Shared, partners
from widgets.kinds.site import Site
from widgets.kinds.wording import Wording, plain

SITE = Site("https://widgets.test", "umbrella", "widget-00000000.css")


def shown(world: Edition, **options: Any) -> Partners:
    return partners(world, PartnersOptions(**options), SITE)


def card(world: Edition, slug: str, **options: Any) -> PartnerCard:
    (found,) = (each for each in shown(world, **options).cards if each.party.slug == slug)
    return found


def joined(*pairs: str) -> list[Entry]:
    """Memberships, such as "a/n" or "b/n/board/ended"."""
    made: list[Entry] = []
    for pair in pairs:
        member, network, role, state, *_ = [*pair.split("/"), "", ""]
        made.append(
            Membership.model_validate(
                {
                    "network": network,
                    "member": member,
                    "role": role or "member",
                    "ended": state == "ended",
                }
            )
        )
    return made


def test_a_partner_tells_of_projects_networks_and_publications(world: Edition) -> None:
    found = card(world, "suedwind", lang="nl")
    (project,) = found.projects
    assert (project.title, project.years) == (Wording("A programme", "en", "ltr"), "2013–2015")
    assert found.shared == (Shared("Lid van ", (Wording("FN"),), ""),)
    (publication,) = found.publications
    assert (publication.title.text, publication.years) == ("Een rapport", "2014")
    assert [plain(fact) for fact in found.party.facts] == ["belasting"]


def test_only_organisations_are_partners(world: Edition) -> None:
    found = shown(world, status="all", filters="off")
    assert [each.party.slug for each in found.cards] == ["suedwind", "hostile"]


def test_who_was_once_in_the_same_network_is_told_so(world: Edition) -> None:
    found = card(world, "hostile", lang="en", status="ended")
    assert found.shared == (Shared("Was a partner in ", (Wording("FN"),), ""),)
    assert found.party.has_ended


def test_a_direct_collaboration_comes_before_a_network_in_common() -> None:
    entries = [
        *(Organisation(slug=slug, name=name(slug.upper())) for slug in ("umbrella", "a", "z")),
        Network(slug="n", name=name("N")),
        *joined("umbrella/n", "a/n"),
        Collaboration(slug="c", organisation="z", form="research", title=texts(en="Z's")),
    ]
    found = shown(edition(entries), lang="en")
    assert [each.party.slug for each in found.cards] == ["z", "a"]
    assert [each.party.hue for each in found.cards] == [1, 0]


def test_networks_are_told_by_role_strongest_first_and_only_those_of_today() -> None:
    entries = [
        *(Organisation(slug=slug, name=name(slug)) for slug in ("umbrella", "a")),
        *(Network(slug=slug, name=name(slug)) for slug in ("n", "o", "p", "q", "left")),
        *joined("umbrella/n", "umbrella/o", "umbrella/p", "umbrella/left//ended"),
        *joined("a/n", "a/o/coordinator", "a/p", "a/q", "a/left"),
    ]
    (found,) = shown(edition(entries), lang="en").cards
    assert [(each.before, [name.text for name in each.networks]) for each in found.shared] == [
        ("Coordinates ", ["o"]),
        ("Member of ", ["n", "p"]),
    ]


def test_another_organisation_works_with_the_host(world: Edition) -> None:
    found = card(world, "umbrella", organisation="suedwind", lang="en")
    assert [each.title.text for each in found.projects] == ["A programme"]
    assert found.shared[0].before == "On the board of "
    assert shown(world, organisation="suedwind", lang="en").frame.label == "Partners of Südwind"


def test_partners_are_filtered_by_network_topic_and_words_of_a_project(world: Edition) -> None:
    for options in ({"network": ("full",)}, {"topic": ("tax",)}, {"q": "programme rapport"}):
        assert [each.party.slug for each in shown(world, **options).cards] == ["suedwind"]
    assert shown(world, network=("bare",), lang="en").empty


def test_the_filters_fold_away_and_are_named(world: Edition) -> None:
    found = shown(world, lang="en", status="all")
    assert found.facets == ()
    assert [facet.label for facet in found.more] == ["Network", "Topic", "Status"]
    assert [chip.label.text for chip in found.more[0].chips] == ["FN"]
    assert found.count == "2 partners, page 1 of 2"


@pytest.mark.parametrize(
    "options", [{"organisation": "nobody"}, {"network": ("hidden",)}, {"network": ("nope",)}]
)
def test_an_unknown_slug_is_not_published(world: Edition, options: dict[str, Any]) -> None:
    with pytest.raises(NotPublished):
        shown(world, **options)
