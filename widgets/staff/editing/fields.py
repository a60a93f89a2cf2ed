"""What each type of entry is asked for, in the order in which a person thinks of it. The one place
that knows which fields there are to fill in; what each may hold is known to the record alone."""

from widgets.language.messages import marked
from widgets.staff.editing.controls import Control, Form, Group

_NAME = Control(
    "name",
    "proper",
    marked("Name"),
    marked("As they write it themselves. Most names are the same in every language."),
    is_required=True,
)
_TRANSLATED = Control(
    "name",
    "text",
    marked("Name"),
    marked("As a visitor reads it on a filter, in each language."),
    is_required=True,
)
_SLUG = Control(
    "slug",
    "line",
    marked("Short name in addresses"),
    marked(
        "Small letters, digits and hyphens, such as clean-clothes. Left empty, it is made from the "
        "name. Once saved it stays, because partners’ pages and links use it."
    ),
    is_settled=True,
)
_ABBREVIATION = Control(
    "abbreviation",
    "proper",
    marked("Abbreviation"),
    marked("Shown beside the name and used in sentences, such as CCC."),
)
_ALIASES = Control(
    "aliases",
    "rows",
    marked("Also known as"),
    marked("Former names and other spellings. A search finds them; cards do not show them."),
)
_WEBSITE = Control(
    "website",
    "address",
    marked("Website"),
    marked("The whole address, such as https://www.example.org. Cards link to it."),
)
_TOPICS = Control(
    "topics", "ticks", marked("Topics"), marked("Cards show the first three."), "topic"
)
_SINCE = Control(
    "since",
    "year",
    marked("Since"),
    marked(
        "A year: 2003. Not sure: 2007~ means about 2007. Known only that it was by then: ../2017"
    ),
)
_UNTIL = Control(
    "until",
    "year",
    marked("Until"),
    marked("Fill this in only once it has ended. Write it in the same ways as the first year."),
)
_ENDED = Control(
    "ended",
    "tick",
    marked("It has ended, but the year is not known"),
)
_LASTING = (_SINCE, _UNTIL, _ENDED)
_COUNTRY = Control(
    "country", "choice", marked("Country"), marked("Where it has its seat."), "country"
)
_CITY = Control("city", "proper", marked("City"), marked("Where it has its seat."))
_SUMMARY = Control(
    "summary",
    "prose",
    marked("Summary"),
    marked("Two or three short sentences for the card, without a name for the reader to look up."),
)
_DESCRIPTION = Control(
    "description",
    "markdown",
    marked("Description"),
    marked(
        "For the full card. An empty line begins a paragraph; **words** are bold, *words* italic; "
        "[words](https://www.example.org) is a link; a line that begins with a hyphen is a point."
    ),
)
_SOURCES = Control(
    "sources",
    "rows",
    marked("Sources"),
    marked("Addresses of pages that say so. Visitors do not see them on a card."),
)

_FORMS = {
    "network": (
        Group(marked("What it is called"), (_NAME, _ABBREVIATION, _ALIASES, _SLUG)),
        Group(
            marked("What it is"),
            (
                Control("category", "choice", marked("Category"), "", "category"),
                Control(
                    "category_confirmed",
                    "tick",
                    marked("A source confirms this category"),
                    marked("Without this, cards show the category as provisional."),
                ),
                _TOPICS,
                _WEBSITE,
                *_LASTING,
                Control(
                    "size",
                    "line",
                    marked("Number of members"),
                    marked("As the network itself says: 140, or 140+ for more than that."),
                ),
                Control(
                    "size_year", "year", marked("Year of that number"), marked("Such as 2024.")
                ),
            ),
        ),
        Group(
            marked("Where it works, and where it is"),
            (
                Control(
                    "scope",
                    "choice",
                    marked("Reach"),
                    marked("Whether it works in one country, in one region or worldwide."),
                    "scope",
                ),
                Control(
                    "area",
                    "choice",
                    marked("Area"),
                    marked("Which country or region that is. Leave it empty for worldwide."),
                    "area",
                ),
                _COUNTRY,
                _CITY,
            ),
        ),
        Group(marked("Texts"), (_SUMMARY, _DESCRIPTION)),
        Group(marked("How this is known"), (_SOURCES,)),
    ),
    "organisation": (
        Group(marked("What it is called"), (_NAME, _ABBREVIATION, _ALIASES, _SLUG)),
        Group(marked("What it is"), (_TOPICS, _WEBSITE, *_LASTING)),
        Group(marked("Where it is"), (_COUNTRY, _CITY)),
        Group(marked("Texts"), (_SUMMARY, _DESCRIPTION)),
        Group(marked("How this is known"), (_SOURCES,)),
    ),
    "membership": (
        Group(
            marked("Who is what"),
            (
                Control(
                    "member",
                    "party",
                    marked("Member"),
                    marked(
                        "The organisation or network that belongs to it. Begin to type its name."
                    ),
                    "party",
                    is_required=True,
                    is_settled=True,
                ),
                Control(
                    "role",
                    "choice",
                    marked("Role"),
                    marked("Strongest first. Who has several roles has one membership for each."),
                    "role",
                    is_required=True,
                    is_settled=True,
                ),
                Control(
                    "network",
                    "party",
                    marked("Network"),
                    marked("Begin to type its name."),
                    "network",
                    is_required=True,
                    is_settled=True,
                ),
            ),
        ),
        Group(
            marked("When"),
            (
                *_LASTING,
                Control(
                    "confirmed",
                    "year",
                    marked("Last confirmed"),
                    marked("The last year for which a source says so, such as 2024."),
                ),
            ),
        ),
        Group(
            marked("Texts"),
            (
                Control(
                    "note",
                    "prose",
                    marked("Note"),
                    marked("What else a visitor should know of it, in a sentence."),
                ),
            ),
        ),
    ),
    "category": (
        Group(
            marked("What it is called"),
            (
                _TRANSLATED,
                Control(
                    "order",
                    "line",
                    marked("Place in the list"),
                    marked("A whole number: 1 comes before 2."),
                ),
                _SLUG,
            ),
        ),
    ),
    "topic": (Group(marked("What it is called"), (_TRANSLATED, _SLUG)),),
    "collaboration": (
        Group(
            marked("What it is"),
            (
                Control(
                    "title",
                    "text",
                    marked("Title"),
                    marked("What is done together, in each language."),
                    is_required=True,
                ),
                Control(
                    "organisation",
                    "party",
                    marked("With which organisation"),
                    marked("Begin to type its name."),
                    "organisation",
                    is_required=True,
                ),
                Control(
                    "form",
                    "choice",
                    marked("Kind of collaboration"),
                    of="form",
                    is_required=True,
                ),
                Control(
                    "network",
                    "party",
                    marked("Within which network"),
                    marked("Leave it empty if it belongs to no network."),
                    "network",
                ),
                _TOPICS,
                _SLUG,
            ),
        ),
        Group(marked("When"), _LASTING),
        Group(
            marked("Publications"),
            (
                Control(
                    "publications",
                    "publications",
                    marked("Joint publications"),
                    marked("Each with a title, its address and, where it is known, its year."),
                ),
            ),
        ),
    ),
}
FORMS = {
    type: Form(type, groups, {each.name: each for group in groups for each in group.controls})
    for type, groups in _FORMS.items()
}

NOT_ASKED = frozenset({"logo"})  # has a page of its own
