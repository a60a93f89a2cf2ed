import re

import pytest
from starlette.testclient import TestClient

from widgets.language.messages import LANGUAGES


def test_a_membership_can_be_checked(worldly: TestClient) -> None:
    answer = worldly.get("/verify/full/umbrella?lang=en")
    assert answer.status_code == 200
    text = answer.text
    assert "<h1>Full Network</h1>" in text
    assert "UMB is on the board" in text
    assert re.search(r"<dd>Member<br>.*since 2008", text)
    assert "The Umbrella" in text
    assert 'href="https://www.full.example/about"' in text
    assert "as of 2019" in worldly.get("/verify/full/suedwind?lang=en").text


def test_what_has_ended_is_still_told_at_the_same_address(worldly: TestClient) -> None:
    text = worldly.get("/verify/ended/umbrella?lang=en").text
    assert 'data-state="ended"' in text
    assert "UMB was a member until 2011" in text
    assert "Former member since 2011" in text


def test_what_never_was_is_told_kindly(worldly: TestClient) -> None:
    answer = worldly.get("/verify/bare/suedwind?lang=en")
    assert answer.status_code == 200
    assert "Südwind is not a member" in answer.text
    assert "Perhaps nobody has told UMB yet." in answer.text
    assert 'href="https://www.suedwind.at"' in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_there_in_every_language(worldly: TestClient, lang: str) -> None:
    text = worldly.get(f"/verify/full/umbrella?lang={lang}&utm_source=mail").text
    assert f'<html lang="{lang}"' in text
    canonical = re.findall('<link rel="canonical" href="([^"]*)"', text)
    assert canonical == [f"http://widgets.test/verify/full/umbrella?lang={lang}"]
    others = re.findall(r'<a href="http://widgets.test(/verify/full/umbrella[^"]*)"', text)
    assert len(others) == len(LANGUAGES)
    assert {worldly.get(each).status_code for each in others} == {200}


def test_the_badge_itself_is_on_the_page(worldly: TestClient) -> None:
    text = worldly.get("/verify/full/umbrella?lang=en&theme=dark").text
    [source] = re.findall(
        r'<img src="http://widgets.test([^"]*)" alt="" width="120" height="120">', text
    )
    picture = worldly.get(source.replace("&amp;", "&"))
    assert picture.status_code == 200
    assert "is on the board" in picture.text
    assert "theme=dark" in source


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("nope/umbrella", 404, "There is no network “nope” here."),
        ("bare/nope", 404, "There is no organisation “nope” here."),
        ("hidden/umbrella", 404, "There is no network “hidden” here."),
        ("bare/umbrella?theme=pink", 400, "The option “theme” takes"),
    ],
)
def test_what_is_not_here_is_told_as_everywhere(
    worldly: TestClient, path: str, status: int, message: str
) -> None:
    answer = worldly.get(f"/verify/{path}{'&' if '?' in path else '?'}lang=en")
    assert answer.status_code == status
    assert message in answer.text


def test_the_page_may_be_framed_as_others_and_hostile_names_are_only_text(
    worldly: TestClient,
) -> None:
    for path in ("hostile-network/umbrella", "full/hostile"):
        answer = worldly.get(f"/verify/{path}")
        assert "frame-ancestors *" in answer.headers["content-security-policy"]
        assert "<script" not in answer.text
        assert "<img src=x" not in answer.text
        assert 'id="' not in answer.text


def test_the_widget_leads_to_the_page_of_its_claim(worldly: TestClient) -> None:
    text = worldly.get("/fragments/badge?lang=en&network=full&member=suedwind").text
    [address] = re.findall(r'href="http://widgets.test(/verify/[^"]*)"', text)
    assert "Südwind is a member" in worldly.get(address).text
