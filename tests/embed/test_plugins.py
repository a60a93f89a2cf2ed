from pathlib import Path

from starlette.testclient import TestClient

from tests.conftest import client
from widgets.settings import Settings


def test_the_wordpress_plugin_names_this_server_and_nothing_else(shipped: TestClient) -> None:
    answer = shipped.get("/wordpress/widgets-embed.php")
    assert answer.status_code == 200
    assert answer.text.startswith("<?php")
    assert (
        "wp_oembed_add_provider( \"http://widgets.test/$page/*\", 'http://widgets.test/oembed' )"
        in (answer.text)
    )
    assert "example" not in answer.text
    assert answer.headers["content-type"] == "application/octet-stream"
    assert 'filename="widgets-embed.php"' in answer.headers["content-disposition"]


def test_the_builder_offers_the_plugin_to_whoever_pastes_an_address(shipped: TestClient) -> None:
    assert "/wordpress/widgets-embed.php" in shipped.get("/builder/networks?paste=address").text
    assert "/wordpress/widgets-embed.php" not in shipped.get("/builder/networks?paste=frame").text


def test_the_plugin_names_the_public_address_where_one_is_set(shipped_database: Path) -> None:
    settings = Settings(database_url=shipped_database, base_url="https://widgets.somo.nl")
    with client(settings) as configured:
        assert (
            "https://widgets.somo.nl/oembed" in configured.get("/wordpress/widgets-embed.php").text
        )
