"""What the lock files pin: of Python by requirements*.lock, of npm by package-lock.json."""

import json
import re
from base64 import b64decode
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent.parent
_SPDX = {  # as licences are called where no SPDX expression is given
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",  # so say the texts of those that call it no more than that
    "BSD-0-Clause": "0BSD",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
    "SEE LICENSE IN README.md AND LICENSE": "Bitstream-Vera",  # dejavu-fonts-ttf
}
_READ = {  # not installed everywhere, or said nowhere but in the text of the licence
    "backports-zstd": "PSF-2.0",
    "colorama": "BSD-3-Clause",
    "resvg-py": "MIT",
    "typing-extensions": "PSF-2.0",
}


@dataclass(frozen=True)
class Pin:
    """Shape: hashes are (algorithm, hexadecimal digits)."""

    name: str
    version: str
    marker: str
    hashes: tuple[tuple[str, str], ...]
    licence: str


def python_pins(lock: Path) -> list[Pin]:
    """Shape: the licence is empty where the package is not installed.

    Raises: ValueError for a line that is no pin."""
    pins = []
    for entry in lock.read_text("utf-8").replace(" \\\n", " ").splitlines():
        said, *hashes = re.split(r"\s+--hash=", entry)
        requirement = Requirement(said)
        (only,) = requirement.specifier
        if only.operator != "==" or requirement.url:
            raise ValueError(f"{lock.name}: {said} is no pin")
        split = [tuple(each.strip().split(":", 1)) for each in hashes]
        name = requirement.name
        pins.append(
            Pin(
                name,
                only.version,
                str(requirement.marker or ""),
                tuple((algorithm, digits) for algorithm, digits in split),
                _python_licence(name),
            )
        )
    return pins


def npm_pins(lock: Path) -> list[Pin]:
    pins = []
    for path, each in json.loads(lock.read_text("utf-8"))["packages"].items():
        if not path:
            continue  # the folder itself
        name = each.get("name") or path.rpartition("node_modules/")[2]
        algorithm, _, digest = each["integrity"].partition("-")
        licence = str(each.get("license", ""))
        hashes = ((algorithm, b64decode(digest, validate=True).hex()),)
        pins.append(Pin(name, each["version"], "", hashes, _SPDX.get(licence, licence)))
    return pins


def _python_licence(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return _READ.get(name, "")
    kinds = [each for each in told.get_all("Classifier", []) if each.startswith("License ::")]
    kind = kinds[0].rpartition(" :: ")[2] if kinds else ""
    word = (told["License"] or "").strip()
    said = told["License-Expression"] or (kind if "\n" in word or not word else word)
    return _SPDX.get(said, said) or _READ.get(name, "")
