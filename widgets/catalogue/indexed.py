"""A list that is read again and again: which of its items have a value or hold a word is told by a
whole number with a bit for each item, the first item's highest."""

from bisect import insort
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain, islice
from operator import and_, or_
from typing import Any, Generic, Protocol, TypeVar, cast

from widgets.catalogue.edition import Edition, Haystack, folded
from widgets.catalogue.ties import keep_seats
from widgets.catalogue.values import Values
from widgets.catalogue.words import Words

Item = TypeVar("Item")
Made = TypeVar("Made")
Facets = Mapping[str, Callable[[Item], Iterable[str]]]
_PREPARED = 4
_FEW = 20  # of a list, one in so many
_MOST_WORDS = 64  # that are remembered
_MOST_RECALLED = 4_096


class Recall(Protocol):
    """What is always made alike of one list, by a key; made at most once, as long as there is room
    for it."""

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made: ...


class Wanted(Protocol):
    """What is asked of a list: words to search for, and for each facet the values of which one must
    hold, none for no filter."""

    @property
    def q(self) -> str: ...
    def wanted(self, facet: str) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Selection(Generic[Item]):
    """Shape: items in order, and the count of them; counts[facet][value] is how many items that
    value would show in place of the facet's own filter; anything[facet] how many without it;
    known[facet] every value that occurs in the list, whatever is filtered; total how many items
    there are of the criteria's status, whatever the other filters."""

    find: Callable[[], Iterator[Item]]
    tally: Callable[[], Mapping[str, Mapping[str, int]]]
    count: int
    anything: Mapping[str, int]
    known: Mapping[str, Set[str]]
    total: int
    recall: "Recall"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(self.find())

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        return self.tally()

    def page(self, page: int, per_page: int) -> tuple[Item, ...]:
        """One page, counted from 1; empty beyond the last."""
        return tuple(islice(self.find(), (page - 1) * per_page, page * per_page))


class Indexed(Generic[Item]):
    """Shape: searched says what a search looks through, order by its name what items are sorted
    by."""

    def __init__(
        self,
        items: Iterable[Item],
        facets: Facets[Item],
        searched: Callable[[Item], Haystack],
        order: Callable[[Any], Callable[[Item], Any]],
    ) -> None:
        self.items = tuple(items)
        self._facets = facets
        self._everything = (1 << len(self.items)) - 1
        self._haystacks = [searched(each) for each in self.items]
        self._order = order
        self.orders: dict[Hashable, list[int]] = {}
        self._words: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._recalled: dict[Hashable, Any] = {}

    @cached_property
    def _values(self) -> dict[str, Values]:
        return {facet: Values(map(of, self.items)) for facet, of in self._facets.items()}

    @cached_property
    def _names(self) -> Words:
        return Words(each.names for each in self._haystacks)

    @cached_property
    def _texts(self) -> Words:
        return Words(each.rest.decode() for each in self._haystacks)

    def __len__(self) -> int:
        return len(self.items)

    def narrowed(self, wanted: Wanted, order: Hashable) -> Selection[Item]:
        """Choose, count and order. A search puts those first whose names hold every word."""
        passing = {facet: self._passing(facet, wanted.wanted(facet)) for facet in self._values}
        sought = [self._holding(word) for word in folded(wanted.q).split()]
        holding = reduce(and_, (anywhere for anywhere, _ in sought), self._everything)
        others = {
            facet: reduce(and_, (bits for each, bits in passing.items() if each != facet), holding)
            for facet in passing
        }
        found = reduce(and_, passing.values(), holding)
        named = reduce(and_, (in_name for _, in_name in sought), found)
        return Selection(
            find=lambda: chain(self._in(named, order), self._in(found & ~named, order)),
            count=found.bit_count(),
            tally=lambda: {facet: of.counts(others[facet]) for facet, of in self._values.items()},
            anything={facet: bits.bit_count() for facet, bits in others.items()},
            known={facet: of.known for facet, of in self._values.items()},
            total=passing.get("status", self._everything).bit_count(),
            recall=self.recall,
        )

    def recall(self, key: Hashable, make: Callable[[], Made]) -> Made:
        if key in (recalled := self._recalled):
            return cast(Made, recalled[key])
        if len(recalled) >= _MOST_RECALLED:
            self._recalled = {}  # a new one: another thread may look something up
        made = self._recalled[key] = make()
        return made

    def ordered(self, order: Hashable) -> list[int]:
        """The numbers of all items in an order."""
        if order not in self.orders:
            key, items = self._order(order), self.items
            self.orders[order] = sorted(range(len(items)), key=lambda number: key(items[number]))
        return self.orders[order]

    def follow(self, before: "Indexed[Item]") -> None:
        """Take over what was prepared for the list before, where few of its items have changed."""
        if len(before.items) != len(self.items):
            return
        changed = [number for number, pair in enumerate(self._pairs(before)) if pair[0] != pair[1]]
        if len(changed) * _FEW > len(self.items):
            return
        self._values = {
            facet: before._values[facet].changed(
                (at, of(before.items[at]), of(self.items[at])) for at in changed
            )
            for facet, of in self._facets.items()
        }
        for name, numbers in [*before.orders.items()]:
            self.orders[name] = self._moved(name, numbers, changed)
        if "_texts" in vars(before):
            said = [(each, before._haystacks[each], self._haystacks[each]) for each in changed]
            self._names = before._names.changed((at, old.names, new.names) for at, old, new in said)
            self._texts = before._texts.changed(
                (at, old.rest.decode(), new.rest.decode()) for at, old, new in said
            )

    def _pairs(self, before: "Indexed[Item]") -> Iterator[tuple[Any, Any]]:
        old = zip(before.items, before._haystacks, strict=True)
        return zip(old, zip(self.items, self._haystacks, strict=True), strict=True)

    def _moved(self, order: Hashable, numbers: list[int], changed: list[int]) -> list[int]:
        """An order in which some have to find their places anew; of equals, the first one first."""
        key, gone = self._order(order), {*changed}
        left = [number for number in numbers if number not in gone]

        def place(number: int) -> tuple[Any, int]:
            return key(self.items[number]), number

        for number in changed:
            insort(left, number, key=place)
        return left

    def _passing(self, facet: str, values: Sequence[str]) -> int:
        of = self._values[facet]
        return reduce(or_, map(of.having, values), 0 if values else self._everything)

    def _holding(self, word: str) -> tuple[int, int]:
        """Those that hold a word anywhere, and in a name."""
        if (known := self._words.get(word)) is None:
            in_name = self._names.holding(word)
            known = self._words[word] = in_name | self._texts.holding(word), in_name
            if len(self._words) > _MOST_WORDS:
                self._words.popitem(last=False)
        return known

    def _in(self, chosen: int, order: Hashable) -> Iterator[Item]:
        if chosen:
            flags, items = f"{chosen:0{len(self.items)}b}", self.items
            yield from (items[number] for number in self.ordered(order) if flags[number] == "1")


def prepare(after: Edition, before: Edition) -> None:
    """Make the largest lists that were asked for of an edition for the next one too, so that nobody
    waits for them."""
    keep_seats(after, before)
    known = {key: each for key, each in [*before.lists.items()] if isinstance(each, Indexed)}
    for make, *of in sorted(known, key=lambda key: -len(known[key]))[:_PREPARED]:
        made: Indexed[Any] = after.listed(make, *of)
        made.follow(known[make, *of])
        for order in [*known[make, *of].orders]:
            made.ordered(order)
