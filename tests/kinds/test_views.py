from typing import Any

import pytest

from tests.world import name
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Network
from widgets.errors import NotPublished
from widgets.kinds.badge import Badge, BadgeOptions, badge
from widgets.kinds.cards import Card, NetworkOptions, NetworksOptions
from widgets.kinds.filters import FiltersOptions, filters
from widgets.kinds.network import FullNetwork, network
from widgets.kinds.networks import Networks, networks
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site
from widgets.kinds.wording import Phrase, Wording, lasting, plain, size
from widgets.language.messages import messages

SITE = Site("https://widgets.test", "umbrella", "widget-00000000.css")


def listed(world: Edition, **options: Any) -> Networks:
    return networks(world, NetworksOptions(**options), SITE)


def card(world: Edition, slug: str, **options: Any) -> Card:
    if options.get("status"):  # without the filters, a page has room for whatever the status shows
        options["filters"] = "off"
    (found,) = (each for each in listed(world, **options).cards if each.slug == slug)
    return found


def full(world: Edition, slug: str, **options: Any) -> FullNetwork:
    return network(world, NetworkOptions(network=slug, **options), SITE)


def badge_of(world: Edition, slug: str, member: str = "", **options: Any) -> Badge:
    return badge(world, BadgeOptions(network=slug, member=member, **options), SITE)


def told(phrases: tuple[Phrase, ...]) -> tuple[str, ...]:
    return tuple(plain(phrase) for phrase in phrases)


def test_a_card_with_only_a_name_has_no_holes(world: Edition) -> None:
    bare = card(world, "bare")
    assert (bare.monogram, bare.hue, bare.facts, bare.topics) == ("BA", 0, (), ())
    assert bare.summary is None
    assert bare.link is None


def test_a_full_card_says_all_that_is_known(world: Edition) -> None:
    found = card(world, "full", lang="nl")
    assert found.name.text == "Vol Netwerk"
    assert plain(found.tie) == "UMB zit in het bestuur"
    assert told(found.facts) == ("Thematisch", "Europa", "sinds circa 2007", "meer dan 140 leden")
    assert [topic.text for topic in found.topics] == ["belasting", "water"]
    assert found.link
    assert (found.link.href, found.link.address) == (
        "https://www.full.example/about",
        "full.example/about",
    )


def test_a_text_in_another_language_says_which(world: Edition) -> None:
    assert card(world, "full", lang="nl").topics[1] == Wording("water", "en", "ltr")
    left = card(world, "left", lang="en", status="all")
    assert left.summary == Wording("Alleen Nederlands.", "nl", "ltr")


@pytest.mark.parametrize(
    ("slug", "lang", "tie"),
    [
        ("bare", "en", "Coordinated by UMB"),
        ("left", "en", "UMB was an initiator until 2019"),
        ("ended", "nl", "UMB was lid tot 2011"),
        ("hostile-network", "nl", "UMB neemt actief deel"),
    ],
)
def test_a_tie_is_said_in_words(world: Edition, slug: str, lang: str, tie: str) -> None:
    assert plain(card(world, slug, lang=lang, status="all").tie) == tie


def test_the_count_is_one_sentence_with_the_right_plural(world: Edition) -> None:
    assert listed(world, lang="en").count == "3 networks"
    assert listed(world, lang="nl", category=("thematic",)).count == "1 van 3 netwerken"
    assert listed(world, lang="en", per_page=2, page=2).count == "3 networks, page 2 of 2"


def test_each_filter_that_is_on_can_be_taken_off_alone(world: Edition) -> None:
    shown = listed(world, lang="en", category=("thematic",), role=("board", "member"), q="tax")
    assert [tag.label.text for tag in shown.tags] == ["Thematic", "On the board", "Member", "“tax”"]
    assert "role=member" in shown.tags[1].way.page
    assert "role=board" not in shown.tags[1].way.page
    assert "q=" not in shown.tags[3].way.page
    assert shown.everything
    assert shown.everything.page == "https://widgets.test/embed/networks?lang=en"


def test_a_filter_starts_at_the_first_page_again(world: Edition) -> None:
    shown = listed(world, per_page=1, page=2)
    assert not [chip for facet in shown.facets for chip in facet.chips if "&page=" in chip.way.page]


def test_an_empty_list_names_the_filter_that_excludes_most(world: Edition) -> None:
    shown = listed(world, category=("research",), q="umbrellas")
    assert shown.empty
    assert shown.empty.remedy is None
    shown = listed(world, lang="en", category=("research",), scope=("regional",))
    assert shown.empty
    assert shown.empty.remedy
    assert (shown.empty.remedy.label.text, shown.empty.remedy_count) == ("Research", 1)


def test_a_page_beyond_the_last_is_the_last(world: Edition) -> None:
    shown = listed(world, lang="en", page=9, per_page=2)
    assert shown.count == "3 networks, page 2 of 2"
    assert len(shown.cards) == 1
    assert shown.pager
    assert shown.pager.later is None


def test_filters_that_a_snippet_fixed_are_not_a_visitors_to_take_off(world: Edition) -> None:
    shown = listed(world, lang="en", filters="off", category=("research",), q="tax")
    assert [tag.label.text for tag in shown.tags] == ["“tax”"]
    assert shown.empty
    assert shown.empty.everything
    assert "category=research" in shown.empty.everything.page
    assert "q=" not in shown.empty.everything.page


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2003", None, "since 2003"),
        ("2007~", None, "since about 2007"),
        ("../2017", None, "since 2017 or earlier"),
        ("2011/2015", None, "since 2011–2015"),
        ("2011", "2015", "2011–2015"),
        ("2007~", "2011", "about 2007–2011"),
        ("2002", "2011~", "2002–about 2011"),
        ("../2001", "2011", "until 2011"),
        (None, "2011", "until 2011"),
        (None, None, ""),
    ],
)
def test_years_are_said_as_precisely_as_they_are_known(
    since: str | None, until: str | None, said: str
) -> None:
    record = Network(slug="a", name=name("A"), since=since, until=until)
    assert lasting(messages("en"), record) == said


def test_a_size_says_of_when_it_is() -> None:
    record = Network(slug="a", name=name("A"), size="250+", size_year="2013")
    assert size(messages("nl"), record, 3, "nl") == "meer dan 250 leden (2013)"


def test_a_category_without_networks_stays_visible(world: Edition) -> None:
    chips = {chip.label.text: chip.count for chip in listed(world, lang="en").facets[0].chips}
    assert chips == {"All": 3, "Sectoral": 1, "Thematic": 1, "Research": 0}


@pytest.mark.parametrize(
    ("options", "type"),
    [({"organisation": "nobody"}, "organisation"), ({"category": ("nope",)}, "category")],
)
def test_an_unknown_slug_is_not_published(
    world: Edition, options: dict[str, Any], type: str
) -> None:
    with pytest.raises(NotPublished) as refused:
        listed(world, **options)
    assert refused.value.type == type


def test_a_topic_that_no_network_has_is_an_empty_list(world: Edition) -> None:
    assert listed(world, topic=("gardening",)).empty


def test_a_card_within_the_frame_leads_back_to_the_same_list(world: Edition) -> None:
    options: dict[str, Any] = {"links": "inside", "category": ("thematic",), "theme": "dark"}
    link = card(world, "full", **options).link
    assert link
    assert not link.opens_tab
    assert link.href == (
        "https://widgets.test/embed/network"
        "?lang=nl&theme=dark&category=thematic&links=inside&network=full"
    )
    back = full(world, "full", **options).back
    assert back
    assert back.page == (
        "https://widgets.test/embed/networks?lang=nl&theme=dark&category=thematic&links=inside"
    )


def test_a_full_network_shows_every_role_and_who_was_once_involved(world: Edition) -> None:
    found = full(world, "full", lang="nl")
    assert told(found.ties) == ("UMB zit in het bestuur", "UMB is lid")
    assert [(group.label, len(group.members)) for group in found.groups] == [
        ("Bestuur en stuurgroep", 1),
        ("Leden", 3),
        ("Voorheen betrokken", 1),
    ]
    names = [member.name.text for member in found.groups[1].members]
    assert names == ["Bare", "Südwind", "The Umbrella"]
    assert told(found.groups[1].members[1].facts) == ("stand 2019",)
    assert told(found.groups[2].members[0].facts) == ("Partner", "tot 2015")


def test_a_full_network_tells_of_joint_projects(world: Edition) -> None:
    (project,) = full(world, "full", lang="nl").projects
    assert (project.title.text, project.title.lang, project.years) == (
        "A programme",
        "en",
        "2013–2015",
    )
    assert [partner.text for partner in project.partners] == ["Südwind"]


def test_a_full_network_lists_what_it_takes_part_in(world: Edition) -> None:
    facts = {fact.label: plain(fact.value) for fact in full(world, "bare", lang="en").facts}
    assert facts["Takes part in"] == "Full Network"


@pytest.mark.parametrize(
    ("slug", "member", "role", "years", "has_ended"),
    [
        ("bare", "", "Coordinator", "", False),
        ("full", "suedwind", "Member", "", False),
        ("full", "hostile", "Former partner", "since 2015", True),
        ("ended", "", "Former member", "since 2011", True),
        ("full", "bare", "Member", "", False),
    ],
)
def test_a_badge_is_worded_by_role_and_says_former_once_ended(
    world: Edition, slug: str, member: str, role: str, years: str, has_ended: bool
) -> None:
    found = badge_of(world, slug, member, lang="en")
    assert (found.role, found.years, found.has_ended) == (role, years, has_ended)


@pytest.mark.parametrize(
    ("slug", "member", "type"),
    [
        ("nope", "", "network"),
        ("full", "nobody", "organisation"),
        ("bare", "suedwind", "membership"),
        ("hidden", "", "network"),
    ],
)
def test_a_badge_of_nothing_is_not_published(
    world: Edition, slug: str, member: str, type: str
) -> None:
    with pytest.raises(NotPublished) as refused:
        badge_of(world, slug, member)
    assert refused.value.type == type


def test_a_filter_steers_a_list_with_its_own_options(world: Edition) -> None:
    options = FiltersOptions(lang="en", relation=("participates",), theme="dark")
    shown = filters(world, options, SITE)
    (thematic,) = (each for each in shown.chips if each.chip.label.text == "Thematic")
    assert thematic.list == (
        "https://widgets.test/fragments/networks"
        "?lang=en&theme=dark&filters=off&relation=participates&category=thematic"
    )
    assert thematic.chip.way.page == (
        "https://widgets.test/embed/filters"
        "?lang=en&theme=dark&relation=participates&category=thematic"
    )


def test_an_empty_catalogue_shows_no_organisation() -> None:
    for each in KINDS.values():
        extra: dict[str, Any] = (
            {"network": "full"} if "network" in each.options.__dataclass_fields__ else {}
        )
        with pytest.raises(NotPublished):
            each.view(edition([]), each.options(**extra), SITE)
