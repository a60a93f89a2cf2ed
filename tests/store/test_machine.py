"""Whatever colleagues do, one after the other: the journal says what a simple model says."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import aiosqlite
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.store.model import Model, Refused
from tests.world import name, texts
from widgets.catalogue.edition import edition
from widgets.catalogue.proposals import proposal
from widgets.catalogue.records import TYPES, Entry, Key, Network, Organisation, Topic, key_of
from widgets.errors import Overtaken
from widgets.store.database import opened
from widgets.store.history import History
from widgets.store.journal import Journal, Saved, body_of
from widgets.store.ledger import Ledger
from widgets.store.published import Published
from widgets.store.undoing import Undoing

SLUGS = some.sampled_from(["a", "b"])
WORDS = some.sampled_from(["one", "two", "three"])
ENTRIES: some.SearchStrategy[Entry] = (
    some.builds(lambda slug, word: Topic(slug=slug, name=texts(en=word)), SLUGS, WORDS)
    | some.builds(lambda slug, word: Organisation(slug=slug, name=name(word)), SLUGS, WORDS)
    | some.builds(lambda slug, word: Network(slug=slug, name=name(word)), SLUGS, WORDS)
)
SEVERAL = some.lists(ENTRIES, min_size=1, max_size=4, unique_by=key_of)
KEYS = some.tuples(some.sampled_from(["topic", "organisation", "network"]), SLUGS)
BASES = some.sampled_from(["none", "right", "old"])


class Colleagues(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(mkdtemp())
        self.path = self.folder / "widgets.db"
        self.ledger, self.published = Ledger(self.path), Published(self.path)
        self.opening: Any = None

    def run(self, doing: Awaitable[Any]) -> Any:
        async def wait() -> Any:
            return await doing

        return self.loop.run_until_complete(wait())

    @initialize()
    def open(self) -> None:
        self.opening = opened(self.path)
        self.connection: aiosqlite.Connection = self.run(self.opening.__aenter__())
        self.journal, self.undoing = Journal(self.connection), Undoing(self.connection)

    def teardown(self) -> None:
        if self.opening:
            self.run(self.opening.__aexit__(None, None, None))
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()
        rmtree(self.folder)

    def both(self, doing: Awaitable[Any], expected: Callable[[Model], None]) -> None:
        """Where the model refuses the store does, and then neither has changed."""
        after, is_refused = self.model.copy(), False
        try:
            expected(after)
        except Refused:
            is_refused = True
        try:
            self.run(doing)
        except Overtaken:
            assert is_refused
        else:
            assert not is_refused
            self.model = after

    def base(self, key: Key, which: str) -> Mapping[Key, int]:
        """What somebody looked at: nothing, the newest, or the first that there was."""
        if which == "right":
            return {key: self.model.draft(key)}
        numbered = enumerate(self.model.revisions, 1)
        return {key: next((n for n, (k, _) in numbered if k == key), 0)} if which == "old" else {}

    @rule(entries=SEVERAL, which=BASES, published=some.integers(0, 4))
    def save(self, entries: list[Entry], which: str, published: int) -> None:
        bodies = {key_of(each): body_of(each) for each in entries}
        base = {key: n for each in bodies for key, n in self.base(each, which).items()}
        publish = [*bodies][:published]
        self.both(
            self.journal.save(entries, "ann", "", base=base, publish=publish),
            lambda model: model.save(bodies, base, publish),
        )

    @rule(entries=SEVERAL)
    def import_file(self, entries: list[Entry]) -> None:
        known = [each.record() for each in self.run(self.journal.newest())]
        chosen = proposal(known, entries).entries
        bodies = {key_of(each): body_of(each) for each in (*chosen, *entries)}
        self.both(self.journal.save(chosen, "bob", ""), lambda model: model.save(bodies, {}))

    @rule(key=KEYS, which=BASES)
    def take_away(self, key: Key, which: str) -> None:
        base = self.base(key, which)
        self.both(
            self.journal.take_away(*key, "ann", "", base=base.get(key)),
            lambda model: model.replace(key, None, base),
        )

    @rule(key=KEYS)
    def discard(self, key: Key) -> None:
        shown = self.model.body(self.model.shown(key))
        self.both(
            self.undoing.discard(*key, "ann", ""), lambda model: model.replace(key, shown, {})
        )

    @precondition(lambda self: self.model.revisions)
    @rule(data=some.data())
    def restore(self, data: some.DataObject) -> None:
        number = data.draw(some.integers(1, len(self.model.revisions)))
        key, body = self.model.revisions[number - 1]
        base = self.base(key, data.draw(BASES))
        self.both(
            self.undoing.restore(number, "ann", "", base=base.get(key)),
            lambda model: model.replace(key, body, base),
        )

    @precondition(lambda self: self.model.revisions)
    @rule(data=some.data())
    def publish(self, data: some.DataObject) -> None:
        """At times what somebody saw before it was changed again."""
        keys = data.draw(some.lists(some.sampled_from(sorted(self.model.known())), unique=True))
        which = data.draw(some.sampled_from(["right", "right", "old"]))
        chosen = [pair for key in keys for pair in self.base(key, which).items()]
        saved = [Saved(number, *key, self.model.body(number)) for key, number in chosen]
        self.both(self.journal.publish(saved, "ann", ""), lambda model: model.publish(chosen))

    @rule(key=KEYS)
    def withdraw(self, key: Key) -> None:
        self.both(self.undoing.withdraw(*key, "ann", ""), lambda model: model.withdraw(key))

    @precondition(lambda self: self.model.publications)
    @rule(data=some.data())
    def undo(self, data: some.DataObject) -> None:
        last = len(self.model.publications)
        number = data.draw(some.integers(1, last))
        also = data.draw(some.sets(some.sampled_from(sorted(self.model.publications[number - 1]))))
        seen = data.draw(some.none() | some.integers(number, last))
        self.both(
            self.undoing.undo(number, "bob", "", also=also, seen=seen),
            lambda model: model.undo(number, also, seen),
        )

    @rule(entry=ENTRIES)
    def crash(self, entry: Entry) -> None:
        """The connection is gone in the middle of a transaction."""

        async def begin() -> None:
            await self.connection.execute("BEGIN IMMEDIATE")
            saved = await self.journal.append(key_of(entry), body_of(entry), "ann", "")
            await self.journal.point([saved], "ann", "")
            await self.connection.close()

        if not self.model.published().keys() & {(each, entry.slug) for each in TYPES}:
            self.run(begin())
            self.open()

    @rule()
    def begin_anew(self) -> None:
        self.run(self.opening.__aexit__(None, None, None))
        self.ledger, self.published = Ledger(self.path), Published(self.path)
        self.open()

    @invariant()
    def drafts_and_what_is_published_are_as_the_model_says(self) -> None:
        if self.opening is None:
            return
        drafts = self.run(self.journal.newest())
        shown = self.run(self.journal.published())
        assert {each.key: each.body for each in drafts} == self.model.drafts()
        assert {each.key: each.revision for each in drafts} == {
            key: self.model.draft(key) for key in self.model.drafts()
        }
        assert {each.key: each.body for each in shown} == self.model.published()
        self.run(self.published.load())
        number = len(self.model.publications)
        assert self.published.edition == edition((each.record() for each in shown), number)

    @invariant()
    def no_slug_is_both_an_organisation_and_a_network(self) -> None:
        for held in (self.model.drafts(), self.model.published()):
            parties = [slug for type, slug in held if type != "topic"]
            assert len(parties) == len({*parties})

    @invariant()
    def the_ledger_marks_each_entry_as_the_model_says(self) -> None:
        if self.opening is None:
            return
        book = self.run(self.ledger.book())
        states = self.model.states()
        assert {key: mark.state for key, mark in book.marks.items()} == states
        assert book.waiting == sum(each != "published" for each in states.values())
        assert {key: body_of(each) for key, each in book.entries.items()} == self.model.drafts()

    @invariant()
    def the_history_tells_all_of_it(self) -> None:
        if self.opening is None:
            return
        history = History(self.connection)
        for key in self.model.known():
            told = [(each.revision, each.body) for each in self.run(history.of(*key))]
            numbered = enumerate(self.model.revisions, 1)
            assert told[::-1] == [(n, body) for n, (k, body) in numbered if k == key]
        assert {each.draft.key for each in self.run(history.waiting())} == {
            key for key, state in self.model.states().items() if state != "published"
        }
        for number, held in enumerate(self.model.publications, 1):
            steps = self.run(history.steps(number))
            assert {each.after.key: each.after.revision for each in steps} == held


def test_whatever_colleagues_do_the_journal_says_what_a_simple_model_says() -> None:
    run_state_machine_as_test(
        Colleagues,
        settings=settings(max_examples=10, stateful_step_count=12, deadline=None),
    )
