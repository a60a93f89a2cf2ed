"""The records of a catalogue, as stored, imported and exported. Nothing here is derived."""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from widgets.catalogue import years
from widgets.errors import BadField
from widgets.language.messages import marked

ROLES = ("coordinator", "initiator", "board", "active", "member", "partner")  # strongest first
SCOPES = ("national", "regional", "global")
EVERY_LANGUAGE = "mul"  # ISO 639: a proper name that is the same in each language
LOGO_PX = (80, 36)  # what a card has room for, width and height
FALLBACK = (EVERY_LANGUAGE, "en", "nl")

Role = Literal["coordinator", "initiator", "board", "active", "member", "partner"]
Scope = Literal["national", "regional", "global"]


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        usable = usable and "\\" not in parts.netloc  # which a browser takes for a slash
    except ValueError:
        usable = False
    if not usable or " " in text or not text.isprintable():
        raise BadField(marked("Give a web address such as https://www.example.org"))
    return text


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # a letter newer than this Python's Unicode is none


def _without_controls(allowed: str) -> Callable[[str], str]:
    def checked(text: str) -> str:
        for character in _CONTROL.findall(text):
            if character not in allowed:
                if character in "\r\n":
                    raise BadField(marked("Write this on one line, without line breaks."))
                shown = f"U+{ord(character):04X}"
                raise BadField(marked("Take out the invisible character %(shown)s."), shown=shown)
        if text and all(unicodedata.category(each) in _INVISIBLE for each in text):
            raise BadField(marked("There is nothing to see in this: write it in letters."))
        return text

    return checked


def _one_kind_of_break(value: Any) -> Any:
    """A form sends \\r\\n, a file may hold \\r: as a text they are the same."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _proper_name(value: Any) -> Any:
    return {EVERY_LANGUAGE: value} if isinstance(value, str) else value


SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
COUNTRY = r"^[A-Z]{2}$"
AREA = r"^([A-Z]{2}|\d{3})$"
SIZE = r"^[1-9]\d{0,6}\+?$"
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, strip_whitespace=True),
    AfterValidator(_without_controls("")),
]
Prose = Annotated[
    str,
    StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True),
    BeforeValidator(_one_kind_of_break),  # named last, it comes first
    AfterValidator(_without_controls("\n\t")),
    BeforeValidator(_one_kind_of_break),  # last, since each of these wraps those above it
]
EdtfYears = Annotated[
    str,
    AfterValidator(years.checked),
    WithJsonSchema(
        {
            "type": "string",
            "description": "A year or years as EDTF, ISO 8601-2",
            "examples": ["2003", "2007~", "../2017", "2011/2015"],
        }
    ),
]
WebAddress = Annotated[
    str,
    StringConstraints(max_length=500),
    AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "format": "iri", "maxLength": 500}),
]
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
Area = Annotated[str, StringConstraints(pattern=AREA)]
Size = Annotated[str, StringConstraints(pattern=SIZE)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Texts(RootModel[dict[Language, Prose]]):
    """One text in several languages; a plain string is a proper name, the same in each."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={"description": 'A text by language; "mul" is one for each of them'},
    )
    root: Annotated[dict[Language, Prose], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return value.root if isinstance(value, Texts) else _proper_name(value)

    def chosen(self, language: str) -> tuple[str, str]:
        """The text for a reader, and the language it is really in.

        Shape: (language or "mul", text), in the order asked, mul, en, nl, any."""
        for candidate in (language, *FALLBACK):
            if candidate in self.root:
                return candidate, self.root[candidate]
        return next(iter(self.root.items()))

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self.root.values())


class Names(Texts):
    """A text of one line, in several languages."""

    root: Annotated[dict[Language, Line], Field(min_length=1)]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Category(Record):
    slug: Slug
    name: Names
    order: int = 0


class Topic(Record):
    slug: Slug
    name: Names


class Lasting(Record):
    """What begins and ends. An `until` means that it has ended, and so does `ended` where no year
    is known."""

    since: EdtfYears | None = None
    until: EdtfYears | None = None
    ended: bool = False

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        began = years.read(self.since).first if self.since else None
        ends = years.read(self.until).last if self.until else None
        if began and ends and ends < began:
            said = marked("This ends in %(ends)s, before it began in %(began)s: mend one of them.")
            raise BadField(said, "until", ends=str(ends), began=str(began))
        return self

    @property
    def has_ended(self) -> bool:
        return self.ended or self.until is not None


class Logo(Record):
    """A picture of the store, by the digest of what it holds. Units: CSS pixels."""

    digest: Digest
    alt: Names
    width: Annotated[int, Field(ge=1, le=LOGO_PX[0])]
    height: Annotated[int, Field(ge=1, le=LOGO_PX[1])]


class Party(Lasting):
    """What can be a member: an organisation or a network. Both share one space of slugs."""

    slug: Slug
    name: Names
    aliases: tuple[Line, ...] = ()
    abbreviation: Names | None = None
    website: WebAddress | None = None
    country: Country | None = None
    city: Names | None = None
    topics: tuple[Slug, ...] = ()
    logo: Logo | None = None
    summary: Texts | None = None
    description: Texts | None = None
    sources: tuple[WebAddress, ...] = ()


class Organisation(Party):
    pass


class Network(Party):
    """Shape: area is an ISO 3166 country or a UN M49 region ("150" is Europe); size is the number
    of members that the network itself names, "140+" for more than 140, in the year size_year."""

    scope: Scope | None = None
    area: Area | None = None
    category: Slug | None = None
    category_confirmed: bool = False
    size: Size | None = None
    size_year: EdtfYears | None = None


class Membership(Lasting):
    """Shape: confirmed is the last year for which a source says so."""

    network: Slug
    member: Slug
    role: Role
    confirmed: EdtfYears | None = None
    note: Texts | None = None

    @property
    def slug(self) -> str:
        return f"{self.network}/{self.member}/{self.role}"


class Publication(Record):
    title: Names
    url: WebAddress
    year: EdtfYears | None = None


class Collaboration(Lasting):
    """A direct tie of the host with an organisation."""

    slug: Slug
    organisation: Slug
    form: Literal["research", "programme"]
    title: Names
    network: Slug | None = None
    topics: tuple[Slug, ...] = ()
    publications: tuple[Publication, ...] = ()


Entry = Category | Topic | Organisation | Network | Membership | Collaboration

TYPES: dict[str, type[Entry]] = {
    "category": Category,
    "topic": Topic,
    "organisation": Organisation,
    "network": Network,
    "membership": Membership,
    "collaboration": Collaboration,
}
TYPE_OF = {record: name for name, record in TYPES.items()}
Key = tuple[str, str]  # type and slug


def key_of(entry: Entry) -> Key:
    return TYPE_OF[type(entry)], entry.slug


_SAID: set[str] = set()  # a copy of an entry takes a copy of it


def lean(entry: Entry) -> Entry:
    """The entry itself, in two thirds of the memory, where many are kept: what pydantic notes of
    which fields were named is shared by all, and so are slugs and years."""
    held = entry.__dict__
    for name, value in held.items():
        if type(value) is str:
            held[name] = sys.intern(value)
        elif isinstance(value, Texts):
            _forget_said(value)
    _forget_said(entry)
    return entry


def _forget_said(model: BaseModel) -> None:
    object.__setattr__(model, "__pydantic_fields_set__", _SAID)
