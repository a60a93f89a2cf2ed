"""Passwords: which ones are taken, and their argon2id hashes. Hashing blocks, so it has threads of
its own, as many as there is memory to spare for."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from widgets.errors import AccountRefused
from widgets.language.messages import marked

FEWEST_LETTERS = 12
MOST_BYTES = 1000
HASHER = PasswordHasher()  # 64 MiB each. Source: RFC 9106, second recommended option
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="passwords")
_LOOKED_AT = 72  # letters; the search for patterns takes far longer for more
_TOO_COMMON = 1  # of zxcvbn's scores: fewer than a million guesses


def refuse_weak(password: str, email: str, name: str = "") -> None:
    """Raises: AccountRefused for a password that is too short, too long or easily guessed."""
    if len(password) < FEWEST_LETTERS:
        said = marked("Take at least %(number)s characters; four words in a row do well.")
        raise AccountRefused("password", said, number=FEWEST_LETTERS)
    if len(password.encode("utf-8", "replace")) > MOST_BYTES:
        raise AccountRefused("password", marked("This password is too long."))
    known = [each for each in (email, email.partition("@")[0], name) if each]
    if password.casefold().strip() == email.casefold():
        raise AccountRefused("password", marked("The e-mail address is no password."))
    from zxcvbn import zxcvbn  # 12 MB of lists, for the few who choose a password

    if zxcvbn(password[:_LOOKED_AT], known, max_length=_LOOKED_AT)["score"] <= _TOO_COMMON:
        said = marked("This password is among the first that are tried. Take one that is rarer.")
        raise AccountRefused("password", said)


async def hashed(password: str, hasher: PasswordHasher) -> str:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, hasher.hash, _plain(password))


async def matches(password: str, kept: str, hasher: PasswordHasher) -> bool:
    """Whether it is the password of a hash. Without one it takes as long to say no."""

    def verify() -> bool:
        try:
            return hasher.verify(kept or _nobodys(hasher), _plain(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False

    if len(password.encode("utf-8", "replace")) > MOST_BYTES:
        password = ""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, verify)


def _plain(password: str) -> bytes:
    """The same on each keyboard: an é is one letter or two. Source: NIST SP 800-63B."""
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("")
