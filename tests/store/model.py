"""What the journal promises, in plain lists and dictionaries, to compare it with."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from widgets.catalogue.records import Key
from widgets.store.journal import twin
from widgets.store.ledger import DRAFT, GONE, PUBLISHED, WAITING

PARTIES = ("organisation", "network")
Body = str | None


class Refused(Exception):
    """Somebody was faster, or a slug is taken; nothing has happened."""


@dataclass
class Model:
    """Shape: revisions in the order of their numbers, from 1; each publication is by entry the
    number of a revision, from 1."""

    revisions: list[tuple[Key, Body]] = field(default_factory=list)
    publications: list[dict[Key, int]] = field(default_factory=list)

    def copy(self) -> "Model":
        return deepcopy(self)

    def body(self, revision: int) -> Body:
        return self.revisions[revision - 1][1] if revision else None

    def draft(self, key: Key) -> int:
        """The number of the newest revision, 0 for none."""
        return max((n for n, (k, _) in enumerate(self.revisions, 1) if k == key), default=0)

    def shown(self, key: Key, before: int | None = None) -> int:
        """The revision that is published, or was before a publication."""
        past = self.publications[: None if before is None else before - 1]
        return next((each[key] for each in reversed(past) if key in each), 0)

    def known(self) -> set[Key]:
        return {key for key, _ in self.revisions}

    def drafts(self) -> dict[Key, str]:
        found = {key: self.body(self.draft(key)) for key in self.known()}
        return {key: body for key, body in found.items() if body is not None}

    def published(self) -> dict[Key, str]:
        found = {key: self.body(self.shown(key)) for key in self.known()}
        return {key: body for key, body in found.items() if body is not None}

    def states(self) -> dict[Key, str]:
        drafts, shown = self.drafts(), self.published()
        return {
            key: GONE
            if key not in drafts
            else DRAFT
            if key not in shown
            else (PUBLISHED if drafts[key] == shown[key] else WAITING)
            for key in drafts.keys() | shown.keys()
        }

    def save(
        self, bodies: Mapping[Key, Body], base: Mapping[Key, int], publish: Collection[Key] = ()
    ) -> None:
        self._may_write(bodies, base)
        for key, body in bodies.items():
            if not self.draft(key) or self.body(self.draft(key)) != body:
                self.revisions.append((key, body))
        self._point({key: self.draft(key) for key in publish})

    def replace(self, key: Key, body: Body, base: Mapping[Key, int]) -> None:
        self._may_write({key: body}, base)
        if self.body(self.draft(key)) != body:
            self.revisions.append((key, body))

    def publish(self, chosen: Sequence[tuple[Key, int]]) -> None:
        if any(self.body(number) != self.body(self.draft(key)) for key, number in chosen):
            raise Refused
        self._point(dict(chosen))

    def withdraw(self, key: Key) -> None:
        was_shown = self.body(self.shown(key)) is not None
        if self.body(self.draft(key)) is not None:
            self.revisions.append((key, None))
        if was_shown:
            self._point({key: self.draft(key)})

    def undo(self, number: int, also: Collection[Key], seen: int | None) -> None:
        steps = self.publications[number - 1]
        last = {
            key: max(n for n, each in enumerate(self.publications, 1) if key in each)
            for key in steps
        }
        if seen is not None and any(each > seen for each in last.values()):
            raise Refused
        drafts = {key: self.draft(key) for key in {*steps, *map(twin, steps)}}
        back = {}
        for key in sorted(steps):
            before = self.shown(key, before=number)
            is_meant = last[key] == number or key in also
            if is_meant and self.body(before) != self.body(self.shown(key)):
                back[key] = self._back(key, before, steps[key], drafts)
        self._point(back)

    def _back(self, key: Key, before: int, after: int, drafts: Mapping[Key, int]) -> int:
        draft = drafts[key]
        text = self.body(draft)
        if self.body(before) is not None:
            if draft == after and text is None and self.body(drafts[twin(key)]) is None:
                older = [body for k, body in self.revisions[: after - 1] if k == key]
                self.revisions.append((key, older[-1] or self.body(before)))
            return before
        if text is None:
            return draft
        self.revisions += [(key, None), (key, text)]
        return len(self.revisions) - 1

    def _point(self, chosen: Mapping[Key, int]) -> None:
        moved = {k: n for k, n in chosen.items() if self.body(n) != self.body(self.shown(k))}
        for key, number in moved.items():
            if key[0] in PARTIES and self.body(number) is not None:
                other = moved.get(twin(key), self.shown(twin(key)))
                if self.body(other) is not None:
                    raise Refused
        if moved:
            self.publications.append(moved)

    def _may_write(self, bodies: Mapping[Key, Body], base: Mapping[Key, int]) -> None:
        for key, body in bodies.items():
            there = self.body(self.draft(key))
            if key in base and there not in {body, self.body(base[key])}:
                raise Refused
            is_new = key[0] in PARTIES and body is not None and there is None
            other = bodies.get(twin(key), self.body(self.draft(twin(key))))
            if is_new and other is not None:
                raise Refused
