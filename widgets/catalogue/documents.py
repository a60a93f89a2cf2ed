"""A catalogue as one document: the shape of an exported file and of the open data."""

from collections.abc import Collection, Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import (
    TYPES,
    Category,
    Collaboration,
    Entry,
    Membership,
    Network,
    Organisation,
    Topic,
)

Referring = TypeVar("Referring", Organisation, Network, Collaboration)
SCHEMA = "$schema"  # an address that a document may carry beside its lists
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Catalogue(BaseModel):
    """The published catalogue: lists of entries that name each other by slug. What is not known is
    left out. Texts are objects by language; "mul" is a proper name, the same in each language."""

    model_config = ConfigDict(extra="forbid", title="Catalogue")
    schema_: Annotated[str, Field(alias=SCHEMA)] = ""
    category: tuple[Category, ...] = ()
    topic: tuple[Topic, ...] = ()
    organisation: tuple[Organisation, ...] = ()
    network: tuple[Network, ...] = ()
    membership: tuple[Membership, ...] = ()
    collaboration: tuple[Collaboration, ...] = ()


def document(
    entries: Iterable[Entry], drafts: Collection[tuple[str, str]] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Shape: lists by type, each by slug; what is not said is left out; drafts are (type, slug)."""
    by_type: dict[type, list[Entry]] = {}
    for entry in entries:
        by_type.setdefault(type(entry), []).append(entry)
    return {
        name: [
            each.model_dump(mode="json", exclude_defaults=True)
            | ({"draft": True} if (name, each.slug) in drafts else {})
            for each in sorted(by_type[record], key=lambda each: each.slug)
        ]
        for name, record in TYPES.items()
        if record in by_type
    }


def entries(edition: Edition) -> list[Entry]:
    """Every entry of an edition, without what it says of entries that the edition lacks: nothing
    names a draft, and an import finds all that is referred to."""
    held = (each for group in edition.members.values() for each in group)
    ties = (each for group in edition.collaborations.values() for each in group)
    return [
        *edition.categories.values(),
        *edition.topics.values(),
        *(_known(edition, each) for each in edition.organisations.values()),
        *(_known(edition, each) for each in edition.networks.values()),
        *held,
        *(_known(edition, each) for each in ties),
    ]


def schema(address: str) -> dict[str, Any]:
    """The JSON Schema of a published catalogue, which is itself published at this address."""
    described = _Catalogue.model_json_schema()
    for each in (described, *described["$defs"].values()):
        said = " ".join(each.get("description", "").split()).removeprefix("Shape: ")
        each["description"] = said or each["title"]
    return {SCHEMA: _DIALECT, "$id": address, **described}


def _known(edition: Edition, entry: Referring) -> Referring:
    changes: dict[str, Any] = {
        "topics": tuple(slug for slug in entry.topics if slug in edition.topics)
    }
    for field, known in (("category", edition.categories), ("network", edition.networks)):
        if field in type(entry).model_fields and getattr(entry, field) not in known:
            changes[field] = None
    return entry.model_copy(update=changes)
