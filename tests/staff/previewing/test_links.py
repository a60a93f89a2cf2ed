import pytest

from widgets.errors import LinkExpired, LinkUnknown
from widgets.staff.previewing import links
from widgets.store.previews import State

KEY = "k" * 43
NOW = 1_790_000_000
SINCE = State(revision=12, publication=3)


def token(link: links.Link, key: str = KEY) -> str:
    return links.mount(key, link).removeprefix("/preview/")


def test_a_link_comes_back_as_it_was_made_and_fits_into_a_path() -> None:
    for made in (links.shared(7, SINCE, NOW), links.own(SINCE, NOW)):
        signed = token(made)
        assert links.opened(KEY, signed, NOW) == made
        assert not set(signed) - set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
        )


@pytest.mark.parametrize("days", links.DAYS)
def test_a_shared_link_works_for_as_many_days_as_it_says(days: int) -> None:
    made = links.shared(days, SINCE, NOW)
    last = NOW + days * links.DAY_SECONDS
    assert links.opened(KEY, token(made), last - 1) == made
    with pytest.raises(LinkExpired):
        links.opened(KEY, token(made), last)


def test_a_link_of_the_desk_is_the_same_within_an_hour_and_lasts_for_two() -> None:
    hour = NOW - NOW % links.HOUR_SECONDS
    made = {links.own(SINCE, hour + minutes * 60) for minutes in (0, 20, 59)}
    assert len(made) == 1
    assert made.pop().until - (hour + 3599) > 2 * links.HOUR_SECONDS


def test_what_was_not_signed_here_for_this_opens_nothing() -> None:
    whole = token(links.shared(7, SINCE, NOW))
    body, signature = whole.split(".")
    other = links._signer(KEY).dumps(["draft", NOW + 5])
    for bad in (
        "",
        ".",
        "x",
        whole[:-1],
        f"{body}x.{signature}",
        f"{body}.{signature[::-1]}",
        token(links.shared(7, SINCE, NOW), "another key of the same kind of length.."),
        str(other),
        "é",
        "\0",
    ):
        with pytest.raises(LinkUnknown):
            links.opened(KEY, bad, NOW)
