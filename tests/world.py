"""One small world that tests read: an umbrella, its networks in every state, and hostile text."""

from widgets.catalogue.records import (
    Category,
    Collaboration,
    Entry,
    Membership,
    Names,
    Network,
    Organisation,
    Publication,
    Texts,
    Topic,
)


def texts(**by_language: str) -> Texts:
    return Texts(by_language)


def name(proper: str) -> Names:
    return Names.model_validate(proper)


WORLD: tuple[Entry, ...] = (
    Category(slug="sectoral", name=texts(nl="Sectoraal", en="Sectoral"), order=1),
    Category(slug="thematic", name=texts(nl="Thematisch", en="Thematic"), order=2),
    Category(slug="research", name=texts(nl="Onderzoek", en="Research"), order=3),
    Topic(slug="tax", name=texts(nl="belasting", en="tax")),
    Topic(slug="water", name=texts(en="water")),
    Organisation(
        slug="umbrella", name=name("The Umbrella"), abbreviation=name("UMB"), country="NL"
    ),
    Organisation(slug="suedwind", name=name("Südwind"), website="https://www.suedwind.at"),
    Organisation(slug="hostile", name=name("<b>&\"'</b><script>alert(1)</script>")),
    Network(slug="bare", name=name("Bare")),
    Network(
        slug="full",
        name=texts(nl="Vol Netwerk", en="Full Network"),
        aliases=("Complete & Co", "Volledig"),
        abbreviation=name("FN"),
        website="https://www.full.example/about",
        since="2007~",
        country="BE",
        city=texts(nl="Brussel", en="Brussels"),
        scope="regional",
        area="150",
        topics=("tax", "water"),
        summary=texts(
            nl="Bestrijdt belastingontwijking in Europa.", en="Fights tax avoidance in Europe."
        ),
        description=Texts(
            {"en": "By **four**.\n\n[More](https://full.example) [x](javascript:x) [y](/)"}
        ),
        category="thematic",
        category_confirmed=True,
        size="140+",
    ),
    Network(
        slug="ended",
        name=name("Gone Coalition"),
        since="2002",
        until="2011",
        category="sectoral",
        scope="national",
        area="NL",
    ),
    Network(slug="left", name=name("Left Alliance"), summary=texts(nl="Alleen Nederlands.")),
    Network(
        slug="hostile-network", name=name('"><img src=x onerror=alert(1)>'), category="sectoral"
    ),
    Network(slug="hidden", name=name("Secret Draft"), category="research"),
    Membership(network="bare", member="umbrella", role="coordinator"),
    Membership(network="full", member="umbrella", role="board"),
    Membership(network="full", member="umbrella", role="member", since="2008"),
    Membership(network="full", member="suedwind", role="member", confirmed="2019"),
    Membership(network="full", member="hostile", role="partner", until="2015"),
    Membership(network="full", member="bare", role="member"),
    Membership(network="ended", member="umbrella", role="member"),
    Membership(network="left", member="umbrella", role="initiator", until="2019"),
    Membership(network="hostile-network", member="umbrella", role="active"),
    Membership(network="hidden", member="umbrella", role="member"),
    Collaboration(
        slug="umbrella-suedwind",
        organisation="suedwind",
        form="programme",
        network="full",
        title=texts(en="A programme"),
        since="2013",
        until="2015",
        topics=("tax",),
        publications=(
            Publication(
                title=texts(nl="Een rapport"), url="https://www.full.example/r", year="2014"
            ),
        ),
    ),
)
