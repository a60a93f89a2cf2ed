"""Text in a cell of a table, such that no spreadsheet takes it for a formula, or for its result."""

import re

ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)", re.I)
_COMPUTED = re.compile(rf"'*([=+\-@\t\r\n＝＋－＠]|{ERROR.pattern}$)", re.I)
# Source: OWASP, CSV injection


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would compute; so has one that begins
    like a guarded text."""
    return f"'{text}" if _COMPUTED.match(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell
