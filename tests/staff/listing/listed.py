"""Lists as a colleague reads them."""

import re
from html import unescape


def titles(page: str) -> list[str]:
    """The entries of a list, in their order."""
    return [text(cell) for cell in re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', page, re.S)]


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def chips(page: str) -> dict[str, str]:
    """Each filter with the number it carries."""
    found = re.findall(r'<li><a href="[^"]*"[^>]*>(.*?)</a></li>', page, re.S)
    said = (text(each).rpartition(" ") for each in found)
    return {name: count for name, _, count in said}


def address_of(page: str, chip: str) -> str:
    """Where a filter leads."""
    for address, words in re.findall(r'<li><a href="([^"]*)"[^>]*>(.*?)</a></li>', page, re.S):
        if text(words).rpartition(" ")[0] == chip:
            return f"{unescape(address)}"
    raise AssertionError(chip)
