"""An editor gives a network its logo."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from httpx2 import Response

from tests.staff.conftest import Colleague
from tests.staff.logos.drawings import logo, opened, saved
from widgets.catalogue.records import Network, Organisation
from widgets.store import database as store
from widgets.store.journal import Journal

PAGE = "/staff/entries/network/oecd-watch/logo"
ALT = {"alt.nl": "Logo van OECD Watch", "alt.en": "OECD Watch’s logo"}
BASE = re.compile(r'name="base" value="(\d+)"')
IMAGE = re.compile(r'<img class="look__logo" src="[^"]*?(/logos/[0-9a-f]{64})\.webp"[^>]*>')


@pytest.fixture
def editor(office: dict[str, Colleague]) -> Colleague:
    return office["editor"]


def send(
    editor: Colleague, upload: bytes = b"", fields: Mapping[str, str] = MappingProxyType({})
) -> Response:
    found = BASE.search(editor.get(PAGE))
    assert found
    files = {"picture": ("logo.png", upload)} if upload else None
    texts = {"base": found[1], "do": "save", **ALT, **fields}
    return editor.send(f"{PAGE}?lang=en", texts, files)


def record(
    database: Path, slug: str = "oecd-watch", type: str = "network"
) -> Network | Organisation:
    async def newest() -> Any:
        async with store.opened(database) as connection:
            found = await Journal(connection).newest_of(type, slug)
            assert found
            return found.record()

    found = asyncio.run(newest())
    assert isinstance(found, Network | Organisation)
    return found


def kept(database: Path) -> int:
    async def count() -> int:
        async with store.opened(database) as connection:
            row = await (await connection.execute("SELECT count(*) FROM logo")).fetchone()
            return int(row[0]) if row else 0

    return asyncio.run(count())


def test_logo_that_is_uploaded_is_saved_as_a_draft_and_shown(
    editor: Colleague, database: Path
) -> None:
    before = record(database)
    answer = send(editor, saved(logo()))
    assert answer.status_code == 303
    page = editor.get(answer.headers["location"] + "&lang=en")
    shown = IMAGE.findall(page)
    assert len(shown) == 2
    assert opened(editor.client.get(f"{shown[0]}@2x.webp").content).size == (160, 72)
    after = record(database)
    assert after.logo
    assert after.logo.alt.root == {"nl": ALT["alt.nl"], "en": ALT["alt.en"]}
    assert after.model_copy(update={"logo": None}) == before


def test_a_change_of_a_logo_shows_the_picture(editor: Colleague) -> None:
    send(editor, saved(logo()))
    page = editor.get("/staff/changes/network/oecd-watch?lang=en")
    [address] = re.findall(r'<ins><img class="difference__picture" src="([^"]+)"', page)
    assert opened(editor.client.get(address).content).size == (80, 36)
    assert not re.search("[0-9a-f]{64}", re.sub("<[^>]+>", " ", page))
    assert "Width of the logo" not in page


def test_visitors_see_nothing_of_the_logo_of_a_draft(editor: Colleague) -> None:
    before = editor.client.get("/embed/network?network=oecd-watch").content
    send(editor, saved(logo()))
    assert editor.client.get("/embed/network?network=oecd-watch").content == before


def test_texts_alone_can_be_changed_and_a_picture_replaced(
    editor: Colleague, database: Path
) -> None:
    send(editor, saved(logo()))
    first = record(database).logo
    send(editor, fields={"alt.nl": "Anders"})
    second = record(database).logo
    send(editor, saved(logo(300, 300)))
    third = record(database).logo
    assert first
    assert second
    assert third
    assert (second.digest, second.alt.root["nl"]) == (first.digest, "Anders")
    assert third.digest != first.digest
    assert kept(database) == 2


def test_logo_can_be_removed(editor: Colleague, database: Path) -> None:
    send(editor, saved(logo()))
    answer = send(editor, fields={"do": "remove"})
    assert answer.status_code == 303
    assert not IMAGE.search(editor.get(answer.headers["location"]))
    assert record(database).logo is None


def test_what_was_done_is_said(editor: Colleague) -> None:
    assert "The logo is saved as a draft" in editor.get(f"{PAGE}?lang=en&done=saved")
    assert "The logo is gone from the draft" in editor.get(f"{PAGE}?lang=en&done=removed")
    assert "notice" not in editor.get(f"{PAGE}?lang=en&done=nonsense")


def test_texts_are_proposed_where_there_are_none(editor: Colleague) -> None:
    page = editor.get(f"{PAGE}?lang=en")
    assert 'name="alt.en" value="Logo of OECD Watch"' in page
    assert "cards show these two letters" in page


NO_TEXT = {"alt.nl": "", "alt.en": "", "alt.de": ""}


@pytest.mark.parametrize(
    ("upload", "fields", "says"),
    [
        (b"", {}, "Choose a picture."),
        (b"<svg xmlns='x'/>", {}, "This is an SVG"),
        (saved(logo(20, 10)), {}, "only 20 by 10 pixels"),
        (b"\x89PNG" + bytes(6 << 20), {}, "larger than 5 MB"),
        (saved(logo()), NO_TEXT, "in one language at least"),
        (saved(logo()), {"alt.fr": "x" * 301}, "Shorten this"),
    ],
    ids=["nothing", "SVG", "small", "large", "without a text", "long text"],
)
def test_what_is_refused_says_why_keeps_what_was_typed_and_writes_nothing(
    editor: Colleague, database: Path, upload: bytes, fields: dict[str, str], says: str
) -> None:
    before = record(database)
    answer = send(editor, upload, {"alt.de": "Das <b>Logo</b>", **fields})
    assert answer.status_code == 422
    assert says in answer.text
    assert ("Das &lt;b&gt;Logo&lt;/b&gt;" in answer.text) == ("alt.de" not in fields)
    assert record(database) == before
    assert kept(database) == 0


def test_far_too_large_a_file_is_not_even_read(editor: Colleague, database: Path) -> None:
    answer = send(editor, bytes(11 << 20))
    assert answer.status_code == 413
    assert "larger than what may be sent here" in answer.text


def test_who_comes_second_sees_the_logo_of_the_first(
    office: dict[str, Colleague], database: Path
) -> None:
    editor, publisher = office["editor"], office["publisher"]
    base = BASE.search(editor.get(PAGE))
    assert base
    send(publisher, saved(logo(300, 300)))
    theirs = record(database).logo
    fields = {"base": base[1], "do": "save", **ALT, "alt.nl": "Van mij"}
    answer = editor.send(f"{PAGE}?lang=en", fields, {"picture": ("a.png", saved(logo()))})
    assert answer.status_code == 422
    assert "A colleague has changed this logo in the meantime" in answer.text
    assert 'value="Van mij"' in answer.text
    assert IMAGE.search(answer.text)
    assert record(database).logo == theirs
    send(editor, saved(logo()))
    assert record(database).logo != theirs


def test_what_else_was_changed_meanwhile_stays(editor: Colleague, database: Path) -> None:
    base = BASE.search(editor.get(PAGE))
    assert base

    changed = record(database).model_copy(update={"website": "https://new.example"})

    async def rename() -> None:
        async with store.opened(database) as connection:
            await Journal(connection).save([changed], "somebody", "")

    asyncio.run(rename())
    editor.send(PAGE, {"base": base[1], **ALT}, {"picture": ("a.png", saved(logo()))})
    after = record(database)
    assert after.logo
    assert after.website == "https://new.example"


@pytest.mark.parametrize("path", ["network/none", "organisation/oecd-watch", "topic/tax", "x/y"])
def test_only_networks_and_organisations_that_there_are_have_a_logo(
    editor: Colleague, path: str
) -> None:
    assert editor.ask(f"/staff/entries/{path}/logo").status_code == 404


def test_a_viewer_may_not_change_a_logo(office: dict[str, Colleague]) -> None:
    assert office["viewer"].ask(PAGE).status_code == 403
    assert office["viewer"].send(PAGE, {"base": "1", **ALT}).status_code == 403
