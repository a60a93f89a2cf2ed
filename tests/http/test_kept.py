"""The memory of the edge: bounded, and what is asked for most stays."""

from math import inf

from hypothesis import given
from hypothesis import strategies as some

from widgets.http.kept import LARGEST_SHARE, Answer, Kept, Key

MOST_BYTES = 400_000


def key(name: object) -> Key:
    return f"/{name}", b"", b"", b""


def answer(size: int = 1_000) -> Answer:
    return Answer(None, inf, 200, (), b"x" * size, "", is_packable=False)


def test_a_flood_of_distinct_questions_does_not_push_out_what_is_asked_for_again() -> None:
    kept = Kept(MOST_BYTES)
    front = answer()
    kept.put(key("front"), front)
    assert kept.find(key("front")) is front
    for number in range(5_000):
        kept.put(key(number), answer())
        assert kept.bytes <= MOST_BYTES
    assert kept.find(key("front")) is front
    assert kept.find(key(0)) is None
    assert kept.find(key(4_999))


def test_of_what_was_asked_for_once_the_oldest_goes_first() -> None:
    kept = Kept(10 * 4_000)
    for number in range(20):
        kept.put(key(number), answer(1_900))
    found = [number for number in range(20) if kept.find(key(number))]
    assert found == list(range(10, 20))


def test_an_answer_that_would_take_the_place_of_many_is_not_kept() -> None:
    kept = Kept(MOST_BYTES)
    kept.put(key("small"), answer())
    kept.put(key("small"), answer(int(MOST_BYTES * LARGEST_SHARE)))
    assert kept.find(key("small")) is None
    assert kept.bytes == 0


def test_the_newest_answer_to_a_question_counts_and_keeps_its_place() -> None:
    kept = Kept(MOST_BYTES)
    kept.put(key("a"), answer(1_000))
    kept.find(key("a"))
    newer = answer(3_000)
    kept.put(key("a"), newer)
    for number in range(1_000):
        kept.put(key(number), answer())
    assert kept.find(key("a")) is newer


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["put", "find", "weigh"]),
            some.integers(0, 12),
            some.integers(0, 50_000),
        ),
        max_size=80,
    )
)
def test_whatever_is_asked_the_bytes_are_counted_and_bounded(
    deeds: list[tuple[str, int, int]],
) -> None:
    kept = Kept(100_000)
    held: dict[Key, Answer] = {}
    for deed, name, size in deeds:
        one = key(name)
        if deed == "put":
            held[one] = answer(size)
            kept.put(one, held[one])
        elif deed == "find":
            found = kept.find(one)
            assert found is None or found is held[one]
        elif one in held:
            held[one].body = b"y" * size
            kept.weigh(one, held[one])
        assert 0 <= kept.bytes <= 100_000
    left = [one for one in held if kept.find(one)]
    assert len(left) == len(kept)
    assert kept.bytes == sum(held[one].size() + len(one[0]) for one in left)
