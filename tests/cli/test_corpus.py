"""`loket corpus`: what an editor sees, as JSON too, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.days import today
from assistant.settings import Settings
from ingest.checks.finding import Severity
from ingest.checks.run import check
from tests.conftest import Loket, one_line
from tests.ingest.checked import BODY, GONE, TITLE, write


@pytest.fixture
def editing(tmp_path: Path) -> Settings:
    """Settings whose corpus is a folder of the test's own."""
    return Settings(
        index=tmp_path / "index", corpus=tmp_path / "documents", cache=tmp_path / "cache"
    )


@pytest.fixture
def corpus_command(loket: Loket, editing: Settings):
    """Run `loket corpus` over that folder, as of a fixed day, with no folder of others beside."""

    def run(*arguments: str | Path):
        return loket("corpus", *arguments, settings=editing, LOKET_TODAY="2026-11-22")

    return run


def test_a_good_corpus_exits_0(corpus_command, editing: Settings):
    write(editing.corpus)
    done = corpus_command("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "1 document: 0 fouten, 0 waarschuwingen"


def test_the_folder_to_compare_with_can_be_chosen(corpus_command, editing: Settings):
    write(editing.corpus)
    done = corpus_command("check", "--compare", editing.corpus)
    assert done.returncode == 1
    assert "staan ook zo in meelopen.md" in done.stdout
    assert "overgeslagen" not in done.stdout


def test_an_error_exits_1_and_names_the_place_and_the_rule(corpus_command, editing: Settings):
    write(editing.corpus, publisher=GONE)
    done = corpus_command("check")
    assert (done.returncode, done.stderr) == (1, "")
    assert "meelopen.md:1: fout: " in done.stdout
    assert "[metadata-missing]" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 document: 1 fout, 0 waarschuwingen"


def test_a_warning_alone_exits_0(corpus_command, editing: Settings):
    write(editing.corpus, valid_to="2026-01-01")
    done = corpus_command("check")
    assert done.returncode == 0
    assert "waarschuwing: verlopen sinds 2026-01-01 [expired]" in done.stdout


def test_json_holds_every_finding(corpus_command, editing: Settings):
    write(editing.corpus, "a.md", publisher=GONE)
    write(editing.corpus, "b.md")
    done = corpus_command("check", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    record = json.loads(done.stdout)
    assert (record["on"], record["documents"]) == ("2026-11-22", 2)
    assert (record["errors"], record["warnings"]) == (1, 0)
    [finding] = record["findings"]
    assert finding.keys() == {"file", "line", "rule", "severity", "message"}
    assert (finding["file"], finding["severity"]) == ("a.md", "error")
    [repeated] = record["repeated_amounts"]
    assert repeated["amounts"] == ["€ 12"]
    assert [place["file"] for place in repeated["places"]] == ["a.md", "b.md"]
    assert record["readability"]["a.md"]["score"] > 60


def test_on_judges_as_of_a_day_and_path_judges_a_part(corpus_command, editing: Settings):
    write(editing.corpus, "a.md", publisher=GONE)
    part = write(editing.corpus, "b.md")
    assert corpus_command("check", part).returncode == 0
    done = corpus_command("check", part, "--on", "2026-01-01")
    assert done.returncode == 1
    assert "[date-future]" in done.stdout
    assert "a.md:1" not in done.stdout


def test_preview_shows_metadata_passages_and_warnings(corpus_command, editing: Settings):
    file = write(editing.corpus, "geld/reis.md", title="Reiskosten", regions=["hak"])
    done = corpus_command("preview", file)
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    for part in ("geld/reis.md", "geld-reis", "Reiskosten", "hak", "po, vo", "Loketwijzer"):
        assert part in shown
    assert "2 passages" in shown
    assert "1. Wat kost meelopen? (ongeveer 22 tokens)" in shown
    assert "    Meelopen op een school kost niets." in shown
    assert "De controle vindt niets" in shown


def test_preview_shows_what_the_checks_find(corpus_command, editing: Settings):
    file = write(editing.corpus, body=f"{BODY}\n## Wie?\n\nDit betaal je zelf.\n", type=GONE)
    done = corpus_command("preview", file)
    assert done.returncode == 0
    assert "[leaning-start]" in done.stdout
    assert "[metadata-missing]" in done.stdout


def test_preview_tells_why_a_file_cannot_be_read(corpus_command, editing: Settings):
    file = write(editing.corpus, text=f"---\ntitle: [\n---\n# {TITLE}\n")
    assert "line 3" in one_line(corpus_command("preview", file))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["check", "niet-hier.md"],
        ["check", "--on", "gisteren"],
        ["check", "--compare", "niet-hier"],
        ["preview"],
        ["preview", "niet-hier.md"],
        ["preview", "."],
        ["check"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_and_exit_2(loket_here: Loket, arguments: list[str], tmp_path: Path):
    empty = tmp_path / "leeg"
    empty.mkdir()
    assert one_line(loket_here("corpus", *arguments, LOKET_CORPUS=str(empty)))


def test_the_commands_have_help(loket_here: Loket):
    for name in ("check", "preview"):
        done = loket_here("corpus", name, "--help")
        assert (done.returncode, done.stderr) == (0, "")


def test_our_own_documents_have_no_error():
    """What `.ci/run` asks as well, here with the findings in the failure."""
    outcome = check(Settings().corpus, on=today())
    errors = [each for each in outcome.findings if each.severity == Severity.ERROR]
    assert errors == []
