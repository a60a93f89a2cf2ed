"""Where a widget is served from, and for whom: the only place that makes its addresses."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from widgets.kinds.options import AnyOptions, Options
from widgets.kinds.queries import pairs_of, query


@dataclass(frozen=True)
class Site:
    """Shape: origin is scheme and authority, without a slash at the end; host is the slug of the
    organisation whose catalogue this is; stylesheet is the hashed name of widget.css, and
    single that of single.css; mount is the path below which something else than what is published
    is shown, empty for visitors."""

    origin: str
    host: str
    stylesheet: str
    mount: str = ""
    single: str = "single.css"

    @property
    def base(self) -> str:
        return f"{self.origin}{self.mount}"

    @property
    def public(self) -> "Site":
        """The same for everybody: what a partner may paste names no mount."""
        return replace(self, mount="")

    def here(self, address: str) -> str:
        """What everybody gets at an address, as it is below this mount."""
        return f"{self.base}{address.removeprefix(self.origin)}"

    def page(self, kind: str, options: Options) -> str:
        return f"{self.base}/embed/{kind}?{query(options)}"

    def fragment(self, kind: str, options: Options) -> str:
        return f"{self.base}/fragments/{kind}?{query(options)}"

    def way(self, kind: str, query: str) -> "Way":
        return Way(f"{self.base}/embed/{kind}?{query}", f"{self.base}/fragments/{kind}?{query}")

    def picture(self, network: str, member: str, suffix: str, options: Options) -> str:
        """A badge as an image. Shape: suffix is ".svg", ".png" or "@2x.png"."""
        named = {"network", "member"}
        looks = urlencode([pair for pair in pairs_of(options) if pair[0] not in named])
        return f"{self.base}/badges/{network}/{member}{suffix}?{looks}"

    def verify(self, network: str, member: str, lang: str) -> str:
        return f"{self.base}/verify/{network}/{member}?{urlencode({'lang': lang})}"

    def poster(self, kind: str, options: Options, size: str = "") -> str:
        """The picture that previews show. Shape: size is "" or "-small"."""
        return f"{self.base}/posters/{kind}{size}.png?{query(options)}"

    def logo(self, digest: str, scale: str = "") -> str:
        """Shape: scale is "" or "@2x"."""
        return f"{self.base}/logos/{digest}{scale}.webp"

    def stylesheets(self, accent: str, *, of_one: bool = False) -> tuple[str, ...]:
        """Shape: of_one for a widget that shows one network alone."""
        sheets = (self.static(self.single if of_one else self.stylesheet),)
        return (*sheets, self.static(f"accent-{accent}.css")) if accent else sheets

    def static(self, name: str) -> str:
        """A static file, which is the same below each mount."""
        return f"{self.origin}/static/{name}"

    def subject(self, options: Options) -> str:
        """The slug of the organisation that the widget speaks of."""
        return options.organisation or self.host


@dataclass(frozen=True)
class Way:
    """A link that filters: its page works by itself, its fragment is what htmx swaps in."""

    page: str
    fragment: str


def way(site: Site, kind: str, options: AnyOptions, **changes: Any) -> Way:
    return site.way(kind, query(replace(options, **changes)))
