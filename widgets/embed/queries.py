"""What of a query an answer depends on, by route. Of equal questions one answer is kept, and its
handler is asked in these words alone."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from widgets.kinds import options, queries
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.options import Options, readable
from widgets.kinds.registry import kind

Named = Mapping[str, str]
Query = Callable[[str, Named, str], str]


def whole(query: str, named: Named, language: str) -> str:
    return query


def language_alone(query: str, named: Named, language: str) -> str:
    """Also where only a refusal would be in a language."""
    return urlencode({"lang": readable(_pairs(query), language).lang})


def of_widget(query: str, named: Named, language: str) -> str:
    """Raises: NotPublished for an unknown kind, BadOption."""
    return queries.query(asked_of(named["kind"], query, language))


@lru_cache(256)
def asked_of(name: str, query: str, language: str) -> Options:
    """The options of a widget; what was read to find the canonical query need not be read again.

    Raises: NotPublished for an unknown kind, BadOption."""
    return options.read(kind(name).options, _pairs(query), language)


def of_badge(query: str, named: Named, language: str) -> str:
    """Raises: BadOption."""
    asked = options.read(BadgeOptions, [*_pairs(query), *named.items()], language)
    return urlencode([pair for pair in queries.pairs_of(asked) if pair[0] not in named])


def of(cls: type[Options]) -> Query:
    """Raises: BadOption, once it is asked."""

    def canonical(query: str, named: Named, language: str) -> str:
        return queries.query(options.read(cls, _pairs(query), language))

    return canonical


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)
