"""The published catalogue as a developer and a spreadsheet user take it."""

import csv
import io
import re
from dataclasses import fields
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.conftest import HIDDEN, client
from tests.world import WORLD, name, texts
from widgets.catalogue.documents import document
from widgets.catalogue.edition import edition
from widgets.catalogue.records import Membership, Network, Organisation, key_of
from widgets.embed.tables import MemberRow, NetworkRow, as_csv, member_rows, network_rows
from widgets.files import formats
from widgets.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TYPES = {
    "/data/catalogue.json": "application/json",
    "/data/schema.json": "application/schema+json",
    "/data/networks.csv": "text/csv; charset=utf-8",
    "/data/members.csv": "text/csv; charset=utf-8",
    "/data/changes.atom": "application/atom+xml; charset=utf-8",
}


def table(text: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize("address", TYPES)
def test_open_data_is_open_to_everybody_and_saved_under_its_own_name(
    world_database: Path, address: str
) -> None:
    closed = Settings(
        database_url=world_database,
        host_organisation="umbrella",
        allowed_origins=("https://one.example",),
    )
    with client(closed) as asked:
        answer = asked.get(address, headers={"Origin": "https://another.example"})
        again = asked.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[address]
    assert answer.headers["access-control-allow-origin"] == "*"
    saved_as = address.removeprefix("/data/")
    assert answer.headers["content-disposition"] == f'inline; filename="{saved_as}"'
    assert answer.headers["surrogate-key"].split()[-1] == "data"
    assert again.status_code == 304


@pytest.mark.parametrize("asked", ["worldly", "shipped"])
def test_the_catalogue_is_what_its_schema_says(asked: str, request: pytest.FixtureRequest) -> None:
    site: TestClient = request.getfixturevalue(asked)
    catalogue = site.get("/data/catalogue.json").json()
    described = site.get("/data/schema.json").json()
    assert catalogue["$schema"] == described["$id"] == "http://widgets.test/data/schema.json"
    Draft202012Validator.check_schema(described)
    validator = Draft202012Validator(described)
    assert list(validator.iter_errors(catalogue)) == []
    for wrong in ("network", [{"slug": "n"}]), ("networks", []), ("topic", [{"slug": "A B"}]):
        assert list(validator.iter_errors(catalogue | dict([wrong])))


def test_the_catalogue_is_an_import_file_of_all_that_is_published(
    worldly: TestClient, tmp_path: Path
) -> None:
    file = tmp_path / "catalogue.json"
    file.write_bytes(worldly.get("/data/catalogue.json").content)
    found = formats.read(file)
    published = [each for each in WORLD if key_of(each) not in HIDDEN]
    published = [each for each in published if "hidden" not in each.slug.split("/")]
    assert document(found.entries) == document(published)
    assert not found.drafts


def test_a_row_tells_a_network_in_the_language_that_was_asked_for(worldly: TestClient) -> None:
    rows = {
        lang: {
            each["network"]: each
            for each in table(worldly.get(address).content.decode("utf-8-sig"))
        }
        for lang in ("nl", "en")
        for address in [f"/data/networks.csv?lang={lang}"]
    }
    assert set(rows["nl"]) == {"bare", "full", "ended", "left", "hostile-network"}
    full = rows["nl"]["full"]
    assert full["name"] == "Vol Netwerk"
    assert rows["en"]["full"]["name"] == "Full Network"
    assert (full["category"], full["category_name"], full["since"]) == (
        "thematic",
        "Thematisch",
        "2007~",
    )
    assert full["topics"] == "tax; water"
    assert full["topic_names"] == "belasting; water"
    assert (full["country_name"], rows["nl"]["ended"]["has_ended"]) == ("België", "yes")


def test_a_row_tells_a_membership_with_both_names(worldly: TestClient) -> None:
    text = worldly.get("/data/members.csv?lang=nl").content.decode("utf-8-sig")
    found = [
        (each["network_name"], each["member_name"], each["role_name"], each["has_ended"])
        for each in table(text)
    ]
    assert ("Vol Netwerk", "Südwind", "Lid", "no") in found
    assert ("Gone Coalition", "The Umbrella", "Lid", "yes") in found
    assert len(found) == 9
    (row,) = (each for each in table(text) if each["network"] == "ended")
    assert (row["since"], row["until"]) == ("", "2011")


@pytest.mark.parametrize(("row", "address"), [(NetworkRow, "networks"), (MemberRow, "members")])
def test_the_columns_are_those_that_the_readme_promises(
    worldly: TestClient, row: type, address: str
) -> None:
    text = worldly.get(f"/data/{address}.csv").content.decode("utf-8-sig")
    columns = [each.name for each in fields(row)]
    assert text.split("\r\n")[0].split(",") == columns
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"`{' '.join(columns)}`" in " ".join(readme.split())


def test_excel_is_told_that_it_is_unicode_and_may_have_its_semicolons(worldly: TestClient) -> None:
    answer = worldly.get("/data/members.csv?separator=semicolon")
    assert answer.content.startswith("\ufeff".encode())
    rows = table(answer.content.decode("utf-8-sig"), ";")
    assert rows[0].keys() == {each.name for each in fields(MemberRow)}
    assert worldly.get("/data/members.csv?separator=pipe").status_code == 400


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", "\r="])
def test_no_cell_is_a_formula(start: str) -> None:
    shown = edition(
        [
            Network.model_construct(
                slug="n", name=name("N"), summary=texts(en=f"{start}cmd"), city=name('a, "b"')
            ),
            Organisation(slug="o", name=name("O")),
            Membership.model_construct(
                network="n", member="o", role="member", note=texts(en=f"{start}1+1")
            ),
        ]
    )
    text = as_csv(NetworkRow, network_rows(shown, "en"), ",")
    assert table(text)[0]["summary"].startswith("'")
    assert table(text)[0]["city"] == 'a, "b"'
    assert table(as_csv(MemberRow, member_rows(shown, "en"), ";"), ";")[0]["note"].startswith("'")


def test_an_empty_catalogue_is_data_too(tmp_path: Path) -> None:
    with client(Settings(database_url=tmp_path / "widgets.db")) as asked:
        assert asked.get("/data/catalogue.json").json().keys() == {"$schema"}
        assert table(asked.get("/data/networks.csv").text) == []
        for address in (*TYPES, "/sitemap.xml", "/robots.txt"):
            assert asked.get(address).status_code == 200


def test_the_front_page_leads_to_all_of_it(worldly: TestClient) -> None:
    text = worldly.get("/?lang=en").text
    found = re.findall(r'<a href="http://widgets\.test(/data/[^"]+)"', text)
    assert found == [
        f"/data/{name}?lang=en"
        for name in ("catalogue.json", "networks.csv", "members.csv", "changes.atom")
    ]
    assert all(worldly.get(each).status_code == 200 for each in found)
