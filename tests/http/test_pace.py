"""What nobody waits for is drawn in pieces; what somebody waits for, at once."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import groupby

import pytest
from starlette.types import Scope

from widgets.http import pace
from widgets.http.pace import UNHURRIED, paced

Done = list[str]


@pytest.mark.parametrize(
    ("is_unhurried", "order"),
    [
        (lambda done: True, "first, others, second, others, third, others"),
        (lambda done: "second" not in done, "first, others, second, third"),
        (None, "first, second, third"),
    ],
)
def test_others_are_answered_between_pieces_for_as_long_as_nobody_waits(
    monkeypatch: pytest.MonkeyPatch, is_unhurried: Callable[[Done], bool] | None, order: str
) -> None:
    monkeypatch.setattr(pace, "_PIECE_SECONDS", -1)
    done: Done = []

    def pieces() -> Iterator[str]:
        for piece in ("first", "second", "third"):
            done.append(piece)
            yield piece

    async def others() -> None:
        while True:
            done.append("others")
            await asyncio.sleep(0)

    async def play() -> list[str]:
        asking = asyncio.create_task(others())
        scope: Scope = {UNHURRIED: lambda: is_unhurried(done)} if is_unhurried else {}
        drawn = await paced(scope, pieces())
        asking.cancel()
        return drawn

    assert asyncio.run(play()) == ["first", "second", "third"]
    assert ", ".join(each for each, _ in groupby(done)) == order
