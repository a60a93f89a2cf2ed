"""What nobody waits for is drawn in pieces; what somebody waits for, at once."""

import asyncio
from collections.abc import Iterator

import pytest

from widgets.http.pace import UNHURRIED, paced


@pytest.mark.parametrize(
    ("is_unhurried", "order"),
    [(True, ["first", "another's", "second"]), (False, ["first", "second", "another's"])],
)
def test_others_are_answered_between_the_pieces_of_what_nobody_waits_for(
    is_unhurried: bool, order: list[str]
) -> None:
    done = []

    def pieces() -> Iterator[str]:
        for piece in ("first", "second"):
            done.append(piece)
            yield piece

    async def another() -> None:
        done.append("another's")

    async def play() -> None:
        asking = asyncio.create_task(another())
        assert await paced({UNHURRIED: is_unhurried}, pieces()) == ["first", "second"]
        await asking

    asyncio.run(play())
    assert done == order
