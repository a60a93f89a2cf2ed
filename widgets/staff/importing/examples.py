"""One entry of each type with every field filled in: what a file to start from holds."""

from collections.abc import Mapping, Sequence

from widgets.catalogue.records import TYPES, Entry

_LASTING = {"since": "2003", "until": "2020", "ended": True}
_PARTY = {
    **_LASTING,
    "aliases": ["Another name", "A former name"],
    "abbreviation": "EX",
    "website": "https://www.example.org",
    "country": "NL",
    "city": {"nl": "Amsterdam", "en": "Amsterdam"},
    "summary": {"nl": "In één zin.", "en": "In one sentence."},
    "description": {"nl": "Een alinea of meer.", "en": "A paragraph or more."},
    "sources": ["https://www.example.org/about"],
}
_NAME = {"nl": "Een voorbeeld", "en": "An example"}

EXAMPLES: dict[str, Entry] = {
    type: TYPES[type].model_validate(fields)
    for type, fields in {
        "category": {"slug": "example", "name": _NAME, "order": 9},
        "topic": {"slug": "example", "name": _NAME},
        "organisation": {"slug": "example", "name": _NAME, "topics": ["tax"], **_PARTY},
        "network": {
            "slug": "example-network",
            "name": _NAME,
            "topics": ["tax"],
            **_PARTY,
            "scope": "global",
            "area": "150",
            "category": "thematic",
            "category_confirmed": True,
            "size": "140+",
            "size_year": "2019",
        },
        "membership": {
            "network": "example-network",
            "member": "example",
            "role": "member",
            "confirmed": "2019",
            "note": {"nl": "Een toelichting.", "en": "A remark."},
            **_LASTING,
        },
        "collaboration": {
            "slug": "example-research",
            "organisation": "example",
            "form": "research",
            "title": _NAME,
            "network": "example-network",
            "topics": ["tax"],
            "publications": [
                {"title": _NAME, "url": "https://www.example.org/report", "year": "2019"}
            ],
            **_LASTING,
        },
    }.items()
}


def fitted(example: Entry, held: Mapping[str, Sequence[str]]) -> Entry:
    """The example, such that it names what this catalogue holds.

    Shape: slugs by type; where there is none the example names one that is still to be made."""
    changes: dict[str, object] = {}
    for field in type(example).model_fields:
        kind = "organisation" if field == "member" else field
        if field == "topics":
            changes[field] = tuple(held["topic"][:2])
        elif kind in TYPES and held[kind]:
            changes[field] = held[kind][0]
    return example.model_copy(update=changes)
