"""The command line, as an operator types it."""

import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from tests.conftest import HIDDEN, Run, publish
from tests.store import broken
from tests.world import WORLD
from widgets import cli
from widgets.files import formats
from widgets.files.weight import megabytes
from widgets.settings import Settings, variable

LINK = 'INSERT INTO "link"'  # each start makes one, until there is an account
GOOD = '[[topic]]\nslug = "new"\nname = "New"\n'
BAD = '[[topic]]\nslug = "good"\nname = "Good"\n\n[[topic]]\nslug = "New"\nnamen = "[red]New"\n'


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if not line.startswith(LINK)]


def published(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, slug FROM publication_entry"))


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_import_saves_entries_as_drafts(run: Run, database: Path, tmp_path: Path) -> None:
    formats.write(tmp_path / "world.toml", WORLD, HIDDEN)
    said = run("import", tmp_path / "world.toml")
    assert (said.status, said.out) == (
        0,
        f"{len(WORLD)} entries read, {len(WORLD)} saved as drafts.\n",
    )
    assert count(database, "revision") == len(WORLD)
    assert published(database) == set()


def test_import_publishes_all_but_the_drafts_of_the_file(
    run: Run, database: Path, tmp_path: Path
) -> None:
    formats.write(tmp_path / "world.json", WORLD, HIDDEN)
    said = run("import", tmp_path / "world.json", "--publish")
    assert said.out == f"{len(WORLD)} entries read, {len(WORLD)} saved, publication 1.\n"
    assert len(published(database)) == len(WORLD) - 1
    assert not published(database) & HIDDEN


def test_importing_the_same_again_saves_and_publishes_nothing(
    run: Run, database: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.toml").write_text(GOOD, "utf-8")
    run("import", tmp_path / "new.toml", "--publish")
    before = dump(database)
    said = run("import", tmp_path / "new.toml", "--publish")
    assert said.out == "1 entry read, 0 saved, publication 1.\n"
    assert dump(database) == before


def test_import_publishes_what_was_a_draft_before(run: Run, database: Path, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(GOOD, "utf-8")
    run("import", tmp_path / "new.toml")
    said = run("import", tmp_path / "new.toml", "--publish")
    assert said.out == "1 entry read, 0 saved, publication 1.\n"
    assert published(database) == {("topic", "new")}


def test_a_dry_run_tells_the_changes_and_makes_none(
    run: Run, database: Path, tmp_path: Path
) -> None:
    publish(database, WORLD)
    before = dump(database)
    changed = '[[topic]]\nslug = "tax"\nname = "Taxes"\n\n' + GOOD
    (tmp_path / "new.toml").write_text(changed, "utf-8")
    said = run("import", tmp_path / "new.toml", "--dry-run", "--publish")
    assert said.out.splitlines() == [
        "  add topic new",
        "  change topic tax",
        "    name.nl: belasting → nothing",
        "    name.en: tax → nothing",
        "    name.mul: nothing → Taxes",
        "2 changes; nothing was written.",
    ]
    assert dump(database) == before


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_importing_an_export_changes_nothing(
    run: Run, database: Path, tmp_path: Path, suffix: str
) -> None:
    publish(database, WORLD, HIDDEN)
    before = dump(database)
    file = tmp_path / f"world{suffix}"
    assert run("export", file).out == f"{len(WORLD)} entries written to {file}.\n"
    assert formats.read(file).drafts == HIDDEN
    assert run("import", file, "--dry-run").out == "0 changes; nothing was written.\n"
    assert run("import", file, "--publish").status == 0
    assert dump(database) == before


def test_import_says_which_logos_it_left_out(run: Run, database: Path, tmp_path: Path) -> None:
    shown = f'{{ digest = "{"0" * 64}", alt = "A", width = 80, height = 36 }}'
    path = tmp_path / "in.toml"
    path.write_text(f'[[network]]\nslug = "elsewhere"\nname = "Elsewhere"\nlogo = {shown}\n')
    said = run("import", path)
    assert said.status == 0
    assert "elsewhere: this database lacks its logo" in said.err
    out = tmp_path / "out.toml"
    run("export", out)
    assert "logo" not in out.read_text()


def test_a_bad_import_names_every_problem_and_leaves_the_database_as_it_was(
    run: Run, database: Path, tmp_path: Path
) -> None:
    publish(database, WORLD)
    before = dump(database)
    (tmp_path / "bad.toml").write_text(BAD, "utf-8")
    said = run("import", tmp_path / "bad.toml", "--publish")
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines() == [
        "Nothing was imported. 3 problems:",
        "  line 5: topic New: name: Fill this in: it may not be left out.",
        "  line 6: topic New: slug: Write small letters and digits, with single hyphens, such as "
        "clean-clothes.",
        "  line 7: topic New: namen: There is no such field here; did you mean name?",
    ]
    assert dump(database) == before


def test_a_name_with_markup_is_printed_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[[topic]]\nslug = "[bold]x[/bold]"\nname = "X"\n', "utf-8")
    assert "topic [bold]x[/bold]: slug:" in run("import", tmp_path / "bad.toml").err


def test_an_export_that_is_refused_does_not_speak_of_an_import(run: Run, tmp_path: Path) -> None:
    said = run("export", tmp_path / "world.ods")
    assert said.status == 1
    assert "world.ods is none of .toml, .json, .csv, .xlsx" in said.err
    assert "imported" not in said.err


def test_an_export_to_nowhere_is_one_line(run: Run, tmp_path: Path) -> None:
    said = run("export", tmp_path / "no" / "world.toml")
    assert said.status == 1
    assert said.err.startswith("widgets: ")
    assert said.err.endswith("world.toml cannot be written: No such file or directory\n")


def test_check_finds_a_sound_catalogue_in_order(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(database, WORLD)
    monkeypatch.setenv("WIDGETS_HOST_ORGANISATION", "umbrella")
    said = run("check")
    assert (said.status, said.out) == (0, "Settings, static files and database are in order.\n")


def test_check_misses_a_host_organisation_that_is_not_published(run: Run, database: Path) -> None:
    publish(database, WORLD)
    said = run("check")
    assert (said.status, said.out) == (1, "")
    assert said.err == (
        "  somo is not a published organisation; set WIDGETS_HOST_ORGANISATION, or publish it\n"
    )


@pytest.mark.parametrize("command", ["serve", "check", "export", "import"])
@pytest.mark.parametrize(
    "made",
    [
        broken.a_foreign_database,
        broken.a_text_file,
        broken.a_newer_schema,
        broken.a_truncated_database,
        broken.a_database_with_a_damaged_page,
        broken.a_database_with_a_lost_table,
        broken.a_database_with_an_unreadable_body,
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_that_says_what_to_do(
    run: Run, database: Path, tmp_path: Path, command: str, made: Callable[[Path], None]
) -> None:
    made(database)
    (tmp_path / "new.toml").write_text(GOOD, "utf-8")
    words: dict[str, list[object]] = {
        "serve": ["serve", "--port", free_port()],
        "check": ["check"],
        "export": ["export", tmp_path / "out.toml"],
        "import": ["import", tmp_path / "new.toml", "--publish"],
    }
    said = run(*words[command])
    assert said.status == 1
    assert said.err.startswith(f"widgets: {database} ")
    assert any(what in said.err for what in ("restore a backup", "name another file"))
    assert "Traceback" not in said.err


def test_a_bad_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIDGETS_BASE_URL", "nowhere")
    for command in ("serve", "check", "settings"):
        said = run(command)
        assert said.status == 1
        assert said.err.startswith("widgets: WIDGETS_BASE_URL is 'nowhere'; it takes an origin")
        assert said.err.count("\n") == 1


def test_settings_shows_every_variable_with_its_value_and_its_help(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIDGETS_ALLOWED_ORIGINS", "https://a.example,https://b.example")
    said = run("settings")
    assert said.status == 0
    for each in fields(Settings):
        [line] = [line for line in said.out.splitlines() if variable(each.name) in line]
        assert each.metadata["help"] in line
    assert f" sqlite:///{database} " in said.out
    assert " https://a.example https://b.example " in said.out


def test_settings_does_not_show_the_secret_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    [blank] = [line for line in run("settings").out.splitlines() if "SECRET_KEY" in line]
    monkeypatch.setenv("WIDGETS_SECRET_KEY", "letters" * 5)
    [line] = [line for line in run("settings").out.splitlines() if "SECRET_KEY" in line]
    assert "letters" not in line
    assert " set " in line
    assert " set " not in blank


def test_the_first_start_publishes_the_shipped_catalogue_but_not_its_drafts(
    run: Run, database: Path
) -> None:
    said = run("serve", "--port", free_port())
    assert "First start: importing the sample catalogue" in said.out
    shipped = formats.read(cli.SHIPPED)
    assert published(database) == shipped.to_publish
    assert ("network", "enco") in shipped.drafts
    assert count(database, "revision") == len(shipped.entries)


def test_the_second_start_imports_nothing(run: Run, database: Path) -> None:
    run("serve", "--port", free_port())
    before = dump(database)
    assert "First start" not in run("serve", "--port", free_port()).out
    assert dump(database) == before


def test_a_catalogue_of_ones_own_is_left_alone_at_the_start(run: Run, database: Path) -> None:
    publish(database, WORLD)
    before = dump(database)
    assert "First start" not in run("serve", "--port", free_port()).out
    assert dump(database) == before


def test_another_host_organisation_starts_empty_and_is_told_how_to_go_on(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIDGETS_HOST_ORGANISATION", "umbrella")
    said = run("serve", "--port", free_port())
    assert "The catalogue is empty: widgets import FILE --publish fills it." in said.out
    assert count(database, "revision") == 0


def test_a_port_that_is_taken_is_one_line(run: Run, database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = run("serve", "--port", port)
    assert said.status == 1
    assert said.err.startswith(f"widgets: cannot listen on 127.0.0.1, port {port} (")
    assert said.err.count("\n") == 1
    assert not database.exists()


def test_an_edit_that_is_not_published_is_exported_as_a_draft(
    run: Run, database: Path, tmp_path: Path
) -> None:
    first, edited, out = (tmp_path / f"{name}.toml" for name in ("first", "edited", "out"))
    first.write_text('[[topic]]\nslug = "tax"\nname = "Tax"\n', "utf-8")
    edited.write_text('[[topic]]\nslug = "tax"\nname = "Secret"\n', "utf-8")
    run("import", first, "--publish")
    run("export", out)
    assert "draft" not in out.read_text("utf-8")
    run("import", edited)
    run("export", out)
    assert 'name = { mul = "Secret" }\ndraft = true' in out.read_text("utf-8")


def test_a_backup_in_a_folder_is_named_by_its_moment_and_the_oldest_go(
    run: Run, database: Path, tmp_path: Path
) -> None:
    publish(database, WORLD)
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 4):
        (folder / f"widgets-2026010{day}-031000.db").touch()
    said = run("backup", "--keep", 2, folder)
    assert said.status == 0
    assert said.out.startswith(f"Backed up to {folder}/widgets-")
    assert f"{len(WORLD)} revisions and 1 publications, the last of " in said.out
    assert said.out.count("Removed ") == 2
    assert len([*folder.iterdir()]) == 2
    assert (folder / "widgets-20260103-031000.db").exists()


def test_only_a_folder_of_backups_is_tidied(run: Run, database: Path, tmp_path: Path) -> None:
    publish(database, WORLD)
    said = run("backup", "--keep", 2, tmp_path / "backup.db")
    assert (said.status, said.out) == (1, "")
    assert "backup.db is no folder; --keep looks after a folder of backups" in said.err


def test_a_restore_says_what_is_there_now_and_where_the_rest_is(
    run: Run, database: Path, tmp_path: Path
) -> None:
    publish(database, WORLD)
    run("backup", tmp_path / "backup.db")
    (tmp_path / "new.toml").write_text(GOOD, "utf-8")
    run("import", tmp_path / "new.toml")
    said = run("restore", tmp_path / "backup.db")
    assert said.status == 0
    [now, before, _] = said.out.splitlines()
    assert now.startswith(f"Restored from {tmp_path}/backup.db: {len(WORLD)} revisions and 1 pub")
    assert before.startswith(f"What was there before is kept in {database.parent}/widgets-before-")
    assert f": {len(WORLD) + 1} revisions and 1 publications" in before
    assert count(database, "revision") == len(WORLD)


def test_check_finds_a_half_publication(run: Run, database: Path) -> None:
    publish(database, WORLD)
    broken.altered(database, "INSERT INTO publication (author) VALUES ('nobody')")
    said = run("check")
    assert said.status == 1
    assert said.err == (
        f"widgets: {database} is damaged (publication 2 is empty); "
        "restore a backup that is whole with widgets restore\n"
    )


def test_a_made_up_catalogue_is_published_into_an_empty_database_alone(
    run: Run, database: Path
) -> None:
    said = run("generate", "--publish", "--networks", "3", "--members", "8")
    assert said.status == 0
    assert said.out.endswith("saved, publication 1.\n")
    assert sum(type == "membership" for type, _ in published(database)) == 8
    before = dump(database)
    again = run("generate", "--publish", "--networks", "3")
    assert again.status == 1
    assert "holds a catalogue already" in again.err
    assert dump(database) == before


def test_a_made_up_catalogue_as_a_file_is_imported_as_any_other(run: Run, tmp_path: Path) -> None:
    made = tmp_path / "made.toml"
    said = run("generate", made, "--networks", "3")
    entries = said.out.split()[0]
    assert said.out == f"{entries} entries written to {made}.\n"
    assert run("import", made).out == f"{entries} entries read, {entries} saved as drafts.\n"


@pytest.mark.parametrize(
    "words", [(), ("x.toml", "--publish"), ("x.toml", "--networks", "2", "--members", "9")]
)
def test_generate_says_what_it_takes(run: Run, words: tuple[str, ...]) -> None:
    said = run("generate", *words)
    assert said.status == 1
    assert "FILE" in said.err or "have room for 8" in said.err


def test_a_catalogue_too_large_for_memory_is_refused_with_the_figure(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.toml"
    run("generate", large, "--networks", "300")
    monkeypatch.setenv("WIDGETS_MEMORY_MEGABYTES", "3")
    for words in (("import", large), ("import", large, "--dry-run")):
        said = run(*words)
        assert said.status == 1
        assert "Nothing was imported. 1 problem:" in said.err
        assert re.search(r"large.toml: .* take [4-9]\d? MB of memory .* 3 MB are allowed", said.err)
    assert count(database, "revision") == 0
    monkeypatch.setenv("WIDGETS_MEMORY_MEGABYTES", "0")
    assert run("import", large).status == 0


def test_what_an_import_replaces_does_not_count_twice(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made.toml"
    run("generate", made, "--networks", "300")
    run("import", made)
    weighed = megabytes(formats.read(made).entries)
    monkeypatch.setenv("WIDGETS_MEMORY_MEGABYTES", str(weighed))
    assert run("import", made).status == 0
