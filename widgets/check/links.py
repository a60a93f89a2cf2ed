"""What can be wrong with an address wherever it stands, or with a link that is left. Pure."""

from widgets.check.findings import Desk, Finding, asked_for, blocked, partly
from widgets.check.pasted import Address, Element
from widgets.language.messages import marked

LINKS = {
    "link-alone": blocked(
        marked("Only a link is left of the widget"),
        marked(
            "The CMS took the frame or the script away, because not everybody may paste HTML."
            " Paste the bare address on a line of its own, or ask an administrator to paste the"
            " snippet. If you wanted a link, all is well."
        ),
    ),
    "address-bare": blocked(
        marked("The address is only text here"),
        marked("Your CMS did not make a widget of it. Paste the snippet as HTML."),
    ),
    "address-refused": blocked(
        marked("The address asks for something that is not there"), "%(reason)s"
    ),
    "address-of-builder": blocked(
        marked("The address is the builder's, not the widget's"),
        marked(
            "With /builder/ it leads to the page where snippets are made. Visitors would see that"
            " page instead of the widget, or nothing."
        ),
    ),
    "address-escaped": partly(
        marked("The address was escaped twice"),
        marked(
            "Its & were escaped once more, so only the first option counts and the others are lost:"
            " filters, colours, language. Paste the snippet anew, as HTML."
        ),
    ),
    "address-insecure": partly(
        marked("The address begins with http:"),
        marked("A page with https: may not load it. Let it begin with https:."),
    ),
    "address-elsewhere": partly(
        marked("This widget comes from another server"),
        marked("It is of %(server)s. This page knows only what this server offers."),
    ),
    "address-broken": blocked(
        marked("Our address is there, but not in a snippet that works"),
        marked(
            "Part of the snippet is missing, such as a quotation mark or the end of a tag. Paste"
            " it anew, as one piece."
        ),
    ),
    "source-moved": partly(
        marked("A plugin holds the widget back"),
        marked(
            "A plugin for lazy loading or for consent moved the address to %(attribute)s: the"
            " widget appears late, after consent, or never. Exempt this server in the plugin: it"
            " sets no cookies."
        ),
    ),
    "curly-quotes": blocked(
        marked("Its quotation marks are curly"),
        marked(
            'An editor turned " into “ or ”, which HTML does not know. Paste it anew, as HTML and'
            " not as text."
        ),
    ),
    "nothing": blocked(
        marked("Nothing of this server is in what you pasted"),
        marked(
            "Copy the source of the page as browsers get it (Ctrl+U), not the text that it"
            " shows. If the snippet is not there, your CMS took all of it: choose another one."
        ),
    ),
    "origin-refused": blocked(
        marked("Your site may not show these widgets yet"),
        marked("This server names the sites that may. Ask its owner to add yours."),
    ),
    "too-many": partly(
        marked("There is more than is looked at here"),
        marked("The first %(most)s snippets and links were looked at. Paste the rest by itself."),
    ),
}


def link(element: Element, found: Address, desk: Desk) -> Finding:
    """A link or a bare address, without a widget that shows the same."""
    asked = asked_for(found, desk)
    if asked.refusal:
        return Finding("address-refused", element.source(), asked.page, reason=asked.refusal)
    if element.tag:
        return Finding("link-alone", element.source(), asked.page)
    return Finding("address-bare", element.source(), asked.snippets.iframe)
