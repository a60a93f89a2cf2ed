"""Text in a cell of a table, such that no spreadsheet takes it for a formula, or for its result."""

import re

ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)", re.I)
_COMPUTED = re.compile(rf"'*([=+\-@\t\r\n＝＋－＠]|{ERROR.pattern}$)", re.I)
# Source: OWASP, CSV injection
_WITHIN = r"(?=[\"']*[=+\-@＝＋－＠][^\s,;.])"  # not the “10,-” of a price
_BEGINS = re.compile(rf"(?<=[,;\t\r\n]){_WITHIN}")
_BEGINS_GUARDED = re.compile(rf"(?<=[,;\t\r\n])'{_WITHIN}")


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute; so has one that begins
    like a guarded text. Within it too, where a cell begins for whoever reads the table with another
    separator."""
    text = _BEGINS.sub("'", text)
    return f"'{text}" if _COMPUTED.match(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    text = cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell
    return _BEGINS_GUARDED.sub("", text)
