"""The words of made-up catalogues: sentences, names and topics in the languages of the widgets, and
names in other scripts. Written for this project; no real party is meant."""

from collections.abc import Mapping, Sequence

LANGUAGES: tuple[str, ...] = ("nl", "en", "fr", "es", "de", "ar")

CATEGORIES: Mapping[str, Sequence[str]] = {  # each in the order of LANGUAGES, as all below
    "sectoral": ("Sectoraal", "Sectoral", "Sectoriel", "Sectorial", "Sektoral", "قطاعي"),
    "thematic": ("Thematisch", "Thematic", "Thématique", "Temático", "Thematisch", "موضوعي"),
    "research": ("Onderzoek", "Research", "Recherche", "Investigación", "Forschung", "بحثي"),
    "consortium": ("Consortium", "Consortium", "Consortium", "Consorcio", "Konsortium", "اتحاد"),
    "campaign": ("Campagne", "Campaign", "Campagne", "Campaña", "Kampagne", "حملة"),
}

TOPICS: Mapping[str, Sequence[str]] = {
    "tax": ("belasting", "tax", "fiscalité", "fiscalidad", "Steuern", "الضرائب"),
    "water": ("water", "water", "eau", "agua", "Wasser", "المياه"),
    "land": ("landrechten", "land rights", "droits fonciers", "tierras", "Landrechte", "الأراضي"),
    "energy": ("energie", "energy", "énergie", "energía", "Energie", "الطاقة"),
    "mining": ("mijnbouw", "mining", "mines", "minería", "Bergbau", "التعدين"),
    "clothing": ("kleding", "clothing", "habillement", "ropa", "Kleidung", "الملابس"),
    "food": ("voedsel", "food", "alimentation", "alimentos", "Nahrung", "الغذاء"),
    "fishing": ("visserij", "fishing", "pêche", "pesca", "Fischerei", "صيد الأسماك"),
    "forests": ("bossen", "forests", "forêts", "bosques", "Wälder", "الغابات"),
    "climate": ("klimaat", "climate", "climat", "clima", "Klima", "المناخ"),
    "wages": ("leefbaar loon", "living wage", "salaire vital", "salario", "Löhne", "الأجور"),
    "privacy": ("privacy", "privacy", "vie privée", "privacidad", "Datenschutz", "الخصوصية"),
    "platforms": (
        "platformen",
        "platforms",
        "plateformes",
        "plataformas",
        "Plattformen",
        "المنصات",
    ),
    "medicines": ("medicijnen", "medicines", "médicaments", "medicinas", "Arzneimittel", "الأدوية"),
    "housing": ("huisvesting", "housing", "logement", "vivienda", "Wohnen", "السكن"),
    "trade": ("handel", "trade", "commerce", "comercio", "Handel", "التجارة"),
    "arms": ("wapens", "arms", "armes", "armas", "Waffen", "الأسلحة"),
    "migration": ("migratie", "migration", "migration", "migración", "Migration", "الهجرة"),
    "banks": ("banken", "banks", "banques", "bancos", "Banken", "المصارف"),
    "lobbying": ("lobby", "lobbying", "lobbying", "cabildeo", "Lobbyismus", "جماعات الضغط"),
    "palm-oil": ("palmolie", "palm oil", "huile de palme", "aceite", "Palmöl", "زيت النخيل"),
    "transport": ("vervoer", "transport", "transports", "transporte", "Verkehr", "النقل"),
    "plastics": ("plastic", "plastics", "plastiques", "plásticos", "Kunststoffe", "البلاستيك"),
    "unions": ("vakbonden", "unions", "syndicats", "sindicatos", "Gewerkschaften", "النقابات"),
}

SUMMARIES: Mapping[str, Sequence[str]] = {
    "nl": (
        "Brengt organisaties bij elkaar die bedrijven in de keten volgen, van {topic} tot afval.",
        "Helpt wie klem raakt tussen grote ondernemingen en de overheid. Werkt aan {topic}.",
        "Verzamelt verantwoordelijkheidsverklaringen over {topic} en toetst ze in {place}.",
        "Een onderzoeksnetwerk rond {topic}, met vertrouwenspersonen in {place}.",
        "Onderhandelt over {topic}.",
        "Maakt zichtbaar wie er aan {topic} verdient, wie betaalt en wie in {place} beslist; "
        "publiceert elk jaar een ketentransparantieoverzicht.",
    ),
    "en": (
        "Brings together those who follow companies along the whole chain, from {topic} to waste.",
        "Helps whoever is caught between large companies and the state. Works on {topic}.",
        "Collects what companies promise about {topic}, and checks it in {place}.",
        "A research network on {topic}, with people one can turn to in {place}.",
        "Negotiates about {topic}.",
        "Shows who earns from {topic}, who pays for it and who decides about it in {place}; "
        "publishes a survey of the chain each year.",
    ),
    "fr": (
        "Réunit celles et ceux qui suivent les entreprises, de {topic} jusqu’aux déchets.",
        "Aide quiconque se trouve pris entre les grandes entreprises et l’État. Thème : {topic}.",
        "Recueille les promesses des entreprises ({topic}) et les vérifie à {place}.",
        "Un réseau de recherche ({topic}), avec des personnes de confiance à {place}.",
        "Négocie : {topic}.",
        "Montre à qui cela profite, qui paie et qui décide à {place} ; thème principal : {topic}. "
        "Publie chaque année un état des lieux de la chaîne.",
    ),
    "es": (
        "Reúne a quienes siguen a las empresas en toda la cadena: {topic}, transporte y residuos.",
        "Ayuda a quienes quedan atrapados entre las grandes empresas y el Estado. Tema: {topic}.",
        "Recoge lo que prometen las empresas ({topic}) y lo comprueba en {place}.",
        "Una red de investigación ({topic}), con personas de confianza en {place}.",
        "Negocia: {topic}.",
        "Muestra quién gana, quién paga y quién decide en {place}; tema principal: {topic}. "
        "Publica cada año un panorama de la cadena.",
    ),
    "de": (
        "Verbindet alle, die Unternehmen die ganze Lieferkette entlang begleiten: {topic}, Abfall.",
        "Hilft, wo jemand zwischen Großunternehmen und Behörden gerät. Schwerpunkt: {topic}.",
        "Sammelt Selbstverpflichtungserklärungen zum Thema {topic} und prüft sie in {place}.",
        "Ein Forschungsverbund zum Thema {topic}, mit Vertrauensleuten in {place}.",
        "Verhandelt: {topic}.",
        "Zeigt, wer daran verdient, wer dafür zahlt, wer in {place} entscheidet; Thema: {topic}. "
        "Veröffentlicht jährlich eine Lieferkettentransparenzübersicht.",
    ),
    "ar": (
        "تجمع من يتابعون الشركات على طول السلسلة: {topic} والنفايات.",
        "تساعد من يقع بين الشركات الكبرى والدولة. المجال: {topic}.",
        "تجمع وعود الشركات ({topic}) وتتحقق منها في {place}.",
        "شبكة بحث ({topic}) ولها من يُوثق بهم في {place}.",
        "تفاوض: {topic}.",
        "تبيّن من يربح ومن يدفع ومن يقرر في {place}؛ المجال: {topic}. تنشر كل عام نظرة على السلسلة.",
    ),
}

SENTENCES: Mapping[str, Sequence[str]] = {
    "nl": (
        "De leden komen twee keer per jaar bijeen in {place} en besluiten daar samen.",
        "Wie in de keten werkt, kan een klacht indienen; het secretariaat geeft die door.",
        "Het netwerk onderzoekt {topic}, **publiceert** wat het vindt en staat de getroffenen bij.",
        "Elk lid draagt bij naar vermogen, en niemand spreekt namens een ander.",
        "Er is een werkgroep voor {topic}, een voor scholing, een voor rechtshulpfinanciering.",
        "Wat er in {place} is afgesproken, staat in een jaarlijks voortgangsverslag.",
    ),
    "en": (
        "The members meet in {place} twice a year, and decide together.",
        "Whoever works in the chain may bring a complaint; the secretariat passes it on.",
        "The network looks into {topic}, **publishes** what it finds and stands by those affected.",
        "Each member gives what it can, and nobody speaks for anybody else.",
        "One working group is about {topic}, one about training, one about paying for lawyers.",
        "What was agreed in {place} stands in a report that comes out each year.",
    ),
    "fr": (
        "Les membres se retrouvent à {place} deux fois par an et décident ensemble.",
        "Quiconque travaille dans la chaîne peut déposer une plainte ; le secrétariat la transmet.",
        "Le réseau enquête ({topic}), **publie** ses résultats et accompagne qui est touché.",
        "Chaque membre contribue selon ses moyens, et personne ne parle au nom d’un autre.",
        "Un groupe suit ce thème : {topic} ; un autre, la formation ; un dernier, le droit.",
        "Ce qui a été convenu à {place} figure dans un rapport annuel.",
    ),
    "es": (
        "Los miembros se reúnen en {place} dos veces al año y deciden juntos.",
        "Quien trabaja en la cadena puede presentar una queja; la secretaría la transmite.",
        "La red investiga ({topic}), **publica** lo que encuentra y acompaña a quienes lo sufren.",
        "Cada miembro aporta lo que puede, y nadie habla en nombre de otro.",
        "Un grupo de trabajo sigue este tema: {topic}; otro, la formación; otro, la abogacía.",
        "Lo que se acordó en {place} figura en un informe anual.",
    ),
    "de": (
        "Die Mitglieder treffen sich zweimal im Jahr in {place} und entscheiden gemeinsam.",
        "Wer in der Kette arbeitet, kann Beschwerde einlegen; das Sekretariat gibt sie weiter.",
        "Das Netzwerk untersucht {topic}, **veröffentlicht** Ergebnisse und steht Betroffenen bei.",
        "Jedes Mitglied trägt bei, was es kann, und niemand spricht für andere.",
        "Es gibt Arbeitsgruppen zu {topic}, zur Weiterbildung und zur Rechtsschutzfinanzierung.",
        "Was in {place} vereinbart wurde, steht im jährlichen Fortschrittsbericht.",
    ),
    "ar": (
        "يجتمع الأعضاء في {place} مرتين في السنة ويقررون معًا.",
        "يحق لكل من يعمل في السلسلة أن يقدم شكوى؛ وتنقلها الأمانة العامة.",
        "تبحث الشبكة ({topic}) **وتنشر** ما تجده وتقف مع المتضررين.",
        "يساهم كل عضو بما يستطيع، ولا يتكلم أحد باسم غيره.",
        "هناك فريق عمل لهذا المجال: {topic}، وآخر للتدريب، وثالث للمحامين.",
        "ما اتُفق عليه في {place} مذكور في تقرير سنوي.",
    ),
}

PLACES: Sequence[tuple[str, str]] = (  # with their countries
    ("Amersfoort", "NL"), ("’s-Hertogenbosch", "NL"), ("Groningen", "NL"), ("Liège", "BE"),
    ("Mechelen", "BE"), ("Düsseldorf", "DE"), ("Köln", "DE"), ("Saint-Étienne", "FR"),
    ("Besançon", "FR"), ("Málaga", "ES"), ("A Coruña", "ES"), ("Malmö", "SE"), ("Århus", "DK"),
    ("Tromsø", "NO"), ("Łódź", "PL"), ("České Budějovice", "CZ"), ("Győr", "HU"), ("Iași", "RO"),
    ("Πάτρα", "GR"), ("Θεσσαλονίκη", "GR"), ("Пловдив", "BG"), ("Харків", "UA"), ("Ниш", "RS"),
    ("İzmir", "TR"), ("الإسكندرية", "EG"), ("صفاقس", "TN"), ("طنجة", "MA"), ("Mombasa", "KE"),
    ("Bobo-Dioulasso", "BF"), ("Durban", "ZA"), ("Antananarivo", "MG"), ("Pune", "IN"),
    ("Đà Nẵng", "VN"), ("成都", "CN"), ("横浜", "JP"), ("광주", "KR"), ("Medan", "ID"),
    ("São Luís", "BR"), ("Valparaíso", "CL"), ("Mérida", "MX"), ("Québec", "CA"), ("Leeds", "GB"),
)  # fmt: skip

# How a party may be called: {place} and {topic}, in the language that is named.
NAMES: Sequence[tuple[str, str]] = (
    ("nl", "Ketenverantwoordelijkheidsoverleg {topic} {place}"),
    ("nl", "Stichting {topic} en samenleving {place}"),
    ("nl", "Waakhond {place}"),
    ("nl", "Landelijk belangenbehartigingsplatform {topic}"),
    ("en", "{place} Watch"),
    ("en", "People for {topic} in {place}"),
    (
        "en",
        "International Coalition on {topic} and the Rights of Those Who Live beside It, {place}",
    ),
    ("en", "{place} Alliance"),
    ("fr", "Collectif {topic} de {place}"),
    ("fr", "Observatoire citoyen : {topic} – {place}"),
    ("es", "Red por {topic} de {place}"),
    ("es", "Asamblea {place}"),
    ("de", "Arbeitsgemeinschaft {topic} {place}"),
    ("de", "Lieferkettenüberwachungsbündnis {place}"),
    ("ar", "شبكة {topic} في {place}"),
    ("ar", "تحالف {place}"),
    ("el", "Δίκτυο Πολιτών {place}"),
    ("ru", "Объединение жителей {place}"),
    ("uk", "Спілка робітників {place}"),
    ("zh", "{place}公民联盟"),
    ("ja", "{place}市民ネットワーク"),
    ("pl", "Stowarzyszenie Żółta Łąka {place}"),
    ("tr", "{place} İşçi Dayanışması"),
)

ENDINGS = ("Noord", "II", "Ouest", "Sur", "Mitte", "+", "e.V.", "2030", "& Co.", "(NGO)")
NOTES = ("Als waarnemer", "Zonder stemrecht", "Namens de vakbonden", "Via een dochterorganisatie")
