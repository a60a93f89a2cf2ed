"""The one template environment. Escapes everything; a missing name fails."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import fields
from functools import cache
from threading import Lock
from typing import Any

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from widgets.language.messages import direction, messages, number, own_name
from widgets.settings import shipped

_MOST_KEPT = 2_048
_kept: dict[Hashable, str] = {}  # the longest kept first
_keeping = Lock()
_language: ContextVar[str] = ContextVar("language")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_OUTWARD = {"target": "_blank"}
_NOWHERE = '<a target="_blank" rel="noopener noreferrer">'  # what is left of a refused address
_NOT_IN_XML = {0xFFFE: None, 0xFFFF: None}  # letters of a name that XML cannot hold
_PROSE = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "br", "code"}


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: messages(_language.get()).gettext(text),
        lambda one, many, count: messages(_language.get()).ngettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, text: messages(_language.get()).pgettext(context, text),
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    made.filters.update(prose=prose, digest=digest, own_name=own_name, direction=direction)
    made.globals["kept"] = kept
    made.filters["number"] = lambda value: number(value, _language.get())
    return made


def render(template: str, context: Any, language: str) -> Markup:
    """Render a template with exactly the fields of a context dataclass.

    Raises: jinja2.UndefinedError for a name that the context lacks."""
    return whole(pieces(template, context, language))


def pieces(template: str, context: Any, language: str) -> Iterator[str]:
    """The same, as it is drawn. No other template may be drawn in between by the same task."""
    values = {each.name: getattr(context, each.name) for each in fields(context)}
    speaking(language)
    return environment().get_template(template).generate(values)


def whole(pieces: Iterable[str]) -> Markup:
    """A NUL out of an address or a form becomes what HTML reads it as."""
    drawn = "".join(pieces)
    return Markup(drawn.replace("\0", "\N{REPLACEMENT CHARACTER}"))  # noqa: S704


def kept(*drawn_from: Hashable, caller: Callable[[], str]) -> str:
    """What a template draws from nothing but these values and the language is drawn once: a card is
    the same in each list, and in the next edition too where nothing has changed in it."""
    key = _language.get(), *drawn_from
    found = _kept.get(key)
    if found is None:
        found = caller()
        with _keeping:  # what colleagues preview is drawn in other threads
            while len(_kept) >= _MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = found
    return found


def speaking(language: str) -> None:
    """What templates are rendered in from now on: they are the same for every language."""
    _language.set(language)


def well_formed(xml: str) -> str:
    """XML without the letters that no XML can hold, escaped or not."""
    return xml.translate(_NOT_IN_XML)


def prose(text: str) -> Markup:
    """Markdown as a few safe elements; no heading, image or raw HTML comes through."""
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_PROSE,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        set_tag_attribute_values={"a": _OUTWARD},
        link_rel="noopener noreferrer",
    )
    return Markup(html.replace(_NOWHERE, "<a>"))  # noqa: S704


def digest(html: str) -> str:
    """Eight letters that stand for exactly this text."""
    return hashlib.sha256(html.encode()).hexdigest()[:8]
