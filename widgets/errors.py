"""Every error of the project. Each is raised near its cause and answered in one place: `app.py` for
a visitor, `cli.py` at the command line.

    WidgetsError
    ├── BadOption          a value that an option does not take           400
    ├── NotPublished       a slug that the published edition lacks        404
    ├── BadField           a value that a field of an entry does not take   told at the field
    ├── BadRequest         a request that cannot be read at all           400
    ├── TooLarge           a form with more than one may send             413
    ├── AccountRefused     an account that may not become so             its form, exit 1
    ├── PictureRefused     an upload that is no picture to show           422
    ├── Overtaken          what was looked at has changed meanwhile       409
    ├── LinkUnknown        a preview link that was not made here          404
    ├── LinkExpired        a preview link whose time is over              410
    ├── CatalogueRefused   an import with problems; nothing was written   exit 1
    ├── StoreRefused       a database that must not be touched            503, exit 1
    │   └── StoreBroken    one that a backup may take the place of        503, exit 1
    ├── Unreadable         an entry of the database that is not one      exit 1
    ├── AssetMissing       a static file that is not as it was released  exit 1
    └── BadSetting         a variable or argument that cannot be used     exit 1
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class WidgetsError(Exception):
    pass


class BadOption(WidgetsError):
    """Shape: takes is a message of the catalogues with %(name)s places, values what fills them."""

    def __init__(self, option: str, takes: str, **values: str | int) -> None:
        super().__init__(option, takes, values)
        self.option = option
        self.takes = takes
        self.values = values


class BadField(WidgetsError, ValueError):
    """Shape: message is one of the catalogues with %(name)s places, values what fills them; field
    is the one to be mended, where the whole entry is looked at."""

    def __init__(self, message: str, field: str = "", **values: str | int) -> None:
        super().__init__(message % values)
        self.message = message
        self.field = field
        self.values = values


class NotPublished(WidgetsError):
    """Shape: type is a key of catalogue.records.TYPES or "kind"; slug is what was asked for."""

    def __init__(self, type: str, slug: str) -> None:
        super().__init__(type, slug)
        self.type = type
        self.slug = slug


class BadRequest(WidgetsError):
    pass


class TooLarge(WidgetsError):
    pass


class AccountRefused(WidgetsError):
    """Shape: message is one of the catalogues with %(name)s places, values what fills them; field
    is that of the form, "" where it is about none."""

    def __init__(self, field: str, message: str, **values: str | int) -> None:
        super().__init__(message % values)
        self.field = field
        self.message = message
        self.values = values


class PictureRefused(WidgetsError):
    """Shape: says is a message of the catalogues with %(name)s places, values what fills them."""

    def __init__(self, says: str, **values: int) -> None:
        super().__init__(says, values)
        self.says = says
        self.values = values


class LinkUnknown(WidgetsError):
    pass


class LinkExpired(WidgetsError):
    pass


@dataclass(frozen=True)
class Told:
    """Shape: message is one of the catalogues, values what fills its %(name)s places."""

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values


@dataclass(frozen=True)
class Problem:
    """Shape: place is "line 12" or "row 12, column name.nl", and says nothing of a whole file;
    type, slug and field may be empty."""

    place: Told
    type: str
    slug: str
    field: str
    told: Told

    def __str__(self) -> str:
        entry = f"{self.type} {self.slug}".strip()
        parts = (str(self.place), entry, self.field, str(self.told))
        return ": ".join(part for part in parts if part)


class CatalogueRefused(WidgetsError):
    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Moved:
    """An entry that is no longer what somebody looked at.

    Shape: base is the revision that was looked at, 0 for an entry that was thought to be new;
    newest is the one there is now, 0 for none."""

    type: str
    slug: str
    base: int
    newest: int


class Overtaken(WidgetsError):
    """Nothing was written."""

    def __init__(self, moved: Sequence[Moved]) -> None:
        super().__init__(", ".join(f"{each.type} {each.slug}" for each in moved))
        self.moved = tuple(moved)


class StoreRefused(WidgetsError):
    pass


class StoreBroken(StoreRefused):
    pass


class Unreadable(WidgetsError):
    pass


class AssetMissing(WidgetsError):
    pass


class BadSetting(WidgetsError):
    pass
