import pytest

from tests.staff.conftest import ORIGIN, Colleague


def test_start_page_greets_who_is_signed_in(office: dict[str, Colleague]) -> None:
    assert "Editor" in office["editor"].get("/staff")


def test_who_is_not_signed_in_is_led_to_the_way_in(office: dict[str, Colleague]) -> None:
    answer = office["editor"].client.get("/staff?lang=en", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{ORIGIN}/staff/sign-in?next=%2Fstaff%3Flang%3Den&lang=en"


def test_unknown_page_is_not_there(office: dict[str, Colleague]) -> None:
    assert office["editor"].ask("/staff/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/staff", "/staff/nothing"])
def test_a_form_of_another_site_is_refused(office: dict[str, Colleague], path: str) -> None:
    answer = office["editor"].send(path, origin="https://evil.example")
    assert answer.status_code == 403


def test_a_form_without_its_token_is_refused(office: dict[str, Colleague]) -> None:
    assert office["editor"].send("/staff/nothing", {"token": "guessed"}).status_code == 403
    assert office["editor"].send("/staff/nothing").status_code == 404
