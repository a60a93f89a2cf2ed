"""The memory of the edge: finished answers, bounded in bytes."""

from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.types import Message

Key = tuple[str, bytes, bytes, bytes]  # path, query, server, origin
Headers = tuple[tuple[bytes, bytes], ...]
NEW_SHARE = 0.2  # of the memory, for what was asked for once
LARGEST_SHARE = 0.1  # of the memory, for one answer
_OVERHEAD_BYTES = 2_048  # of an answer with its headers, beside its bodies


@dataclass(frozen=True, slots=True)
class Packed:
    """An answer in one encoding, as messages to send. Shape: unchanged says 304."""

    tag: bytes
    start: Message
    body: Message
    unchanged: Message
    is_best: bool


@dataclass(slots=True)
class Answer:
    """Shape: version counts what it was made from, None where it never changes; until is a time of
    the event loop; digest is empty where it has no tag; packed is by the name of an encoding, ""
    for none."""

    version: int | None
    until: float
    status: int
    headers: Headers
    body: bytes
    digest: str
    is_packable: bool
    packed: dict[str, Packed] = field(default_factory=dict)

    def size(self) -> int:
        bodies = {id(each.body["body"]): len(each.body["body"]) for each in self.packed.values()}
        return _OVERHEAD_BYTES + sum({**bodies, id(self.body): len(self.body)}.values())


class Kept:
    """Answers in two lists, each in the order of use. A new one stands in the first, and leaves it
    soon; one that is asked for again moves to the second, where a flood of new ones does not reach
    it.

    Source: segmented LRU (Karedla, Love and Wherry, 1994)."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._new: OrderedDict[Key, tuple[Answer, int]] = OrderedDict()
        self._proven: OrderedDict[Key, tuple[Answer, int]] = OrderedDict()
        self._new_bytes = self._proven_bytes = 0

    def __len__(self) -> int:
        return len(self._new) + len(self._proven)

    @property
    def bytes(self) -> int:
        return self._new_bytes + self._proven_bytes

    def find(self, key: Key) -> Answer | None:
        """Somebody asks for it, and has it from now on among those that were asked for again."""
        held = self._proven.get(key)
        if held is not None:
            self._proven.move_to_end(key)
        elif held := self._new.pop(key, None):
            self._new_bytes -= held[1]
            self._prove(key, held)
        return held[0] if held else None

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer, in the place of an earlier one. One that would take the place of many is
        not kept."""
        size = answer.size() + len(key[0]) + sum(map(len, key[1:]))
        was_proven = key in self._proven
        self._drop(key)
        if size > self._most_bytes * LARGEST_SHARE:
            return
        if was_proven:
            self._prove(key, (answer, size))
        else:
            self._new[key] = answer, size
            self._new_bytes += size
        while self.bytes > self._most_bytes:
            _, held = self._new.popitem(last=False)
            self._new_bytes -= held[1]

    def weigh(self, key: Key, answer: Answer) -> None:
        """Its size has changed."""
        held = self._proven.get(key) or self._new.get(key)
        if held and held[0] is answer:
            self.put(key, answer)

    def _prove(self, key: Key, held: tuple[Answer, int]) -> None:
        """What is then least recently used goes back to the first list."""
        self._proven[key] = held
        self._proven_bytes += held[1]
        while self._proven_bytes > self._most_bytes * (1 - NEW_SHARE):
            other, least = self._proven.popitem(last=False)
            self._new[other] = least
            self._proven_bytes -= least[1]
            self._new_bytes += least[1]

    def _drop(self, key: Key) -> None:
        if held := self._new.pop(key, None):
            self._new_bytes -= held[1]
        if held := self._proven.pop(key, None):
            self._proven_bytes -= held[1]
