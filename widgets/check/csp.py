"""Policies (CSP) of partners: what they let a snippet load, and what to add to them. Pure.

Source: CSP Level 3, sections 2.3 (grammar), 6.7.2 (matching) and 6.8 (fallbacks)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, unquote, urlsplit

FALLBACKS = {
    "frame-src": ("frame-src", "child-src", "default-src"),
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "style-src": ("style-src-elem", "style-src", "default-src"),
    "style-src-attr": ("style-src-attr", "style-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
    "img-src": ("img-src", "default-src"),
}
MOST = 20  # policies that are looked at
_HEADER = re.compile(
    r"content-security-policy(?P<only>-report-only)?['\"]?[ \t]*[:=,]?[ \t]*", re.IGNORECASE
)
_OTHER_HEADER = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:[ \t]|HTTP/[0-9.]+ )")
_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]+|\*))?(?P<path>/[^?#]*)?(?:[?#].*)?",
    re.IGNORECASE | re.ASCII,
)
_PORTS = {"http": 80, "https": 443}
_HASH = re.compile(r"'(sha(?:256|384|512)-[A-Za-z0-9+/_=-]+)'", re.IGNORECASE)


@dataclass(frozen=True)
class Policy:
    """Shape: directives by lower-case name, their sources in order."""

    directives: Mapping[str, tuple[str, ...]]

    def governing(self, directive: str) -> str:
        """The directive that decides, after fallbacks; empty where none does."""
        return next((each for each in FALLBACKS[directive] if each in self.directives), "")

    def without(self, directive: str) -> "Policy":
        kept = {name: held for name, held in self.directives.items() if name != directive}
        return Policy(kept)

    @property
    def is_sandboxed(self) -> bool:
        return "sandbox" in self.directives

    @property
    def wants_trusted_types(self) -> bool:
        given = self.directives.get("require-trusted-types-for", ())
        return "'script'" in {each.lower() for each in given}


@dataclass(frozen=True)
class Load:
    """Something that a snippet makes a browser load. Shape: page is the origin of the partner's
    page, or empty where it is not known."""

    directive: str
    url: str
    page: str = ""
    nonce: str = ""
    integrity: str = ""


@dataclass(frozen=True)
class Amendment:
    """What to change. Shape: directive takes the place of `governing`, or is new where that is a
    fallback; add is the source it lacked, line the directive in full."""

    policy: int
    governing: str
    directive: str
    add: str
    line: str


def policies(text: str) -> list[Policy]:
    """The policies in what somebody pasted: bare, header lines, or a server's configuration."""
    parsed = (_policy(each) for value in _values(text) for each in value.split(",") if each.strip())
    return list(islice((each for each in parsed if each.directives), MOST))


def _values(text: str) -> Iterator[str]:
    if not _HEADER.search(text):
        yield text
        return
    value: list[str] | None = None
    for line in [*text.splitlines(), "End: "]:
        named = _HEADER.search(line)
        if not named and not _OTHER_HEADER.match(line):
            if value is not None:
                value.append(line)
            continue
        if value is not None:
            yield _unquoted("\n".join(value))
        value = [line[named.end() :]] if named and not named["only"] else None


def _unquoted(value: str) -> str:
    """A value out of the quotes that a server's configuration puts around it."""
    value = value.strip()
    return value[1:].split('"')[0] if value.startswith('"') else value


def _policy(text: str) -> Policy:
    directives: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        if name:
            directives.setdefault(name.lower(), tuple(sources))
    return Policy(directives)


def allows(policy: Policy, load: Load) -> bool:
    governing = policy.governing(load.directive)
    if not governing:
        return True
    sources = policy.directives[governing]
    if load.directive == "style-src-attr":
        return _allows_inline_style(sources)
    if load.directive == "script-src":
        if _vouches(sources, load):
            return True
        if "'strict-dynamic'" in {each.lower() for each in sources}:
            return False
    return any(_matches(each, load) for each in sources)


def _allows_inline_style(sources: tuple[str, ...]) -> bool:
    lower = [each.lower() for each in sources]
    is_void = any(each.startswith("'nonce-") or _HASH.fullmatch(each) for each in lower)
    return "'unsafe-inline'" in lower and not is_void


def _vouches(sources: tuple[str, ...], load: Load) -> bool:
    """Whether a nonce or the integrity of a script lets it in, whatever its address."""
    if load.nonce and f"'nonce-{load.nonce}'" in sources:
        return True
    named = {_plain_hash(found[1]) for each in sources if (found := _HASH.fullmatch(each))}
    asked = [_plain_hash(each) for each in load.integrity.split()]
    return bool(asked) and all(each in named for each in asked)


def _plain_hash(text: str) -> str:
    algorithm, _, digest = text.partition("-")
    return f"{algorithm.lower()}-{digest.replace('-', '+').replace('_', '/')}"


def _matches(source: str, load: Load) -> bool:
    try:
        url, page = urlsplit(load.url), urlsplit(load.page)
        if source == "*":
            return url.scheme in _PORTS
        if source.lower() == "'self'":
            return bool(page.netloc) and _is_self(page, url)
        if re.fullmatch(r"[a-z][a-z0-9+.-]*:", source, re.IGNORECASE):
            return _scheme_fits(source[:-1].lower(), url.scheme)
        found = _SOURCE.fullmatch(source)
        return found is not None and _host_fits(found, url, page)
    except ValueError:  # an address or a port that is none
        return False


def _is_self(page: SplitResult, url: SplitResult) -> bool:
    if page.hostname != url.hostname or not _scheme_fits(page.scheme, url.scheme):
        return False
    ports = (_port(page), _port(url))
    return ports[0] == ports[1] or ports == (80, 443)


def _scheme_fits(allowed: str, scheme: str) -> bool:
    return allowed == scheme or (allowed, scheme) == ("http", "https")


def _port(url: SplitResult) -> int | None:
    return url.port or _PORTS.get(url.scheme)


def _host_fits(source: re.Match[str], url: SplitResult, page: SplitResult) -> bool:
    allowed = (source["scheme"] or page.scheme or url.scheme).lower()
    if not _scheme_fits(allowed, url.scheme):
        return False
    host, wanted = url.hostname or "", source["host"].lower().strip("[]")
    if wanted.startswith("*"):
        if not host.endswith(wanted[1:]):
            return False
    elif wanted != host:
        return False
    return _port_fits(source["port"], url) and _path_fits(source["path"] or "", url.path)


def _port_fits(port: str | None, url: SplitResult) -> bool:
    if port == "*":
        return True
    if port is None:
        return _port(url) == _PORTS.get(url.scheme)
    return int(port[:6]) == _port(url) or (port == "80" and _port(url) == 443)


def _path_fits(allowed: str, path: str) -> bool:
    if not allowed:
        return True
    if allowed.endswith("/"):
        return unquote(path).startswith(unquote(allowed))
    return unquote(path) == unquote(allowed)


def amendments(given: Iterable[Policy], load: Load, source: str) -> Iterator[Amendment]:
    """What each policy that forbids a load must say to allow it."""
    for number, policy in enumerate(given):
        if not allows(policy, load):
            yield _amendment(number, policy, load, source)


def _amendment(number: int, policy: Policy, load: Load, source: str) -> Amendment:
    governing = policy.governing(load.directive)
    sources = policy.directives[governing]
    lower = {each.lower() for each in sources}
    add = "'unsafe-inline'" if load.directive == "style-src-attr" else source
    if load.directive == "script-src" and "'strict-dynamic'" in lower:
        add = " ".join(f"'{each}'" for each in load.integrity.split()) or source
    directive = load.directive if governing == "default-src" else governing
    kept = [each for each in sources if each.lower() != "'none'"]
    return Amendment(number, governing, directive, add, " ".join((directive, *kept, add)))
