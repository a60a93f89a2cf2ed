"""Any history of saving, publishing, undoing and reopening, against a few lists."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.store.worlds import topic
from widgets.catalogue.records import Key
from widgets.errors import Overtaken
from widgets.store.database import opened
from widgets.store.history import History
from widgets.store.journal import Journal, Saved
from widgets.store.undoing import Undoing

SLUGS = some.sampled_from(["tax", "water", "cocoa"])
NAMES = some.sampled_from(["one", "two"])
CHANGES = some.lists(some.tuples(SLUGS, NAMES), max_size=4, unique_by=lambda change: change[0])
NUMBERS = some.integers(0, 12)


def named(saved: list[Saved]) -> dict[str, str]:
    return {each.slug: next(iter(each.record().name)) for each in saved}  # type: ignore[union-attr]


def key(slug: str) -> Key:
    return "topic", slug


class Histories(RuleBasedStateMachine):
    """Shape: texts are of all revisions by slug, publications which of those each points at."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.Runner()
        self.texts: dict[str, list[str | None]] = {}
        self.publications: list[dict[str, int]] = []

    @initialize()
    def open(self) -> None:
        self.opened = opened(Path(self.folder.name) / "widgets.db")
        connection = self.loop.run(self.opened.__aenter__())
        self.journal, self.undoing = Journal(connection), Undoing(connection)
        self.history = History(connection)

    @rule()
    def reopen(self) -> None:
        self.loop.run(self.opened.__aexit__(None, None, None))
        self.open()

    @rule(changes=CHANGES)
    def save(self, changes: list[tuple[str, str]]) -> None:
        entries = [topic(slug, name) for slug, name in changes]
        appended = self.loop.run(self.journal.save(entries, "test", ""))
        differing = {slug: name for slug, name in changes if self.draft(slug) != name}
        assert named(appended) == differing
        for slug, name in differing.items():
            self.append(slug, name)

    @rule(slug=SLUGS, name=NAMES, back=some.integers(0, 3))
    def save_on_top_of(self, slug: str, name: str, back: int) -> None:
        """Refused where somebody else has said something new meanwhile."""
        told = self.loop.run(self.history.of(*key(slug)))
        number = told[min(back, len(told) - 1)].revision if told else 0
        looked_at = self.texts[slug][max(-1 - back, -len(told))] if told else None
        saving = self.journal.save([topic(slug, name)], "test", "", base={key(slug): number})
        try:
            appended = self.loop.run(saving)
        except Overtaken:
            assert looked_at != self.draft(slug) != name
        else:
            assert looked_at == self.draft(slug) or name == self.draft(slug)
            assert bool(appended) == (name != self.draft(slug))
            if appended:
                self.append(slug, name)

    @rule(slug=SLUGS)
    def take_away(self, slug: str) -> None:
        gone = self.loop.run(self.journal.take_away(*key(slug), "test", ""))
        assert (gone is None) == (self.draft(slug) is None)
        if gone:
            self.append(slug, None)

    @rule(chosen=some.sets(SLUGS))
    def publish(self, chosen: set[str]) -> None:
        waiting = self.loop.run(self.history.waiting())
        saved: list[Saved] = [each.draft for each in waiting if each.draft.slug in chosen]
        self.loop.run(self.journal.publish(saved, "test", ""))
        self.point({each.slug: len(self.texts[each.slug]) - 1 for each in saved})

    @rule(slug=SLUGS)
    def withdraw(self, slug: str) -> None:
        was_shown = self.shown(slug) is not None
        self.loop.run(self.undoing.withdraw(*key(slug), "test", ""))
        if self.draft(slug) is not None:
            self.append(slug, None)
        self.point({slug: len(self.texts[slug]) - 1} if was_shown else {})

    @rule(slug=SLUGS)
    def discard(self, slug: str) -> None:
        self.loop.run(self.undoing.discard(*key(slug), "test", ""))
        if self.draft(slug) != self.shown(slug):
            self.append(slug, self.shown(slug))

    @rule(slug=SLUGS, number=NUMBERS)
    def restore(self, slug: str, number: int) -> None:
        told = self.loop.run(self.history.of(*key(slug)))[::-1]
        if number < len(told):
            self.loop.run(self.undoing.restore(told[number].revision, "test", ""))
            if self.texts[slug][number] != self.draft(slug):
                self.append(slug, self.texts[slug][number])

    @rule(number=NUMBERS, also=some.sets(SLUGS))
    def undo(self, number: int, also: set[str]) -> None:
        self.loop.run(self.undoing.undo(number + 1, "test", "", also=[*map(key, also)]))
        if number >= len(self.publications):
            return
        back = {}
        for slug, pointed in self.publications[number].items():
            is_last = not any(slug in later for later in self.publications[number + 1 :])
            before = self.pointed(slug, self.publications[:number])
            target = None if before is None else self.texts[slug][before]
            if (is_last or slug in also) and target != self.shown(slug):
                back[slug] = self.behind(slug, pointed, before if target else None)
        self.point(back)

    def behind(self, slug: str, pointed: int, before: int | None) -> int:
        """What is appended to one entry by an undo. Shape: what the undo points at."""
        texts = self.texts[slug]
        if before is not None:
            if pointed == len(texts) - 1 and texts[pointed] is None:
                texts.append(texts[pointed - 1] or texts[before])
            return before
        if texts[-1] is not None:
            texts += [None, texts[-1]]
            return len(texts) - 2
        return len(texts) - 1

    def append(self, slug: str, text: str | None) -> None:
        self.texts.setdefault(slug, []).append(text)

    def point(self, pointed: dict[str, int]) -> None:
        if pointed:
            self.publications.append(pointed)

    def draft(self, slug: str) -> str | None:
        return self.texts.get(slug, [None])[-1]

    def shown(self, slug: str) -> str | None:
        pointed = self.pointed(slug, self.publications)
        return None if pointed is None else self.texts[slug][pointed]

    def pointed(self, slug: str, publications: list[dict[str, int]]) -> int | None:
        return next((each[slug] for each in reversed(publications) if slug in each), None)

    @invariant()
    def journal_agrees(self) -> None:
        drafts = {slug: self.draft(slug) for slug in self.texts if self.draft(slug)}
        shown = {slug: self.shown(slug) for slug in self.texts if self.shown(slug)}
        assert named(self.loop.run(self.journal.newest())) == drafts
        assert named(self.loop.run(self.journal.published())) == shown
        assert self.loop.run(self.journal.publication()) == len(self.publications)
        assert self.loop.run(self.journal.is_new()) == (not self.texts)
        waiting = {each.draft.slug for each in self.loop.run(self.history.waiting())}
        assert waiting == {slug for slug in self.texts if self.draft(slug) != self.shown(slug)}
        assert [each.number for each in self.loop.run(self.history.publications())] == [
            *range(len(self.publications), 0, -1)
        ]

    def teardown(self) -> None:
        self.loop.run(self.opened.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()


class_settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_every_history_is_kept = Histories.TestCase
test_every_history_is_kept.settings = class_settings
