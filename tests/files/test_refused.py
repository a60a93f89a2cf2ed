"""Every mistake of an imported file, by its line and field."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.world import WORLD
from widgets.errors import CatalogueRefused
from widgets.files import formats

MEND = "mend it, or add that entry too."
LISTS = "lists named category, topic, organisation, network, membership, collaboration"
SLUG = "Write small letters and digits, with single hyphens, such as clean-clothes."
YEAR = "Write a year as 2003, 2007~ (about), ../2017 (by), 2011/2015 or 2019/.."
ADDRESS = "Give a web address such as https://www.example.org"
TWICE = "This entry stands in the file twice: leave one of the two."
MISSING = "Fill this in: it may not be left out."
EMPTY = "Write something here: this is empty."
TEXT = "Write text; in a file, between quotes"


def problems(path: Path, content: str | bytes) -> list[str]:
    path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
    with pytest.raises(CatalogueRefused) as refused:
        formats.read(path, WORLD)
    assert str(refused.value) == "\n".join(str(each) for each in refused.value.problems)
    return [str(each) for each in refused.value.problems]


def network(*lines: str) -> str:
    return "\n".join(("# a network", "[[network]]", 'slug = "a"', *lines, ""))


def tie(line: str) -> str:
    return f'slug = "new"\nform = "research"\ntitle = "T"\norganisation = "umbrella"\n{line}'


def named(*lines: str) -> str:
    return network('name = "A"', *lines)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (network("name = "), "line 4: Invalid value (at line 4, column 8)"),
        (network('slug = "b"'), "line 4: Cannot overwrite a value (at line 4, column 11)"),
        (network(), f"line 2: network a: name: {MISSING}"),
        (network("name = {}"), f"line 4: network a: name: {EMPTY}"),
        (network("name = 3"), f"line 4: network a: name: {TEXT}, or as {{"),
        (network('name.nl = " "'), f"line 4: network a: name.nl: {EMPTY}"),
        (network('name.NL = "A"'), "line 4: network a: name.NL: Write a language as a code"),
        (named('colour = "red"'), "line 5: network a: colour: There is no such field here."),
        (named("since = 2003"), f"line 5: network a: since: {TEXT}."),
        (named('topics = "tax"'), "line 5: network a: topics: Write a list; in a file, between"),
        (named("topics = [3]"), f"line 5: network a: topics.0: {TEXT}."),
        (named('since = "about 2003"'), f"line 5: network a: since: {YEAR}"),
        (named('"until" = "2015/2003"'), "line 5: network a: until: This ends before it starts"),
        (named('website = "javascript:alert(1)"'), f"line 5: network a: website: {ADDRESS}"),
        (named('website = "https:///x"'), f"line 5: network a: website: {ADDRESS}"),
        (named('sources = ["ftp://a.example"]'), f"line 5: network a: sources.0: {ADDRESS}"),
        (named('scope = "worldwide"'), "line 5: network a: scope: Choose one of these: national, "),
        (named('draft = "yes"'), "line 5: network a: draft: Write true or false."),
        (
            named('category = "none"'),
            "line 5: network a: category: none is not in the catalogue: mend it",
        ),
        (
            named('topics = ["tax", "x"]'),
            "line 5: network a: topics: x is not in the catalogue: mend it",
        ),
        ('[[network]]\nslug = "A b"\nname = "A"', f"line 2: network A b: slug: {SLUG}"),
        ('[[network]]\nname = "A"', f"line 1: network 1: slug: {MISSING}"),
        (
            '\n[[netwrok]]\nslug = "a"',
            "line 2: netwrok: There is no such list; did you mean network?",
        ),
    ],
)
def test_a_mistake_in_toml_is_named_by_line_entry_and_field(
    tmp_path: Path, content: str, said: str
) -> None:
    [problem] = problems(tmp_path / "bad.toml", content)
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("list", "fields", "said"),
    [
        ("membership", 'network = "x"\nmember = "bare"\nrole = "member"', "network: x is not"),
        ("membership", 'network = "bare"\nmember = "x"\nrole = "member"', "member: x is not"),
        ("membership", 'network = "bare"\nmember = "tax"\nrole = "member"', "member: tax is not"),
        ("membership", 'network = "bare"\nmember = "bare"\nrole = "board"', "member: A network is"),
        ("organisation", 'slug = "new"\nname = "N"\ntopics = ["x"]', "topics: x is not"),
        ("network", 'slug = "new"\nname = "N"\ntopics = ["umbrella"]', "topics: umbrella is not"),
        ("network", 'slug = "new"\nname = "N"\ncategory = "tax"', "category: tax is not"),
        (
            "collaboration",
            'slug = "new"\nform = "research"\ntitle = "T"\norganisation = "bare"',
            "organisation: bare is not",
        ),
        ("collaboration", tie('network = "x"'), "network: x is not"),
        ("collaboration", tie('topics = ["x"]'), "topics: x is not"),
        ("network", 'slug = "umbrella"\nname = "N"', "slug: An organisation and a network have"),
        ("organisation", 'slug = "bare"\nname = "N"', "slug: An organisation and a network have"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named_by_line_entry_and_field(
    tmp_path: Path, list: str, fields: str, said: str
) -> None:
    [problem] = problems(tmp_path / "bad.toml", f"# one\n\n[[{list}]]\n{fields}\n")
    place, entry, rest = problem.split(": ", 2)
    written = [line.split(" = ")[0] for line in fields.splitlines()]
    line = 4 + written.index(said.split(":")[0])
    assert (place, entry.split()[0]) == (f"line {line}", list)
    assert rest.startswith(said)


def test_an_entry_that_stands_in_a_file_twice_is_named_at_both_places(tmp_path: Path) -> None:
    topic = '[[topic]]\nslug = "new"\nname = "N"\n'
    assert problems(tmp_path / "bad.toml", topic + topic) == [
        f"line 1: topic new: {TWICE}",
        f"line 4: topic new: {TWICE}",
    ]


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    content = """\
        [[membership]]
        network = "nowhere"
        member = "bare"
        role = "chair"

        [[membership]]
        network = "nowhere"
        member = "bare"
        role = "board"

        [[network]]
        slug = "a"
        since = "long ago"
        name = "A"
        website = "javascript:alert(1)"

        [[things]]
        x = 1

        [[topic]]
        slug = "new"
        name = "N"

        [[topic]]
        slug = "new"
        name = "N"
        """
    told = problems(tmp_path / "bad.toml", content)
    assert [each.split(": ")[:3] for each in told] == [
        ["line 2", "membership nowhere/bare/chair", "network"],
        ["line 4", "membership nowhere/bare/chair", "role"],
        ["line 7", "membership nowhere/bare/board", "network"],
        ["line 13", "network a", "since"],
        ["line 15", "network a", "website"],
        ["line 17", "things", f"There is no such list; a catalogue has {LISTS}."],
        ["line 20", "topic new", TWICE.split(":")[0]],
        ["line 24", "topic new", TWICE.split(":")[0]],
    ]


def test_a_field_is_not_looked_for_in_the_next_entry(tmp_path: Path) -> None:
    content = '[[topic]]\nslug = "a"\n[[topic]]\nslug = "b"\nname = "B"\n'
    assert problems(tmp_path / "a.toml", content) == [f"line 1: topic a: name: {MISSING}"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: Expecting value: line 1 column 1"),
        ('{"topic": [\n{"slug": }]}', "line 2: Expecting value: line 2 column 10"),
        ("[]", "line 1: Write an object with " + LISTS),
        ('"topic"', "line 1: Write an object with " + LISTS),
        ('{"topic": {}}', "topic[0]: topic: There is no such list; a catalogue has " + LISTS),
        ('{"topics": []}', "topics[0]: topics: There is no such list; did you mean topic?"),
        ('{"topic": [3]}', "topic[0]: topic 1: Write this as a table of fields."),
        ('{"topic": [{"slug": "a"}]}', f"topic[0]: topic a: name: {MISSING}"),
        (
            '{"topic": [{"slug": "a", "name": "\\ud800"}]}',
            "topic[0]: topic a: name.mul: This holds a broken character",
        ),
        (
            '{"category": [{"slug": "a", "name": "A", "order": NaN}]}',
            "category[0]: category a: order: Write a whole number",
        ),
    ],
)
def test_a_mistake_in_json_is_named_by_its_place(tmp_path: Path, content: str, said: str) -> None:
    [problem] = problems(tmp_path / "bad.json", content)
    assert problem.startswith(said)


def test_a_mistake_in_json_is_counted_within_its_list(tmp_path: Path) -> None:
    document = {"topic": [{"slug": "a", "name": "A"}, {"slug": "b"}, None]}
    assert problems(tmp_path / "bad.json", json.dumps(document)) == [
        f"topic[1]: topic b: name: {MISSING}",
        "topic[2]: topic 3: Write this as a table of fields.",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", "[" * 100_000),
        ("deep.json", '{"topic":' * 100_000),
        ("deep.toml", "a = " + "[" * 100_000),
        ("deep.toml", "a = " + "{a = " * 100_000),
        ("long.json", '{"topic": [{"order": ' + "9" * 5_000 + "}]}"),
        ("long.toml", "order = " + "9" * 5_000),
    ],
)
def test_a_file_that_is_made_to_break_the_reader_is_refused(
    tmp_path: Path, name: str, content: str
) -> None:
    assert len(problems(tmp_path / name, content)) == 1


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path, suffix: str) -> None:
    assert problems(tmp_path / f"bad{suffix}", "# Südwind".encode("latin-1")) == [
        "This is not UTF-8, from byte 4 on: save it as UTF-8."
    ]


def test_a_file_of_another_suffix_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "a.ods", "") == [
        "a.ods: This is none of .toml, .json, .csv, .xlsx: save it as one of them."
    ]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused, match=r"no\.toml cannot be read: No such file"):
        formats.read(tmp_path / "no.toml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(CatalogueRefused, match=r"folder\.toml cannot be read: Is a directory"):
        formats.read(tmp_path / "folder.toml")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "LARGEST_BYTES", 1024 * 1024)
    content = "#" * (1024 * 1024 + 1)
    assert problems(tmp_path / "a.toml", content) == [
        "a.toml: This is larger than 1 MB: import it in parts."
    ]


def test_an_entry_with_two_mistakes_is_told_of_both_and_no_other(tmp_path: Path) -> None:
    content = (
        '[[network]]\nslug = "a"\nname = "A"\nsince = 2003\ncategory = "nope"\n'
        '[[organisation]]\nslug = "o"\nname = "O"\n'
        '[[membership]]\nnetwork = "a"\nmember = "nobody"\nrole = "chair"\n'
        '[[membership]]\nnetwork = "a"\nmember = "o"\nrole = "member"\n'
    )
    told = problems(tmp_path / "a.toml", content)
    assert told[1] == f"line 5: network a: category: nope is not in the catalogue: {MEND}"
    assert told[0] == f"line 4: network a: since: {TEXT}."
    assert (
        told[2]
        == f"line 11: membership a/nobody/chair: member: nobody is not in the catalogue: {MEND}"
    )
    assert told[3].startswith("line 12: membership a/nobody/chair: role: ")
    assert len(told) == 4
