"""Signed links to the drafts. Whoever has one sees them until it ends, without an account."""

import hashlib
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from widgets.errors import LinkExpired, LinkUnknown
from widgets.store.previews import State

ROOT = "/preview"
ADDRESS = f"{ROOT}/{{token}}"
HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS
DAYS = (1, 7, 28)  # that a shared link may last
_DRAFT, _DESK = "draft", "desk"


@dataclass(frozen=True)
class Link:
    """Shape: since is how far the journal was when it was made; is_shared for a colleague without
    an account, who is sent on once all of it is published. Units: seconds since 1970."""

    until: int
    since: State
    is_shared: bool = True

    def is_over(self, now: float) -> bool:
        """Also where the clock went back by far since: no link lasts for longer than any may."""
        return not 0 < self.until - now <= (DAYS[-1] + 1) * DAY_SECONDS


def shared(days: int, since: State, now: float) -> Link:
    """A link to send. Units: now in seconds since 1970."""
    return Link(int(now) + days * DAY_SECONDS, since)


def own(since: State, now: float) -> Link:
    """A link for the preview desk's own frames, which last for two hours at least. It is the same
    within an hour while nobody saves, so that a frame that shows it is not loaded again."""
    return Link((int(now) // HOUR_SECONDS + 3) * HOUR_SECONDS, since, is_shared=False)


def mount(key: str, link: Link) -> str:
    """The path below which a link shows the drafts."""
    purpose = _DRAFT if link.is_shared else _DESK
    signed = _signer(key).dumps([purpose, link.until, link.since.revision, link.since.publication])
    return f"{ROOT}/{str(signed)}"


def opened(key: str, token: str, now: float) -> Link:
    """The link that a token stands for.

    Raises: LinkUnknown for what this server did not sign, LinkExpired."""
    try:
        purpose, until, revision, publication = _signer(key).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise LinkUnknown from None
    link = Link(until, State(revision, publication), is_shared=purpose == _DRAFT)
    if link.is_over(now):
        raise LinkExpired
    return link


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="preview", signer_kwargs={"digest_method": hashlib.sha256})
