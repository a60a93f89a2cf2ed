"""What the app hands to every handler of this room: settings, assets, origins and an edition."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from widgets.catalogue.changes import Announcement
from widgets.catalogue.edition import Edition
from widgets.http.assets import Assets
from widgets.http.origins import Origins, base_address
from widgets.http.responses import policy
from widgets.kinds.site import Site
from widgets.settings import Settings


@dataclass(frozen=True)
class Hosting:
    settings: Settings
    assets: Assets
    origins: Origins

    def site(self, request: Request) -> Site:
        """Raises: BadRequest."""
        base = base_address(request, self.settings.base_url)
        return Site(base, self.settings.host_organisation, self.assets.hashed["widget.css"])

    def static(self, site: Site, name: str) -> str:
        """The address of a static file, by its plain name."""
        return f"{site.base}/static/{self.assets.hashed[name]}"

    def policy(self, site: Site) -> str:
        return policy(site.base, self.origins)


def pairs(request: Request) -> list[tuple[str, str]]:
    """The query, in order. Its length is bounded by the server's limit on a request line."""
    return parse_qsl(request.url.query, keep_blank_values=True)


def hosting(request: Request) -> Hosting:
    held: Hosting = request.app.state.hosting
    return held


def edition(request: Request) -> Edition:
    held: Edition = request.app.state.published.edition
    return held


async def logo(request: Request, digest: str) -> tuple[bytes, bytes] | None:
    """Shape: the picture and the one with two pixels for each, or None where it is not kept."""
    found: tuple[bytes, bytes] | None = await request.app.state.logos.find(digest)
    return found


def announcements(request: Request) -> tuple[Announcement, ...]:
    """What the last publications changed, newest first."""
    held: tuple[Announcement, ...] = request.app.state.published.announcements
    return held
