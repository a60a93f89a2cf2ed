"""What is published as one document says nothing of drafts."""

from tests.world import WORLD, name, texts
from widgets.catalogue.documents import document, entries, schema
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Collaboration, Network, Organisation, Topic


def test_an_edition_gives_back_every_entry_that_it_was_made_of(world: Edition) -> None:
    published = [each for each in WORLD if "hidden" not in each.slug.split("/")]
    assert document(entries(world)) == document(published)


def test_an_entry_does_not_name_what_is_not_published() -> None:
    shown = edition(
        [
            Topic(slug="tax", name=texts(en="tax")),
            Network(slug="n", name=name("N"), topics=("secret", "tax"), category="secret"),
            Organisation(slug="o", name=name("O"), topics=("secret",)),
            Collaboration(
                slug="c",
                organisation="o",
                form="research",
                title=name("C"),
                network="secret",
                topics=("secret",),
            ),
        ]
    )
    made = document(entries(shown))
    assert "secret" not in str(made)
    assert made["network"] == [{"slug": "n", "name": {"mul": "N"}, "topics": ["tax"]}]
    assert made["collaboration"][0]["organisation"] == "o"


def test_lists_and_entries_stand_in_one_order() -> None:
    assert document(WORLD) == document(reversed(WORLD))
    assert list(document(WORLD)) == [
        "category",
        "topic",
        "organisation",
        "network",
        "membership",
        "collaboration",
    ]


def test_the_schema_speaks_to_people_outside() -> None:
    described = schema("https://widgets.test/data/schema.json")
    said = [each["description"] for each in (described, *described["$defs"].values())]
    assert all(said)
    assert not [each for each in said if "Shape:" in each or "\n" in each]
