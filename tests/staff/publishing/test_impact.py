"""Which widgets and badges show an entry."""

from typing import Any

import pytest

from tests.world import WORLD, name, texts
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Entry, key_of
from widgets.kinds.queries import pairs_of
from widgets.kinds.site import Site
from widgets.staff.publishing import impact as impacts
from widgets.staff.publishing.impact import Impact, impact

SITE = Site("https://widgets.test", "umbrella", "widget.css")
BEFORE = edition(WORLD, 1)


def entry(type: str, slug: str) -> Entry:
    found = BEFORE.entry(type, slug)
    assert found
    return found


def seen(after: Edition, *keys: tuple[str, str], before: Edition = BEFORE) -> set[tuple[str, str]]:
    """Shape: (address, verb)."""
    found = impact(before, after, keys, SITE, "en")
    return {(f"{each.kind} {_named(each.options)}".strip(), each.verb) for each in found.widgets}


def _named(options: Any) -> str:
    of = {"network", "member", "organisation"}
    return " ".join(value for name, value in pairs_of(options) if name in of)


def changed(type: str, slug: str, **fields: Any) -> Edition:
    new = entry(type, slug).model_copy(update=fields)
    return edition((new if each.slug == slug else each for each in WORLD), 2)


def without(type: str, slug: str) -> Edition:
    return edition((each for each in WORLD if key_of(each) != (type, slug)), 2)


def test_every_entry_of_the_world_is_found_by_its_type_and_slug() -> None:
    assert all(BEFORE.entry(*key_of(each)) == each for each in WORLD)
    assert BEFORE.entry("topic", "nowhere") is None


def test_a_network_that_goes_away_takes_its_cards_and_badges_with_it() -> None:
    assert seen(without("network", "ended"), ("network", "ended")) == {
        ("networks", "changed"),
        ("network ended", "removed"),
        ("members ended", "removed"),
        ("badge ended umbrella", "removed"),
    }


def test_a_new_network_appears() -> None:
    found = seen(BEFORE, ("network", "ended"), before=without("network", "ended"))
    assert ("badge ended umbrella", "added") in found
    assert ("networks", "changed") in found


def test_what_no_widget_shows_changes_none() -> None:
    after = changed("network", "full", sources=("https://a.example",))
    assert seen(after, ("network", "full")) == set()


def test_a_text_in_one_language_is_seen_in_that_language() -> None:
    words = {"nl": "Alleen in het Nederlands.", "en": "Fights tax avoidance in Europe."}
    after = changed("network", "full", summary=texts(**words))
    found = impact(BEFORE, after, [("network", "full")], SITE, "en")
    assert {each.kind for each in found.widgets} >= {"networks", "network"}
    assert {each.options.lang for each in found.widgets} == {"nl"}


def test_a_membership_that_ends_is_seen_where_it_is_shown() -> None:
    slug = "full/suedwind/member"
    found = seen(changed("membership", slug, until="2020"), ("membership", slug))
    assert {("badge full suedwind", "changed"), ("members full", "changed")} <= found
    assert ("badge full umbrella", "changed") not in found


def test_an_organisation_is_seen_in_its_networks_badges_and_among_partners() -> None:
    found = seen(
        changed("organisation", "suedwind", name=name("Nord")), ("organisation", "suedwind")
    )
    assert {
        ("members full", "changed"),
        ("network full", "changed"),
        ("badge full suedwind", "changed"),
        ("partners", "changed"),
    } <= found


def test_a_category_a_topic_and_a_collaboration_are_seen_in_lists() -> None:
    assert seen(changed("category", "thematic", name=name("T")), ("category", "thematic")) == {
        ("networks", "changed"),
        ("filters", "changed"),
        ("network full", "changed"),
    }
    found = seen(changed("topic", "tax", name=name("T")), ("topic", "tax"))
    assert {("networks", "changed"), ("network full", "changed")} <= found
    tie = "umbrella-suedwind"
    assert seen(changed("collaboration", tie, title=name("T")), ("collaboration", tie)) == {
        ("partners", "changed"),
        ("partners suedwind", "changed"),
    }


def test_of_several_entries_a_widget_is_told_once() -> None:
    keys = [("network", "full"), ("network", "bare")]
    after = edition(
        (each.model_copy(update={"name": name("X")}) if key_of(each) in keys else each)
        for each in WORLD
    )
    found = impact(BEFORE, after, keys, SITE, "en")
    assert len(found.widgets) == len({each.options for each in found.widgets})
    assert found.more == 0


def test_what_is_not_looked_at_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impacts, "MOST", 3)
    found: Impact = impact(BEFORE, without("network", "full"), [("network", "full")], SITE, "en")
    assert len(found.widgets) <= 3
    assert found.more > 5
