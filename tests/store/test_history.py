"""Any history of saving, publishing and reopening, against two dictionaries."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.store.worlds import topic
from widgets.store.database import opened
from widgets.store.journal import Journal, Saved

SLUGS = some.sampled_from(["tax", "water", "cocoa"])
NAMES = some.sampled_from(["one", "two"])
CHANGES = some.lists(some.tuples(SLUGS, NAMES), max_size=4, unique_by=lambda change: change[0])


def named(saved: list[Saved]) -> dict[str, str]:
    return {each.slug: next(iter(each.record().name)) for each in saved}  # type: ignore[union-attr]


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.Runner()
        self.drafts: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.publications = 0

    @initialize()
    def open(self) -> None:
        self.opened = opened(Path(self.folder.name) / "widgets.db")
        self.journal = Journal(self.loop.run(self.opened.__aenter__()))

    @rule()
    def reopen(self) -> None:
        self.loop.run(self.opened.__aexit__(None, None, None))
        self.open()

    @rule(changes=CHANGES)
    def save(self, changes: list[tuple[str, str]]) -> None:
        entries = [topic(slug, name) for slug, name in changes]
        appended = self.loop.run(self.journal.save(entries, "test", ""))
        differing = {slug: name for slug, name in changes if self.drafts.get(slug) != name}
        assert named(appended) == differing
        self.drafts |= differing

    @rule(chosen=some.sets(SLUGS))
    def publish(self, chosen: set[str]) -> None:
        newest = self.loop.run(self.journal.newest())
        saved = [each for each in newest if each.slug in chosen]
        self.publications += bool(saved)
        assert self.loop.run(self.journal.publish(saved, "test", "")) == self.publications
        self.shown |= named(saved)

    @invariant()
    def journal_agrees(self) -> None:
        assert named(self.loop.run(self.journal.newest())) == self.drafts
        assert named(self.loop.run(self.journal.published())) == self.shown
        assert self.loop.run(self.journal.publication()) == self.publications
        assert self.loop.run(self.journal.is_new()) == (not self.drafts)

    def teardown(self) -> None:
        self.loop.run(self.opened.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()


class_settings = settings(
    max_examples=15,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_every_history_is_kept = Histories.TestCase
test_every_history_is_kept.settings = class_settings
