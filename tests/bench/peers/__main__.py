"""Serves a peer with the settings with which `widgets serve` serves the application."""

import gc
import sys
from importlib import import_module
from typing import Any

import uvicorn

from widgets import cli


def main() -> None:
    name, port = sys.argv[1:]
    application = import_module(f"tests.bench.peers.{name}").application
    serve_ours = uvicorn.run

    def run(app: object, **settings: Any) -> None:
        gc.collect()
        gc.freeze()  # what only the settings needed shall not slow the peer down
        serve_ours(application, **settings)

    uvicorn.run = run
    cli.serve(port=int(port))


if __name__ == "__main__":
    main()
