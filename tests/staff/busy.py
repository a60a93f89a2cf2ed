"""An office where something of everything has happened, and every page that can be seen there.

The pages come from the route table: a new route is looked at without a line here, unless something
new stands in its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aiosqlite
import pyotp
import pytest

from tests.conftest import CHEAP
from tests.staff.logos.drawings import logo, saved
from tests.world import name, texts
from widgets.catalogue.proposals import proposal
from widgets.catalogue.records import TYPES, Entry, Logo, Membership, Network
from widgets.errors import CatalogueRefused
from widgets.files import formats
from widgets.settings import Settings
from widgets.staff.guard import StaffRoute
from widgets.staff.importing.outcomes import Outcome, proposed, stored, wrong
from widgets.staff.logos.pictures import picture
from widgets.staff.routes import STAFF_ROUTES
from widgets.staff.tokens import of_door, of_session
from widgets.store import logos
from widgets.store.accounts import Account, Accounts
from widgets.store.database import opened
from widgets.store.jobs import CHECKED, REFUSED, WRITTEN, Jobs
from widgets.store.journal import Journal, Saved
from widgets.store.links import Links
from widgets.store.second_factor import SecondFactor, new_secret
from widgets.store.secret import secret_key
from widgets.store.sessions import Sessions

PASSWORD = "quiet brown foxes sing"  # noqa: S105
ANN, CARLA, VIC, BOB, IDA = (
    f"{each}@example.org" for each in ("ann", "carla", "vic", "bob", "ida")
)
HOSTILE = '"><b>hm'
OECD = "/staff/entries/network/oecd-watch"
_TABLE = b"type;slug;name.nl;website\ntopic;moor;Moor;\nnetwork;moors;Moors;"


@dataclass(frozen=True)
class Page:
    """Shape: {words} in address and fields are named by the office; fields are sent where there are
    any; who is the address of a colleague, "" for somebody who is not signed in."""

    address: str
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    who: str = ANN

    def __str__(self) -> str:
        return f"{'sent to ' if self.fields else ''}{self.address}"


@dataclass(frozen=True)
class Busy:
    """Shape: key is what the server signs with; sessions go by the address of a colleague; named
    are what pages speak of."""

    key: str
    sessions: Mapping[str, str]
    named: Mapping[str, str]

    def address(self, page: Page) -> str:
        return self._filled(page.address)

    def form(self, page: Page) -> dict[str, str]:
        """What a browser sends, the token included; nothing where the page is only asked for."""
        if not page.fields:
            return {}
        session = self.sessions.get(page.who)
        token = of_session(self.key, session) if session else of_door(self.key)
        return {"token": token, **{key: self._filled(text) for key, text in page.fields.items()}}

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: self.named[found[1]], text)


# What stands in the addresses of the table; the first piece that fits is filled in.
VALUES = {
    "/entries/network/{slug}": ("entries/network/oecd-watch",),
    "/{type}/{slug}/networks": ("organisation/somo/networks",),
    "/{type}/{slug}": (
        "network/oecd-watch",
        "network/makeitfair",
        "network/fair-ports",
        "organisation/somo",
        "membership/fair-ports/somo/member",
        "collaboration/impact-oxfam-novib",
        "category/thematic",
        "topic/access-to-remedy",
    ),
    "/{type}": tuple(TYPES),
    "/colleagues/{id}": ("colleagues/{ann}", "colleagues/{bob}"),
    "/import/{id}": tuple(
        f"import/{{{each}}}" for each in ("checked", "refused", "working", "written")
    ),
    "/{number}": ("2", "1"),
    "/{token}": ("{link}",),
    "/{state}/{path}": ("hostile/embed/networks",),
    "/{path}": ("no/such/page",),
    "/{name}": ("network.xlsx",),
    "/{of}": ("party?of=member&member=s",),
}
STATES = (
    *(Page(f"/staff/sign-in?lang={lang}", who="") for lang in ("ar", "en")),
    Page("/staff/links/used-up", who=""),
    *(Page(each, who=VIC) for each in ("/staff", "/staff/changes", "/staff/account", OECD)),
    Page(f"{OECD}/members", who=VIC),
    Page("/staff/account", who=CARLA),
    Page("/staff/no/such/page"),
    Page("/staff/audit?who=nobody"),
    Page("/staff/colleagues/{bob}"),
    Page("/staff/entries/network?q=zzzz"),
    Page("/staff/entries/network/makeitfair"),
    Page("/staff/entries/collaboration/impact-oxfam-novib"),
    Page("/staff/entries/membership/fair-ports/somo/member"),
    Page(f"{OECD}?done=saved"),
    Page("/staff/changes/network/makeitfair"),
    Page("/staff/publications/2?done=published"),
    Page("/staff/bulk/network?entry=oecd-watch&entry=makeitfair"),
    Page("/staff/new/membership?member=nobody+here&since=1"),
    Page("/staff/preview?kind=badge&mock=wordpress&accent=zz"),
    Page("/staff/preview?link=x"),
    Page("/staff/portfolio?kind=badge&state=hostile&width=320&language=ar"),
    *(Page(f"/staff/import/{{{each}}}") for each in ("refused", "working", "written")),
)
# Each is refused, or shows what would be done: nothing changes, so their order does not matter.
SENT = (
    Page("/staff/sign-in?lang=en", {"email": HOSTILE, "password": "x"}, ""),
    Page("/staff/sign-in", {"email": CARLA, "password": PASSWORD}, ""),
    Page(
        "/staff/sign-in",
        {"email": ANN, "password": PASSWORD, "kept-to": "/staff/account", "kept:name": HOSTILE},
        "",
    ),
    Page("/staff/sign-in/code", {"code": "x"}, ""),
    Page("/staff/links/{link}", {"password": "x"}, ""),
    Page("/staff/account", {"name": HOSTILE}, ""),
    Page("/staff/account/password", {"current": "x"}),
    Page("/staff/account/second-step", {"code": "x"}),
    Page("/staff/account/recovery-codes", {"current": PASSWORD}, CARLA),
    Page("/staff/account/recovery-codes", {"current": "x"}, CARLA),
    Page("/staff/colleagues", {"email": HOSTILE, "name": HOSTILE}),
    Page("/staff/colleagues/{bob}/link", {"lang": "en"}),
    Page("/staff/colleagues/{ann}/removal", {"lang": "en"}),
    Page("/staff/publish", {"entry": "999999", "note": HOSTILE}),
    Page("/staff/changes", {"entry": "{sitting}", "note": HOSTILE}),
    Page(f"{OECD}/draft", {"base": "{newest}", "since": "in 2003", "website": HOSTILE}),
    Page(f"{OECD}/draft", {"base": "{oldest}", "name.mul": "OECD Watch", "summary.en": HOSTILE}),
    *(Page(f"/staff/new/{type}", {"note.nl": HOSTILE}) for type in TYPES),
    Page(
        "/staff/bulk/network/change",
        {"entry": "oecd-watch:{newest}", "change": "category", "value-category": "research"},
    ),
    Page(f"{OECD}/members/add", {"names": f"FNV\n{HOSTILE}"}),
    Page("/staff/entries/organisation/somo/networks/add", {"names": "eccj\nNobody"}),
    Page(f"{OECD}/logo", {"base": "{newest}", "do": "save"}),
    Page("/staff/import", {"type": "", "pasted": ""}),
    Page("/staff/prose?of=text", {"text": f"**{HOSTILE}**"}),
)


def pages_of(route: StaffRoute) -> list[Page]:
    """Every page of a route that is asked for, as the office has them."""
    who = ANN if route.least else ""
    pattern = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
    found = next((each for each in VALUES if each in pattern), None)
    if found is None:
        assert "{" not in pattern, f"{pattern}: say in VALUES what stands there"
        return [Page(pattern, who=who)]
    return [Page(pattern.replace(found, f"/{each}"), who=who) for each in VALUES[found]]


ROUTES = tuple(each for each in STAFF_ROUTES if "GET" in each.allowed)


async def busy(path: Path) -> Busy:
    """Make this database, which holds SOMO's catalogue, that of the office."""
    async with opened(path) as connection:
        people = await _people(connection)
        named = await _catalogue(connection) | await _imports(connection)
        token = await Links(connection).to(people[IDA])
        sessions = {
            each: await Sessions(connection).begin(people[each].id) for each in (ANN, CARLA, VIC)
        }
    ids = {"ann": str(people[ANN].id), "bob": str(people[BOB].id)}
    return Busy(secret_key(Settings(database_url=path)), sessions, named | ids | {"link": token})


async def _people(connection: aiosqlite.Connection) -> dict[str, Account]:
    """An administrator, an editor who is asked for a code, a viewer, and two who were invited."""
    accounts = Accounts(connection, CHEAP)
    people = {
        ANN: await accounts.add(ANN, "Ann", "admin", PASSWORD),
        CARLA: await accounts.add(CARLA, HOSTILE, "editor", PASSWORD),
        VIC: await accounts.add(VIC, "Vic", "viewer", PASSWORD),
        BOB: await accounts.add(BOB, HOSTILE, "publisher"),
        IDA: await accounts.add(IDA, "Ida", "editor"),
    }
    secret = new_secret()
    code = pyotp.TOTP(secret).now()
    assert await SecondFactor(connection).turn_on(people[CARLA], secret, code)
    return people


async def _catalogue(connection: aiosqlite.Connection) -> dict[str, str]:
    """An entry in each state, and a second publication."""
    journal = Journal(connection)
    oecd = await journal.newest_of("network", "oecd-watch")
    assert oecd
    drawn = picture(saved(logo()))
    async with logos.kept(connection, drawn.single, drawn.double) as digest:
        shown = Logo(digest=digest, alt=name("OECD Watch"), width=drawn.width, height=drawn.height)
        [out] = await journal.save([_changed(oecd, logo=shown)], ANN, "")
    await journal.publish([out], ANN, HOSTILE)
    words = texts(nl="Iets anders", en=f"Something {HOSTILE}", ar="شيء آخر")
    _, sitting, newest = await journal.save(
        [
            Network(slug="fair-ports", name=name(HOSTILE), topics=("nowhere",)),
            Membership(network="fair-ports", member="somo", role="member"),
            _changed(out, summary=words, aliases=(HOSTILE,)),
        ],
        CARLA,
        HOSTILE,
    )
    await journal.take_away("network", "makeitfair", CARLA, "")
    revisions = {"oldest": out, "sitting": sitting, "newest": newest}
    return {key: str(each.revision) for key, each in revisions.items()}


def _changed(entry: Saved, **fields: Any) -> Entry:
    return Network.model_validate(entry.record().model_dump() | fields)


async def _imports(connection: aiosqlite.Connection) -> dict[str, str]:
    jobs = Jobs(connection)
    known = [each.record() for each in await Journal(connection).newest() if each.body]
    with pytest.raises(CatalogueRefused) as error:
        formats.parsed("a.csv", _TABLE + b"www.moors.example\n", known)
    read = formats.parsed("a.csv", _TABLE + b"https://moors.example\n", known)
    ends = {
        "refused": (REFUSED, wrong(error.value.problems)),
        "checked": (CHECKED, proposed(proposal(known, read.entries), ("somo",), True)),
        "written": (WRITTEN, Outcome(saved=2)),
    }
    ids = {each: await jobs.add(ANN, f"{HOSTILE}.csv", "", _TABLE) for each in (*ends, "working")}
    for each, (state, outcome) in ends.items():
        await jobs.end(ids[each], state, stored(outcome))
    return ids
