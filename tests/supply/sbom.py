"""Writes the bill of materials of what an installation takes, as CycloneDX, from the lock files,
and puts it beside the wheel."""

from collections.abc import Iterator

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.supply.locks import ROOT, Pin, npm_pins, python_pins
from widgets import __version__

_HASHES = {"sha256": HashAlgorithm.SHA_256, "sha512": HashAlgorithm.SHA_512}


def sbom() -> str:
    product = _component(Pin("widgets", __version__, "", (), "MIT"), "pypi")
    product.type = ComponentType.APPLICATION
    bom = Bom(components=_parts())
    bom.metadata.component = product
    bom.register_dependency(product, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _parts() -> Iterator[Component]:
    for pin in python_pins(ROOT / "requirements.lock"):
        yield _component(pin, "pypi")
    for pin in npm_pins(ROOT / "static" / "package-lock.json"):
        yield _component(pin, "npm")


def _component(pin: Pin, registry: str) -> Component:
    """A pin has as many hashes as there are builds of it: any of them may be the one installed."""
    address = PackageURL(registry, name=pin.name, version=pin.version)
    licence = LicenseFactory().make_from_string(pin.licence)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(address),
        purl=address,
        licenses=[licence],
        hashes=[HashType(alg=_HASHES[algorithm], content=made) for algorithm, made in pin.hashes],
        properties=[Property(name="widgets:only-where", value=pin.marker)] if pin.marker else [],
    )


def main() -> None:
    path = ROOT / "dist" / f"widgets-{__version__}.cdx.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(sbom() + "\n", "utf-8")
    print(f"Wrote {path.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
