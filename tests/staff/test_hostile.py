"""What nobody sends by mistake: it is refused in words, and the server goes on."""

import pytest

from tests.staff.conftest import ORIGIN, Colleague

ENORMOUS = ("9" * 19, "9" * 5000, "٣")  # no row, no number, no digit of ours


@pytest.mark.parametrize("slug", ["%00", "%0dSet-Cookie:%20a=b", "%ED%A0%80", "%E2%80%AE"])
def test_letters_that_no_header_holds_do_not_break_the_way_to_an_entry(
    office: dict[str, Colleague], slug: str
) -> None:
    answer = office["editor"].ask(f"/staff/entries/network/{slug}/draft")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{ORIGIN}/staff/entries/network/%")
    assert answer.headers["location"].isprintable()
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("number", ENORMOUS)
def test_a_number_beyond_all_numbers_is_a_number_of_nothing(
    office: dict[str, Colleague], number: str
) -> None:
    publisher = office["publisher"]
    for address, fields in (
        ("/staff/publications/1/undo", {"seen": number}),
        ("/staff/entries/network/oecd-watch/restore", {"revision": number, "base": number}),
        ("/staff/entries/network/oecd-watch/draft", {"base": number}),
        ("/staff/entries/network/oecd-watch/logo", {"base": number}),
    ):
        assert publisher.send(address, fields).status_code < 500, address
    assert publisher.ask(f"/staff/publications?before={number}").status_code == 200
