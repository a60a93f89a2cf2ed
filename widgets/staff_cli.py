"""The command line for accounts: add, list, role, password, link, remove. Whoever may run it may
do anything; it is the way back in when nobody can sign in any more."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from widgets import settings as configuration
from widgets.errors import AccountRefused
from widgets.settings import Settings, variable
from widgets.store.accounts import ROLES, Account, Accounts, refuse_bad, tidy
from widgets.store.audit import COMMAND_LINE, Audit
from widgets.store.database import opened
from widgets.store.links import Links
from widgets.store.passwords import refuse_weak

LINKS = "/staff/links"
_AT_HOME = "http://127.0.0.1:8000"  # where `widgets serve` listens unless told otherwise

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Who may edit and publish.")
out = Console(highlight=False)
Email = Annotated[str, typer.Argument(help="The e-mail address that the account goes by.")]
Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password, do not ask.")]
Role = Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")]
Result = TypeVar("Result")


@cli.command()
def add(
    email: Email,
    role: Role,
    name: Annotated[str, typer.Option(help="How colleagues see them.")] = "",
    password_stdin: Stdin = False,
    link: Annotated[
        bool, typer.Option("--link", help="Print a one-time link instead of asking a password.")
    ] = False,
) -> None:
    """Make an account, with a password or with a link to choose one."""
    refuse_bad(tidy(email), role)
    password = "" if link else _asked(email, password_stdin)

    async def make(accounts: Accounts, audit: Audit, links: Links) -> str:
        account = await accounts.add(email, name, role, password)
        await audit.note(COMMAND_LINE, "account-added", f"{account.email}: {role}")
        return await links.to(account) if link else ""

    token = _run(make)
    out.print(f"{escape(tidy(email))} is {role} now.", soft_wrap=True)
    if token:
        _print_link(token, "Within seven days, once")


@cli.command(name="list")
def list_() -> None:
    """Show every account, its role and how it signs in."""

    async def everybody(accounts: Accounts, audit: Audit, links: Links) -> list[Account]:
        return await accounts.all()

    table = Table("E-mail", "Name", "Role", "Signs in with")
    for each in _run(everybody):
        means = "password" if each.has_password else "no password yet"
        means += " and code" if each.has_second_factor else ""
        table.add_row(escape(each.email), escape(each.name), each.role, means)
    out.print(table)


@cli.command()
def role(email: Email, role: Annotated[str, typer.Argument(help="The new role.")]) -> None:
    """Give an account another role; it has to sign in again."""

    async def change(accounts: Accounts, audit: Audit, links: Links) -> None:
        account = await _known(accounts, email)
        await accounts.change_role(account, role)
        await audit.note(COMMAND_LINE, "role-changed", f"{account.email}: {role}")

    _run(change)
    out.print(f"{escape(tidy(email))} is {role} now.", soft_wrap=True)


@cli.command()
def password(email: Email, password_stdin: Stdin = False) -> None:
    """Give an account another password; it has to sign in again."""
    chosen = _asked(email, password_stdin)

    async def change(accounts: Accounts, audit: Audit, links: Links) -> None:
        account = await _known(accounts, email)
        await accounts.change_password(account, chosen)
        await audit.note(COMMAND_LINE, "password-changed", account.email)

    _run(change)
    out.print(f"The password of {escape(tidy(email))} is changed.", soft_wrap=True)


@cli.command()
def link(email: Email) -> None:
    """Print a one-time link to choose a password, for whoever lost theirs or their phone."""

    async def make(accounts: Accounts, audit: Audit, links: Links) -> tuple[Account, str]:
        account = await _known(accounts, email)
        await audit.note(COMMAND_LINE, "link-made", account.email)
        return account, await links.to(account)

    account, token = _run(make)
    _print_link(token, "Within a day, once" if account.has_password else "Within seven days, once")


@cli.command()
def remove(email: Email) -> None:
    """Remove an account; what it wrote stays in the history under its address."""

    async def take_away(accounts: Accounts, audit: Audit, links: Links) -> None:
        account = await _known(accounts, email)
        await accounts.remove(account)
        await audit.note(COMMAND_LINE, "account-removed", account.email)

    _run(take_away)
    out.print(f"{escape(tidy(email))} is removed.", soft_wrap=True)


async def first_link(settings: Settings, origin: str) -> str:
    """The address where the first account is made, "" where there is one already."""
    async with opened(settings.database_url) as connection:
        if await Accounts(connection).count():
            return ""
        return f"{settings.base_url or origin}{LINKS}/{await Links(connection).first()}"


def _run(work: Callable[[Accounts, Audit, Links], Awaitable[Result]]) -> Result:
    settings = configuration.read()

    async def run() -> Result:
        async with opened(settings.database_url) as connection:
            return await work(Accounts(connection), Audit(connection), Links(connection))

    return asyncio.run(run())


async def _known(accounts: Accounts, email: str) -> Account:
    """Raises: AccountRefused."""
    account = await accounts.find(email)
    if account is None:
        raise AccountRefused("email", "there is no account of %(email)s", email=tidy(email))
    return account


def _asked(email: str, is_piped: bool) -> str:
    """Raises: AccountRefused for a password that is not taken."""
    if is_piped:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    refuse_weak(password, tidy(email))
    return password


def _print_link(token: str, when: str) -> None:
    base = configuration.read().base_url
    out.print(f"{when}: {base or _AT_HOME}{LINKS}/{token}", soft_wrap=True)
    if not base:
        out.print(f"Set {variable('base_url')} to have the server's own address here.")
