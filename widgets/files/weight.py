"""How much memory a catalogue takes: one that is too large is refused at once, not found out at
night."""

from collections.abc import Iterable

from widgets.catalogue.records import Entry, Membership, key_of
from widgets.errors import CatalogueRefused, Problem, Told
from widgets.language.messages import marked

TOO_HEAVY = marked(
    "With this, the catalogue would take %(needed)s MB of memory in each worker, and %(allowed)s MB"
    " are allowed. Import less, or have WIDGETS_MEMORY_MEGABYTES raised where there is more."
)
# Source: measured with 10,000 networks, 20,000 organisations, 100,000 memberships in six languages,
# lists that were asked for included.
_MEMBERSHIP_BYTES = 1_500
_ENTRY_BYTES = 1_500
_CHARACTER_BYTES = 4  # of what is said: as a text, and folded for the search


def megabytes(entries: Iterable[Entry]) -> int:
    """Units: MB, rounded up."""
    return -(-sum(map(_bytes, entries)) // 1_000_000)


def refuse_too_heavy(
    name: str, known: Iterable[Entry], entries: Iterable[Entry], allowed: int
) -> None:
    """Shape: name is that of a file which adds these entries to those known. Units: allowed is in
    MB, 0 for no limit.

    Raises: CatalogueRefused."""
    if not allowed:
        return
    together = {key_of(each): each for held in (known, entries) for each in held}
    if (needed := megabytes(together.values())) > allowed:
        told = Told(TOO_HEAVY, {"needed": needed, "allowed": allowed})
        raise CatalogueRefused([Problem(Told("%(name)s", {"name": name}), "", "", "", told)])


def _bytes(entry: Entry) -> int:
    if isinstance(entry, Membership) and entry.note is None:
        return _MEMBERSHIP_BYTES
    return _ENTRY_BYTES + _CHARACTER_BYTES * len(entry.model_dump_json(exclude_defaults=True))
