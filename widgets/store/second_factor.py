"""The second step of a sign-in: a code of an app (TOTP), or one of the codes kept for the day when
the phone is lost. Each is taken once."""

import base64
import hmac
import secrets
import time
from collections.abc import Callable, Sequence

import aiosqlite
import pyotp

from widgets.store.accounts import Account
from widgets.store.database import transaction
from widgets.store.tokens import digest

ISSUER = "Widgets"
CODES = 10
_CODE_BYTES = 10
_STEP_SECONDS = 30
_TOO_FAR_STEPS = 86_400 // _STEP_SECONDS  # the clock went back by more: nobody is shut out by that
_AROUND = (-1, 0, 1)  # steps: clocks differ, and typing takes a while


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, account: Account, issuer: str = ISSUER) -> str:
    """What the QR code holds. Shape: otpauth://…"""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)


class SecondFactor:
    def __init__(
        self, connection: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._now = now

    async def turn_on(self, account: Account, secret: str, code: str) -> tuple[str, ...]:
        """Ask for codes of this secret from now on, once one of them is right.

        Shape: the recovery codes, which are kept nowhere here; none where the code is wrong."""
        step = self._step(secret, code)
        if not step:
            return ()
        async with transaction(self._connection):
            await self._connection.execute(
                "UPDATE account SET totp_secret = ?, totp_step = ? WHERE id = ?",
                (secret, step, account.id),
            )
            return await self._new_codes(account)

    async def turn_off(self, account: Account) -> None:
        async with transaction(self._connection):
            sql = "UPDATE account SET totp_secret = '', totp_step = 0 WHERE id = ?"
            await self._connection.execute(sql, (account.id,))
            await self._forget_codes(account)

    async def accepts(self, account: Account, code: str) -> str:
        """Take a code, which is then used up.

        Shape: "app" or "recovery", by where the code is from; "" where it is not taken."""
        sql = "SELECT totp_secret FROM account WHERE id = ? AND totp_secret <> ''"
        row = await (await self._connection.execute(sql, (account.id,))).fetchone()
        if row is None:
            return ""
        step = self._step(row[0], code)
        if step and await self._is_first(
            """UPDATE account SET totp_step = ?1 WHERE id = ?2
               AND (totp_step < ?1 OR totp_step > ?1 + ?3) RETURNING id""",
            (step, account.id, _TOO_FAR_STEPS),
        ):
            return "app"
        is_recovered = await self._is_first(
            "DELETE FROM recovery_code WHERE account = ? AND digest = ? RETURNING account",
            (account.id, digest(_plain(code))),
        )
        return "recovery" if is_recovered else ""

    async def codes_left(self, account: Account) -> int:
        sql = "SELECT count(*) FROM recovery_code WHERE account = ?"
        row = await (await self._connection.execute(sql, (account.id,))).fetchone()
        return int(row[0]) if row else 0

    async def new_codes(self, account: Account) -> tuple[str, ...]:
        """Other recovery codes; the old ones are not taken any more."""
        async with transaction(self._connection):
            return await self._new_codes(account)

    def _step(self, secret: str, code: str) -> int:
        """The step that a code is of, 0 where it is not right."""
        try:
            totp, plain = pyotp.TOTP(secret, interval=_STEP_SECONDS), _plain(code)
            current = int(self._now()) // _STEP_SECONDS
            for step in (current + each for each in _AROUND):
                right = totp.generate_otp(step)
                if hmac.compare_digest(right.encode(), plain.encode()):
                    return step
        except ValueError:  # a secret that is none
            return 0
        return 0

    async def _new_codes(self, account: Account) -> tuple[str, ...]:
        await self._forget_codes(account)
        codes = tuple(_code() for _ in range(CODES))
        await self._connection.executemany(
            "INSERT INTO recovery_code (account, digest) VALUES (?, ?)",
            [(account.id, digest(_plain(each))) for each in codes],
        )
        return codes

    async def _forget_codes(self, account: Account) -> None:
        sql = "DELETE FROM recovery_code WHERE account = ?"
        await self._connection.execute(sql, (account.id,))

    async def _is_first(self, sql: str, values: Sequence[str | int]) -> bool:
        return bool(await (await self._connection.execute(sql, values)).fetchall())


def _code() -> str:
    """Shape: four groups of four letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower()
    return "-".join(letters[each : each + 4] for each in range(0, len(letters), 4))


def _plain(code: str) -> str:
    """A code as it was meant, however it was typed."""
    return "".join(each for each in code.lower() if each.isalnum())[:64]
