"""The records of a catalogue, as stored, imported and exported. Nothing here is derived."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

from widgets.catalogue import years

ROLES = ("coordinator", "initiator", "board", "active", "member", "partner")  # strongest first
SCOPES = ("national", "regional", "global")
EVERY_LANGUAGE = "mul"  # ISO 639: a proper name that is the same in each language
FALLBACK = (EVERY_LANGUAGE, "en", "nl")

Role = Literal["coordinator", "initiator", "board", "active", "member", "partner"]
Scope = Literal["national", "regional", "global"]


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("takes a web address such as https://www.example.org")
    return text


def _proper_name(value: Any) -> Any:
    return {EVERY_LANGUAGE: value} if isinstance(value, str) else value


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
EdtfYears = Annotated[str, AfterValidator(years.checked)]
WebAddress = Annotated[str, StringConstraints(max_length=500), AfterValidator(_web_address)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Area = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|\d{3})$")]
Size = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,6}\+?$")]


class Texts(RootModel[dict[Language, Prose]]):
    """One text in several languages; a plain string is a proper name, the same in each."""

    model_config = ConfigDict(frozen=True)
    root: Annotated[dict[Language, Prose], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return _proper_name(value)

    def chosen(self, language: str) -> tuple[str, str]:
        """The text for a reader, and the language it is really in.

        Shape: (language or "mul", text), in the order asked, mul, en, nl, any."""
        for candidate in (language, *FALLBACK):
            if candidate in self.root:
                return candidate, self.root[candidate]
        return next(iter(self.root.items()))

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self.root.values())


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Category(Record):
    slug: Slug
    name: Texts
    order: int = 0


class Topic(Record):
    slug: Slug
    name: Texts


class Lasting(Record):
    """What begins and ends. An `until` means that it has ended, and so does `ended` where no year
    is known."""

    since: EdtfYears | None = None
    until: EdtfYears | None = None
    ended: bool = False

    @property
    def has_ended(self) -> bool:
        return self.ended or self.until is not None


class Party(Lasting):
    """What can be a member: an organisation or a network. Both share one space of slugs."""

    slug: Slug
    name: Texts
    aliases: tuple[Line, ...] = ()
    abbreviation: Texts | None = None
    website: WebAddress | None = None
    country: Country | None = None
    city: Texts | None = None
    topics: tuple[Slug, ...] = ()
    summary: Texts | None = None
    description: Texts | None = None
    sources: tuple[WebAddress, ...] = ()


class Organisation(Party):
    pass


class Network(Party):
    """Shape: area is an ISO 3166 country or a UN M49 region ("150" is Europe); size is the number
    of members that the network itself names, "140+" for more than 140."""

    scope: Scope | None = None
    area: Area | None = None
    category: Slug | None = None
    category_confirmed: bool = False
    size: Size | None = None


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
    title: Texts
    url: WebAddress
    year: EdtfYears | None = None


class Collaboration(Lasting):
    """A direct tie of the host with an organisation."""

    slug: Slug
    organisation: Slug
    form: Literal["research", "programme"]
    title: Texts
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
