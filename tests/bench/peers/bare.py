"""The limit of the HTTP server: a function that sends the same answer to everybody."""

import json
import os
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send


def application() -> ASGIApp:
    status, headers, body = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    start = {"type": "http.response.start", "status": status, "headers": raw}
    end = {"type": "http.response.body", "body": body.encode("latin-1")}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for phase in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{phase}.complete"})
            return
        await send(start)
        await send(end)

    return app
