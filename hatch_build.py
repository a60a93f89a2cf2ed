"""What happens around a build: npm fetches htmx and a font; the wheel takes templates, static files
and the plugin for WordPress along.

An installed package has the layout of a checkout, except that these folders are inside it:
`static/node_modules/htmx-4.0.1/dist/htmx.min.js` becomes `widgets/static/node_modules/…`.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Registered in pyproject.toml, which also names the wheel that npm comes from elsewhere."""

    def dependencies(self) -> list[str]:
        return [] if find_npm() else [self.config["npm-from"]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not is_fetched(root / "static"):
            self.fetch(root / "static")
        if version != "editable":
            build_data["force_include"].update(
                {str(path): f"widgets/{path.relative_to(root).as_posix()}" for path in assets(root)}
            )

    def fetch(self, folder: Path) -> None:
        npm = find_npm()
        if npm is None:
            self.app.abort("htmx could not be fetched: no npm on the PATH or beside Python.")
            return
        command = [npm, "ci", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  # no shell, no input
        if done.returncode != 0:
            reason = " / ".join(done.stderr.splitlines()[:4])
            self.app.abort(f"htmx could not be fetched: `npm ci` failed in static/ ({reason}).")


def find_npm() -> str | None:
    """npm on the PATH, or the one that a wheel put beside this very Python."""
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))


def is_fetched(folder: Path) -> bool:
    """npm writes its own copy of the lock file last, once every package stands."""
    installed = folder / "node_modules" / ".package-lock.json"
    return (
        installed.exists()
        and installed.stat().st_mtime >= (folder / "package-lock.json").stat().st_mtime
    )


def assets(root: Path) -> Iterator[Path]:
    """What the running server reads, but for the package itself."""
    yield root / "templates"
    yield root / "deploy" / "wordpress"
    static = root / "static"
    for path in static.iterdir():
        if path.name != "node_modules" and not path.name.startswith((".", "package")):
            yield path
    yield from static.glob("node_modules/*/dist/htmx.min.js")
    for weight in ("", "-Bold"):
        yield static / "node_modules" / "dejavu-fonts-ttf" / "ttf" / f"DejaVuSans{weight}.ttf"
    yield from static.glob("node_modules/*/LICENSE")
