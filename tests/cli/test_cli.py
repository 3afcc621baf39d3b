"""Every command: its output, its exit codes, and one clear line when its use is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.conftest import Loket, environment, one_line, parsed, write_documents

ANSWER_KEYS = {
    *("id", "conversation_id", "question", "status", "text", "sentences", "sources", "missing"),
    *("phase", "follow_ups", "contact", "model", "index_version", "timings_ms"),
}


def test_help_names_every_command(loket_here: Loket):
    done = loket_here("--help")
    assert done.returncode == 0
    for name in ("ingest", "ask", "search", "serve", "eval", "status"):
        assert name in done.stdout


@pytest.mark.parametrize("command", ["ingest", "ask", "search", "serve", "eval", "status"])
def test_each_command_has_help(loket_here: Loket, command: str):
    done = loket_here(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--index" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["ask", ""],
        ["ask", "   "],
        ["ask", "x" * 1001],
        ["ask", "wat\x07 nu"],
        ["ask", "\udcff\udcfe"],
        ["ask", "vraag", "--on", "2026-13-01"],
        ["ask", "vraag", "--on", "gisteren"],
        ["ask", "vraag", "--region", ""],
        ["ask", "vraag", "--nonsense"],
        ["ask", "vraag", "--batch", "missing.jsonl", "--json"],
        ["search", ""],
        ["search", "x", "--limit", "0"],
        ["search", "x", "--limit", "veel"],
        ["ingest", "not-there.md"],
        ["ingest", "--rollback", "--forget", "x"],
        ["serve", "--port", "70000"],
        ["serve", "--host", "no.such.host.invalid"],
    ],
    ids=lambda arguments: " ".join(arguments)[:30].encode("ascii", "replace").decode(),
)
def test_wrong_use_is_one_line_and_exit_2(loket_here: Loket, arguments: list[str]):
    assert one_line(loket_here(*arguments)).startswith("loket: ")


def test_wrong_use_in_a_process_of_its_own(loket: Loket):
    assert "not-there.md" in one_line(loket("ingest", "not-there.md"))
    assert "control characters" in one_line(loket("ask", "wat\x07 nu", "--json"))


def test_an_unknown_setting_stops_every_command(loket: Loket):
    for arguments in (["status"], ["ask", "vraag"], ["ingest"], ["serve"]):
        message = one_line(loket(*arguments, LOKET_INDX="x"))
        assert "LOKET_INDX" in message
        assert "did you mean LOKET_INDEX" in message


def test_ask_prints_an_answer_object(loket: Loket, small_settings: Settings):
    answer = parsed(loket("ask", "Wat is zij-instroom?", "--json"))
    assert answer.keys() >= ANSWER_KEYS
    assert answer["question"] == "Wat is zij-instroom?"
    assert answer["id"]
    assert answer["conversation_id"]
    assert answer["timings_ms"]["total"] > 0
    assert answer["index_version"] == parsed(loket("status", "--json"))["version"]


def test_the_same_question_gives_the_same_answer(loket: Loket):
    first, second = (parsed(loket("ask", "Wat kost meelopen?", "--json")) for _ in range(2))
    for answer in (first, second):
        for key in ("id", "conversation_id", "timings_ms"):
            del answer[key]
    assert first == second


def test_ask_prints_dutch_for_a_person(loket: Loket):
    done = loket("ask", "Wat is zij-instroom?", "--region", "hak", "--sector", "po")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Liever een mens spreken?" in done.stdout
    assert "{" not in done.stdout


def test_batch_answers_in_order_with_the_given_ids(loket: Loket, tmp_path: Path):
    lines = [
        {"id": "a", "question": "Wat is zij-instroom?"},
        {"id": 7, "turns": ["Wat is zij-instroom?", "En wat kost het?"]},
        {"id": "é", "question": "Mag ik meelopen?", "region": "hak", "on": "2026-01-01"},
    ]
    text = "\ufeff" + "\r\n\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (tmp_path / "batch.jsonl").write_text(text, encoding="utf-8")
    done = loket("ask", "--batch", "batch.jsonl", "--json")
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, "é"]
    assert [answer["question"] for answer in answers] == [
        "Wat is zij-instroom?",
        "En wat kost het?",
        "Mag ik meelopen?",
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"\xff",
        b'{"question": "zonder id"}',
        b'{"id": true, "question": "x"}',
        b'{"id": "b"}',
        b'{"id": "b", "question": ""}',
        b'{"id": "b", "question": 3}',
        b'{"id": "b", "turns": []}',
        b'{"id": "b", "turns": ["x", ""]}',
        b'{"id": "b", "turns": "x"}',
        b'{"id": "b", "question": "x", "turns": ["x"]}',
        b'{"id": "b", "question": "x", "on": "morgen"}',
        b'{"id": "b", "question": "x", "region": 3}',
        b'{"id": "b", "question": "x", "regio": "hak"}',
        b"[" * 100_000,
    ],
)
def test_a_bad_line_is_named_before_anything_is_answered(
    loket_here: Loket, tmp_path: Path, line: bytes
):
    good = b'{"id": "a", "question": "Wat is zij-instroom?"}\n'
    (tmp_path / "batch.jsonl").write_bytes(good + b"\n" + line + b"\n" + good)
    assert "line 3: " in one_line(loket_here("ask", "--batch", "batch.jsonl", "--json"))


def test_an_empty_batch_and_one_without_json_are_refused(loket_here: Loket, tmp_path: Path):
    (tmp_path / "empty.jsonl").write_text("\n")
    assert "no question" in one_line(loket_here("ask", "--batch", "empty.jsonl", "--json"))
    assert "--json" in one_line(loket_here("ask", "--batch", "empty.jsonl"))


def test_search_prints_passages_best_first(loket: Loket):
    found = parsed(loket("search", "reiskosten", "--json", "--limit", "3"))
    assert 1 <= len(found["results"]) <= 3
    best = found["results"][0]
    assert best["document_id"] == "regeling"
    assert best["expired"] is True
    scores = [result["score"] for result in found["results"]]
    assert scores == sorted(scores, reverse=True)
    text = loket("search", "reiskosten", "--limit", "1").stdout
    for part in ("Artikel", "score", "BM25", "geldig van 1 januari 2024", "VERLOPEN"):
        assert part in text


def test_search_filters(loket: Loket):
    on = parsed(loket("search", "reiskosten", "--json", "--on", "2027-01-01"))
    assert "regeling" not in {result["document_id"] for result in on["results"]}
    kind = parsed(loket("search", "reiskosten", "--json", "--type", "regeling"))
    assert {result["document_id"] for result in kind["results"]} == {"regeling"}


def test_the_date_can_be_set(loket: Loket):
    found = parsed(loket("search", "reiskosten", "--json", LOKET_TODAY="2024-06-01"))
    assert found["results"][0]["expired"] is False


def test_status_tells_what_there_is_without_secrets(loket: Loket, small_settings: Settings):
    status = parsed(loket("status", "--json", LOKET_EMBEDDING_KEY="s3cret"))
    assert (status["ready"], status["documents"], status["problem"]) == (True, 3, None)
    assert status["settings"]["index"] == str(small_settings.index)
    assert status["settings"]["embedding_key"] == "set"
    plain = loket("status", LOKET_EMBEDDING_KEY="s3cret")
    assert "s3cret" not in plain.stdout
    assert "3 documents" in plain.stdout


def test_without_an_index_each_command_says_so(loket: Loket, own_settings: Settings):
    for arguments in (["ask", "vraag"], ["search", "vraag"], ["ingest", "--rollback"]):
        assert "index" in one_line(loket(*arguments, settings=own_settings))
    done = loket("status", "--json", settings=own_settings)
    assert done.returncode == 1
    assert json.loads(done.stdout)["ready"] is False


def test_ingest_reports_remembers_and_forgets(loket: Loket, own_settings: Settings, tmp_path: Path):
    extra = write_documents(
        tmp_path / "extra",
        {"open-dag.md": "# Open dag\n\nDe open dag van de pabo is in november.\n", "kapot.pdf": ""},
    )
    first = loket("ingest", extra, settings=own_settings)
    assert first.returncode == 0, first.stderr
    assert "documents: 4 added, 0 changed, 0 unchanged, 0 removed, 1 rejected" in first.stdout
    assert f"rejected: {extra / 'kapot.pdf'}: " in first.stdout
    assert "files read: 5 of 5" in first.stdout
    assert "\x1b" not in first.stdout
    again = loket("ingest", settings=own_settings)
    assert "0 added, 0 changed, 4 unchanged, 0 removed" in again.stdout
    assert "already up to date" in again.stdout
    assert parsed(loket("status", "--json", settings=own_settings))["sources"] == [str(extra)]
    forgotten = loket("ingest", "--forget", extra, settings=own_settings)
    assert "3 unchanged, 1 removed" in forgotten.stdout
    assert "is not a source" in one_line(loket("ingest", "--forget", extra, settings=own_settings))
    back = loket("ingest", "--rollback", settings=own_settings)
    assert back.returncode == 0, back.stderr
    assert parsed(loket("status", "--json", settings=own_settings))["documents"] == 4


def test_the_index_option_wins_over_the_setting(loket: Loket, small_settings: Settings):
    status = parsed(loket("status", "--json", "--index", small_settings.index, LOKET_INDEX="/x"))
    assert status["ready"] is True


def test_a_progress_bar_on_a_terminal(own_settings: Settings, tmp_path: Path):
    """A pseudo-terminal shows a bar; the report follows it."""
    pty = pytest.importorskip("pty")
    main_end, other_end = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "ingest"],
        env=environment(own_settings, TERM="xterm", COLUMNS="100"),
        stdout=other_end,
        stderr=other_end,
        cwd=tmp_path,
    )
    os.close(other_end)
    shown = b""
    while True:
        try:
            chunk = os.read(main_end, 4096)
        except OSError:  # what Linux says at the end
            break
        if not chunk:
            break
        shown += chunk
    os.close(main_end)
    assert child.wait(60) == 0
    assert "━".encode() in shown
    assert b"documents: 3 added" in shown


def test_a_reader_that_goes_away_is_no_error(small_settings: Settings, tmp_path: Path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": "a", "question": "Wat is zij-instroom?"}\n' * 500)
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "ask", "--batch", str(batch), "--json"],
        env=environment(small_settings),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert child.wait(60) == 141
    assert errors == b""


def test_another_locale_does_not_matter(loket: Loket):
    done = loket(
        *("search", "kosten", "--json"), PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0"
    )
    assert "€" in done.stdout


def test_asking_loads_neither_chroma_nor_the_web(small_settings: Settings, tmp_path: Path):
    code = (
        "import sys\n"
        "from assistant.cli import main\n"
        "try:\n    main(['ask', 'Wat is zij-instroom?', '--json'])\n"
        "except SystemExit as ended:\n    assert not ended.code\n"
        "heavy = ('chromadb', 'fastapi', 'pydantic', 'uvicorn', 'langchain_core', 'trafilatura')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(small_settings),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nergens"], "there is no suite 'nergens'; known suites: "),
        (["run", "corpus"], "Missing option '--out'"),
        (["run", "corpus", "--out", "a", "--system", "http"], "--system http needs --url"),
        (["run", "corpus", "--out", "a", "--system", "openai", "--url", "x"], "needs --model"),
        (["run", "corpus", "--out", "a", "--system", "langchain"], "needs --retriever"),
        (["score", "nergens.jsonl"], "does not exist"),
        (["--split", "nooit"], "'nooit' is not one of"),
    ],
)
def test_wrong_use_of_eval_is_one_line(loket_here: Loket, arguments: list[str], words: str):
    assert words in one_line(loket_here("eval", *arguments))
