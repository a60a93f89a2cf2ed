"""Links to the drafts that nobody made: forged, mended, taken from elsewhere, tried elsewhere."""

import base64
import hashlib
import json
from collections.abc import Callable

import pytest
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer
from starlette.testclient import TestClient

from tests.staff.previewing.conftest import NOW, Clock
from widgets.staff.previewing import links
from widgets.staff.previewing.links import Link
from widgets.staff.tokens import of_door, of_session
from widgets.store.previews import State

DRAFT = "Barely Changed"
PAGE = "/embed/networks?lang=en"


def unsigned(payload: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode()


def key_of(site: TestClient) -> str:
    key: str = site.app.state.key  # type: ignore[attr-defined]
    return key


def refused(site: TestClient, token: str) -> bool:
    answer = site.get(f"/preview/{token}{PAGE}", follow_redirects=False)
    assert DRAFT not in answer.text
    assert answer.headers["cache-control"] == "private, no-store" or "/" in token
    return answer.status_code in {404, 410}


def test_the_whole_link_would_have_opened_it(site: TestClient, mount: str) -> None:
    assert DRAFT in site.get(mount + PAGE).text


def test_no_letter_of_a_link_can_be_another(site: TestClient, mount: str) -> None:
    token = mount.rpartition("/")[2]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for at in range(len(token) - 1):  # the last letter holds bits that no digest has
        if token[at] != ".":
            other = alphabet[(alphabet.index(token[at]) + 32) % 64]
            assert refused(site, token[:at] + other + token[at + 1 :]), at


def test_a_link_lasts_no_longer_for_who_changes_what_it_says(
    site: TestClient, mount: str, clock: Clock
) -> None:
    body, _, signature = mount.rpartition("/")[2].partition(".")
    longer = ["draft", NOW + 10**9, 10**6, 0]
    clock.seconds = NOW + 8 * links.DAY_SECONDS
    payloads: tuple[object, ...] = (longer, {"until": NOW + 10**9}, longer * 2, "x", None, [[]], 1)
    for payload in payloads:
        for signed in (signature, "", "x", signature[::-1]):
            assert refused(site, f"{unsigned(payload)}.{signed}")
    assert refused(site, f"{body}.{signature}")


@pytest.mark.parametrize("salt", ["browser", "half-way", "door", "form", "itsdangerous", ""])
def test_what_was_signed_here_for_something_else_opens_nothing(site: TestClient, salt: str) -> None:
    key, payload = key_of(site), ["draft", NOW + 9999, 10**6, 0]
    for kind in (URLSafeSerializer, URLSafeTimedSerializer):
        for digest in (hashlib.sha1, hashlib.sha256):
            made = kind(key, salt=salt, signer_kwargs={"digest_method": digest})
            assert refused(site, str(made.dumps(payload)))
    assert refused(site, of_door(key))
    assert refused(site, of_session(key, "x"))


def test_a_key_that_can_be_guessed_is_not_the_one(site: TestClient) -> None:
    for key in ("", "secret", "widgets", "None", "0" * 32, "k" * 43):
        token = links.mount(key, links.shared(28, State(10**6, 0), NOW)).rpartition("/")[2]
        assert refused(site, token)


@pytest.mark.parametrize(
    "address",
    [
        *("/staff{token}", "/staff/links/{token}", "/staff/preview?link={token}", "/embed/{token}"),
        *("/preview/{token}/staff", "/preview/{token}/..%2fstaff", "/preview/{token}/staff/export"),
        *("/preview/{token}/preview/{token}/staff", "/staff/sign-in?token={token}"),
    ],
)
def test_a_link_to_the_drafts_opens_no_desk(site: TestClient, mount: str, address: str) -> None:
    token = mount.rpartition("/")[2]
    path = address.replace("{token}", token)
    for headers in ({}, {"Cookie": f"widgets={token}"}, {"Authorization": f"Bearer {token}"}):
        answer = site.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code in {303, 404} or "/staff/sign-in" in path
        assert DRAFT not in answer.text
        assert "set-cookie" not in answer.headers


def test_a_link_of_the_desk_lasts_two_hours_and_no_longer(
    site: TestClient, link: Callable[[Link], str], clock: Clock
) -> None:
    mount = link(links.own(State(1, 1), NOW))
    assert site.get(mount + PAGE).status_code == 200
    clock.seconds = NOW + 4 * links.HOUR_SECONDS
    assert site.get(mount + PAGE).status_code == 410


def test_nothing_can_be_written_below_a_link(site: TestClient, mount: str) -> None:
    for address in ("/embed/networks", "/mock/plain/networks", "/data/catalogue.json", "/"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert site.request(method, mount + address).status_code == 405
