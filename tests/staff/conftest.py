"""Colleagues who are signed in, each with a client of their own over one catalogue."""

import asyncio
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import client
from widgets.settings import Settings
from widgets.staff.tokens import of_session
from widgets.store.accounts import ROLES, Accounts
from widgets.store.database import opened
from widgets.store.sessions import Sessions

ORIGIN = "http://widgets.test"


@dataclass(frozen=True)
class Colleague:
    """Someone in a browser: what they send carries what their browser and our forms add."""

    client: TestClient
    session: str

    def ask(self, path: str) -> Response:
        """The answer, before it leads on."""
        return self.client.get(path, headers=self._headers(), follow_redirects=False)

    def get(self, path: str) -> str:
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(
        self,
        path: str,
        fields: Mapping[str, str | list[str]] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        origin: str = ORIGIN,
    ) -> Response:
        """The answer to a form, before it leads on."""
        return self.client.post(
            path,
            data={"token": self.token(), **(fields or {})},
            files=files,
            headers={**self._headers(), "Origin": origin},
            follow_redirects=False,
        )

    def token(self) -> str:
        """Of each form that this colleague sees."""
        return of_session(self.client.app.state.key, self.session)  # type: ignore[attr-defined]

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"widgets={self.session}"}


def colleagues(database: Path, made: TestClient, *roles: str) -> dict[str, Colleague]:
    """A new colleague of each role, who reads English."""

    async def begin() -> dict[str, str]:
        sessions = {}
        async with opened(database) as connection:
            accounts = Accounts(connection)
            for role in roles:
                account = await accounts.add(f"{role}@example.org", f"{role.title()}", role)
                await accounts.change_name(account, account.name, "en")
                sessions[role] = await Sessions(connection).begin(account.id)
        return sessions

    return {role: Colleague(made, session) for role, session in asyncio.run(begin()).items()}


def signed_in(database: Path, made: TestClient, role: str) -> Colleague:
    return colleagues(database, made, role)[role]


@pytest.fixture
def database(shipped_database: Path, tmp_path: Path) -> Path:
    """A copy of SOMO's catalogue that a test may change."""
    return Path(shutil.copy(shipped_database, tmp_path / "widgets.db"))


@pytest.fixture
def office(database: Path) -> Iterator[dict[str, Colleague]]:
    """A colleague of each role."""
    with client(Settings(database_url=database)) as made:
        yield colleagues(database, made, *ROLES)
