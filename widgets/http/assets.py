"""Static files under names that carry their digest, and every htmx that a snippet ever named."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from widgets.errors import AssetMissing
from widgets.settings import shipped

HTMX = "4.0.1"  # what new snippets get; older ones stay installed and served
INTEGRITY = {  # of each that was ever offered, as snippets on partners' pages carry it
    "4.0.1": "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn",
}
FONTS = {400: "DejaVuSans.ttf", 700: "DejaVuSans-Bold.ttf"}  # by weight; pictures are drawn in them
_LOOKS = ("newspaper", "fund", "blog", "hostile", "theme")  # of pages like those of partners
_OWN = (
    *("site.css", "staff.css", "icon.svg"),
    *(f"mock-{name}.css" for name in _LOOKS),
)
_WIDGETS = {  # of widgets, by what they are sent as
    "widget.css": ("widget.css",),
    "single.css": ("widget.css", "single.css"),
}
_SPACES = re.compile(rb"/\*.*?\*/|\s+", re.DOTALL)
_NEEDLESS = re.compile(rb" ?([{};,]) ?|(?<=[a-z]:) ")  # what follows a name and ":" is a value
_HASHED = re.compile(r"([a-z-]+)-[0-9a-f]{8}\.(css|svg)")
_MEND = (
    "in a checkout, `make clean serve` fetches it again, "
    "elsewhere a new installation of the package does"
)
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    body: bytes
    media_type: str
    is_immutable: bool


@dataclass(frozen=True)
class Assets:
    """Shape: files by the name that follows /static/; hashed gives that name for a plain one;
    integrity is htmx's, as a snippet carries it."""

    files: Mapping[str, Asset]
    hashed: Mapping[str, str]
    integrity: str

    @property
    def htmx(self) -> str:
        return htmx_name(HTMX)

    def find(self, name: str) -> Asset | None:
        """A file; one whose digest is of another day is answered as it is now."""
        if name in self.files:
            return self.files[name]
        match = _HASHED.fullmatch(name)
        return self.files.get(f"{match[1]}.{match[2]}") if match else None


def htmx_name(version: str) -> str:
    return f"htmx-{version}.min.js"


def font(weight: int, folder: Path | None = None) -> Path:
    """Raises: AssetMissing."""
    installed = (folder or shipped("static")) / "node_modules" / "dejavu-fonts-ttf"
    path = installed / "ttf" / FONTS[weight]
    if not path.is_file():
        raise AssetMissing(_what_to_do(path))
    return path


@cache
def load(folder: Path | None = None) -> Assets:
    """Read every static file into memory, once a process.

    Raises: AssetMissing saying which one, and what to do; of an htmx that is not what snippets say
    it is, as well."""
    folder = folder or shipped("static")
    files: dict[str, Asset] = {}
    hashed: dict[str, str] = {}
    for name, sources in {**_WIDGETS, **{name: (name,) for name in _OWN}}.items():
        stem, suffix = name.split(".")
        body = b"".join(_read(folder / each) for each in sources)
        if suffix == "css":
            body = _without_spaces(body)
        hashed[name] = f"{stem}-{hashlib.sha256(body).hexdigest()[:8]}.{suffix}"
        files[hashed[name]] = Asset(body, _TYPES[suffix], is_immutable=True)
        files[name] = Asset(body, _TYPES[suffix], is_immutable=False)
    for installed in sorted(folder.glob("node_modules/htmx-*")):
        version = installed.name.removeprefix("htmx-")
        body = _verified(installed / "dist" / "htmx.min.js", version)
        files[htmx_name(version)] = Asset(body, _TYPES["js"], is_immutable=True)
    for weight in FONTS:
        font(weight, folder)
    if htmx_name(HTMX) not in files:
        raise AssetMissing(_what_to_do(folder / "node_modules" / f"htmx-{HTMX}"))
    return Assets(files, hashed, INTEGRITY[HTMX])


def _without_spaces(css: bytes) -> bytes:
    """A stylesheet without what only its readers need. Shape: no string in it holds two spaces, or
    one beside any of {};, as those of ours do."""
    return _NEEDLESS.sub(rb"\1", _SPACES.sub(b" ", css)).replace(b";}", b"}").strip()


def _verified(path: Path, version: str) -> bytes:
    body = _read(path)
    found = "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()
    if found != INTEGRITY.get(version):
        raise AssetMissing(f"{path} is not the htmx {version} that snippets name; {_MEND}")
    return body


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise AssetMissing(_what_to_do(path)) from None


def _what_to_do(path: Path) -> str:
    return f"{path} is missing; {_MEND}"


def accent_stylesheet(colour: str) -> bytes:
    """The stylesheet that carries a partner's accent, since no style attribute may.

    Shape: colour as six lower-case hexadecimal digits."""
    return f".sw.sw{{--sw-accent:#{colour}}}\n".encode()
