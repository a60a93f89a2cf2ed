"""The HTML that partners get, file by file. `make golden` writes it anew; read the diff."""

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = {
    "networks": "/fragments/networks?lang=nl&per_page=2",
    "networks-inherit": "/fragments/networks?lang=en&style=inherit&status=all&links=inside",
    "networks-empty": "/fragments/networks?lang=nl&category=research&q=zzz",
    "network": "/fragments/network?lang=nl&network=full&links=inside",
    "network-arabic": "/fragments/network?lang=ar&network=full&links=inside",
    "networks-arabic": "/fragments/networks?lang=ar&per_page=2&q=full",
    "filters": "/fragments/filters?lang=en&category=thematic",
    "badge": "/fragments/badge?lang=nl&network=full",
    "badge-former": "/fragments/badge?lang=en&network=ended&style=inherit",
    "members": "/fragments/members?lang=nl&network=full&status=all&per_page=2",
    "partners": "/fragments/partners?lang=en&style=inherit",
    "problem": "/fragments/networks?lang=nl&sort=random",
    "page": "/embed/badge?lang=nl&network=bare&theme=dark",
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_partner_gets_exactly_this(worldly: TestClient, sample: str) -> None:
    name = worldly.app.state.hosting.assets.hashed  # type: ignore[attr-defined]
    text = worldly.get(SAMPLES[sample]).text
    for plain, hashed in name.items():
        text = text.replace(hashed, plain)
    path = GOLDEN / f"{sample}.html"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
