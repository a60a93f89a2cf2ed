import re

import pytest
from starlette.testclient import TestClient

REFUSED = [
    ("/{}/networks?per_page=0", 400, "per_page", "van 1 tot en met 60", "from 1 to 60"),
    ("/{}/networks?relation=owns", 400, "relation", "coordinates, participates", "one of"),
    ("/{}/networks?accent=red", 400, "accent", "zes hexadecimale cijfers", "six hexadecimal"),
    ("/{}/network", 400, "network", "zoals oecd-watch", "such as oecd-watch"),
    ("/{}/network?network=nope", 404, "nope", "staat hier niet", "There is no network"),
    ("/{}/network?network=hidden", 404, "hidden", "staat hier niet", "There is no network"),
    ("/{}/networks?category=nope", 404, "nope", "bestaat hier niet", "There is no category"),
    ("/{}/networks?organisation=nope", 404, "nope", "staat hier niet", "no organisation"),
    (
        "/{}/badge?network=bare&member=suedwind",
        404,
        "suedwind",
        "geen lidmaatschap",
        "not a member",
    ),
    ("/{}/carousel", 404, "carousel", "networks, network, filters, badge", "no widget"),
]


@pytest.mark.parametrize(("address", "status", "names", "dutch", "english"), REFUSED)
@pytest.mark.parametrize("shape", ["fragments", "embed"])
def test_a_refusal_names_the_cause_in_the_language_asked_for(
    worldly: TestClient, shape: str, address: str, status: int, names: str, dutch: str, english: str
) -> None:
    joint = "&" if "?" in address else "?"
    for lang, said in (("nl", dutch), ("en", english)):
        answer = worldly.get(f"{address.format(shape)}{joint}lang={lang}")
        assert answer.status_code == status
        assert names in answer.text
        assert said in answer.text
        assert f'<section class="sw sw-problem" lang="{lang}"' in answer.text
        assert answer.text.startswith("<section") == (shape == "fragments")


@pytest.mark.parametrize("shape", ["fragments", "embed"])
def test_a_refusal_can_be_framed_and_read_across_origins_but_is_soon_forgotten(
    worldly: TestClient, shape: str
) -> None:
    answer = worldly.get(f"/{shape}/networks?per_page=0")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-frame-options" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=5"


def test_a_refusal_keeps_the_look_that_was_asked_for(worldly: TestClient) -> None:
    text = worldly.get("/fragments/networks?theme=dark&accent=aa3300&page=zero").text
    assert 'data-theme="dark"' in text
    assert "accent-aa3300.css" in text


def test_a_refusal_leads_back_to_a_list_that_works(worldly: TestClient) -> None:
    text = worldly.get("/embed/networks?organisation=nope&lang=en").text
    back = re.search(r'<a href="http://widgets.test(/embed/networks[^"]*)"', text)
    assert back
    assert worldly.get(back[1]).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(("lang", "said"), [("nl", "alleen te lezen"), ("en", "only be read")])
def test_a_wrong_method_is_405_in_the_language_asked_for(
    worldly: TestClient, method: str, lang: str, said: str
) -> None:
    for path in ("/", "/embed/networks", "/fragments/networks", "/static/widget.css"):
        answer = worldly.request(method, f"{path}?lang={lang}")
        assert answer.status_code == 405
        assert said in answer.text
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/nope", "/embed", "/embed/", "/fragments/networks/x", "/static/nope.js", "/%00"]
)
def test_an_unknown_address_is_404_in_the_language_asked_for(
    worldly: TestClient, path: str
) -> None:
    answer = worldly.get(f"{path}?lang=en")
    assert answer.status_code == 404
    assert "There is" in answer.text


def test_thousands_of_unknown_keys_change_nothing(worldly: TestClient) -> None:
    noise = "&".join(f"a{number}=1" for number in range(3000))
    plain = worldly.get("/fragments/networks?lang=en")
    assert worldly.get(f"/fragments/networks?{noise}&lang=en").content == plain.content


@pytest.mark.parametrize(("lang", "said"), [("nl", "niet te lezen"), ("en", "cannot be read")])
def test_a_host_that_is_none_is_400_in_the_language_asked_for(
    worldly: TestClient, lang: str, said: str
) -> None:
    answer = worldly.get(f"/embed/networks?lang={lang}", headers={"Host": "a b<script>"})
    assert answer.status_code == 400
    assert said in answer.text
    assert "<script>" not in answer.text


def test_what_was_asked_is_never_echoed_as_markup(worldly: TestClient) -> None:
    for address in (
        "/fragments/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/embed/network?network=%3Cscript%3E",
        "/fragments/networks?category=%22%3E%3Cscript%3E",
    ):
        answer = worldly.get(address)
        assert answer.status_code in {400, 404}
        assert "<script>" not in answer.text


def test_letters_without_a_shape_are_not_repeated(worldly: TestClient) -> None:
    answer = worldly.get("/embed/a%00%E2%80%AEb?lang=en")
    assert answer.status_code == 404
    assert "a\ufffd\ufffdb" in answer.text
