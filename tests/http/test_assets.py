"""Static files: their names, how long they may be kept, and what is said of one that is missing."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from widgets.errors import AssetMissing
from widgets.http import assets
from widgets.http.responses import IMMUTABLE, PUBLIC
from widgets.settings import shipped

LOOKS = ("newspaper", "fund", "blog", "hostile", "theme")
OWN = (
    *("widget.css", "single.css", "site.css", "staff.css", "icon.svg"),
    *(f"mock-{look}.css" for look in LOOKS),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Static files without htmx."""
    for name in OWN:
        shutil.copy(shipped("static") / name, tmp_path)
    for weight in assets.FONTS:
        file = tmp_path / assets.font(weight).relative_to(shipped("static"))
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(assets.font(weight), file)
    return tmp_path


def integrity_of(body: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


def install_htmx(folder: Path, version: str, body: bytes = b"") -> Path:
    """Shape: without a body, the one that is released."""
    script = Path("node_modules", f"htmx-{version}", "dist", "htmx.min.js")
    (folder / script).parent.mkdir(parents=True)
    (folder / script).write_bytes(body or (shipped("static") / script).read_bytes())
    return folder / script


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("widget.css", "text/css; charset=utf-8"),
        ("site.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_a_file_has_a_plain_name_that_changes_and_a_hashed_one_that_does_not(
    worldly: TestClient, name: str, media_type: str
) -> None:
    body = assets.load().files[name].body
    stem, suffix = name.split(".")
    hashed = assets.load().hashed[name]
    assert hashed == f"{stem}-{hashlib.sha256(body).hexdigest()[:8]}.{suffix}"
    for address, cache in ((name, PUBLIC), (hashed, IMMUTABLE)):
        answer = worldly.get(f"/static/{address}")
        assert answer.status_code == 200
        assert answer.content == body
        assert answer.headers["content-type"] == media_type
        assert answer.headers["cache-control"] == cache


def test_an_outdated_digest_answers_with_the_file_of_today_but_not_for_ever(
    worldly: TestClient,
) -> None:
    answer = worldly.get("/static/widget-00000000.css")
    assert answer.status_code == 200
    assert answer.content == assets.load().files["widget.css"].body
    assert answer.headers["cache-control"] == PUBLIC


@pytest.mark.parametrize(
    "name",
    [
        "nothing.css",
        "nothing-00000000.css",
        "widget-0000000.css",
        "widget-0000000G.css",
        "widget-00000000.svg",
        "htmx.min.js",
        "htmx-4.0.0.min.js",
        "htmx-00000000.js",
        "package.json",
        "%2e%2e",
        "..%2fpyproject.toml",
        "%00",
        "\u00e9.css",
    ],
)
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "There is nothing at this address."), ("nl", "niets")]
)
def test_an_unknown_file_is_404_in_the_language_asked_for(
    worldly: TestClient, name: str, lang: str, said: str
) -> None:
    answer = worldly.get(f"/static/{name}?lang={lang}")
    assert answer.status_code == 404
    assert f'lang="{lang}"' in answer.text
    assert said in answer.text


def test_a_stylesheet_comes_without_what_only_its_readers_need() -> None:
    source = (shipped("static") / "widget.css").read_text("utf-8")
    sent = assets.load().files["widget.css"].body.decode()
    assert source.startswith("/*")
    assert "/*" not in sent
    assert "\n" not in sent
    assert sent.count("{") == source.count("{")
    assert "oklch(from var(--_accent) min(l,.5) c h)" in sent


@pytest.mark.parametrize("address", ["/static", "/static/", "/static/a/b.css"])
def test_a_folder_is_no_file(worldly: TestClient, address: str) -> None:
    assert worldly.get(address).status_code == 404


@pytest.mark.parametrize("colour", ["0b5cad", "0B5CAD"])
def test_an_accent_is_a_stylesheet_of_one_property(worldly: TestClient, colour: str) -> None:
    answer = worldly.get(f"/static/accent-{colour}.css")
    assert answer.status_code == 200
    assert answer.text == ".sw.sw{--sw-accent:#0b5cad}\n"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "colour",
    ["red", "0b5ca", "0b5cad0", "%230b5cad", "0b5ca%7D", "0b5cad%0a", "0b5ca\u0661", "%20"],
)
@pytest.mark.parametrize(("lang", "said"), [("en", "takes a colour as"), ("nl", "kleur")])
def test_an_accent_that_is_no_colour_is_400_and_says_what_is_taken(
    worldly: TestClient, colour: str, lang: str, said: str
) -> None:
    answer = worldly.get(f"/static/accent-{colour}.css?lang={lang}")
    assert answer.status_code == 400
    assert f'lang="{lang}"' in answer.text
    assert "accent" in answer.text
    assert said in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_integrity_of_htmx_is_that_of_the_file_served(worldly: TestClient) -> None:
    page = worldly.get("/embed/networks").text
    [(source, integrity)] = re.findall(r'<script[^>]* src="([^"]+)"[^>]* integrity="([^"]+)"', page)
    answer = worldly.get(source)
    digest = base64.b64encode(hashlib.sha384(answer.content).digest()).decode()
    assert integrity == f"sha384-{digest}"
    assert source == f"http://widgets.test/static/htmx-{assets.HTMX}.min.js"
    assert answer.headers["cache-control"] == IMMUTABLE
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_every_htmx_that_was_ever_installed_is_served_and_the_newest_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(assets.INTEGRITY, "3.9.9", integrity_of(b"older"))
    install_htmx(folder, "3.9.9", b"older")
    newer = install_htmx(folder, assets.HTMX).read_bytes()
    found = assets.load(folder)
    assert found.htmx == f"htmx-{assets.HTMX}.min.js"
    assert found.integrity == integrity_of(newer)
    for name, body in (("htmx-3.9.9.min.js", b"older"), (found.htmx, newer)):
        asset = found.find(name)
        assert asset and asset.body == body and asset.is_immutable


@pytest.mark.parametrize("version", [assets.HTMX, "3.9.9"])
def test_an_htmx_that_is_not_what_snippets_name_is_refused_in_one_line(
    folder: Path, version: str
) -> None:
    if version != assets.HTMX:
        install_htmx(folder, assets.HTMX)
    script = install_htmx(folder, version, b"fetch('https://evil.example/')")
    with pytest.raises(AssetMissing) as changed:
        assets.load(folder)
    said = str(changed.value)
    assert said.startswith(f"{script} is not the htmx {version} that snippets name; ")
    assert "make clean serve" in said
    assert "\n" not in said


def test_a_missing_htmx_is_one_line_that_says_what_to_do(folder: Path) -> None:
    with pytest.raises(AssetMissing) as missing:
        assets.load(folder)
    said = str(missing.value)
    assert f"htmx-{assets.HTMX} is missing; " in said
    assert "make" in said
    assert "\n" not in said


@pytest.mark.parametrize("name", OWN)
def test_a_missing_file_of_our_own_is_named(folder: Path, name: str) -> None:
    install_htmx(folder, assets.HTMX)
    (folder / name).unlink()
    with pytest.raises(AssetMissing, match=re.escape(f"{folder / name} is missing; ")):
        assets.load(folder)


def test_an_htmx_that_was_installed_by_half_is_named(folder: Path) -> None:
    install_htmx(folder, assets.HTMX)
    (folder / "node_modules" / f"htmx-{assets.HTMX}" / "dist" / "htmx.min.js").unlink()
    with pytest.raises(AssetMissing, match=r"htmx\.min\.js is missing; "):
        assets.load(folder)


@pytest.mark.parametrize("weight", assets.FONTS)
def test_a_missing_font_is_named(folder: Path, weight: int) -> None:
    install_htmx(folder, assets.HTMX)
    path = assets.font(weight, folder)
    path.unlink()
    with pytest.raises(AssetMissing, match=re.escape(f"{path} is missing; ")):
        assets.load(folder)
