"""The benchmark's own logic, with small scripts in place of the loket command."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assistant.settings import Settings
from evals import peers_speed, search_speed
from evals.benchmark import Timing, machine, main, some_questions
from evals.errors import EvalError
from evals.growth import grow, grow_searchable
from evals.load import ask_all, disk_megabytes
from evals.processes import Loket
from ingest.progress import Silent
from retrieval.embedding.base import Embedder, TokenEmbedder
from retrieval.index import open_index, open_version
from retrieval.search import Retriever


def script(folder: Path, body: str) -> Path:
    path = folder / "loket"
    path.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_timing_has_a_median_and_a_p95() -> None:
    timing = Timing(what="x", seconds=tuple(float(n) for n in range(1, 102)))
    assert (timing.median, timing.p95) == (51.0, 96.0)


def test_questions_are_different_and_as_many_as_asked() -> None:
    questions = some_questions(50)
    assert len(set(questions)) == 50
    with pytest.raises(EvalError, match="the suites hold"):
        some_questions(100_000)


def test_times_a_command_over_its_index(tmp_path: Path) -> None:
    loket = Loket(script(tmp_path, "import sys; print(sys.argv[1:])"), tmp_path / "index")
    assert loket.ingest(Path("map")) > 0
    assert loket.said.strip() == str(["ingest", "map", "--index", str(tmp_path / "index")])


def test_python_keeps_what_it_compiled_as_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    loket = Loket(script(tmp_path, "import sys; print(sys.dont_write_bytecode)"), tmp_path)
    loket.ask()
    assert loket.said.strip() == "False"


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    loket = Loket(script(tmp_path, "raise SystemExit('loket: geen index')"), tmp_path)
    with pytest.raises(EvalError, match="loket ask ended with 1: loket: geen index"):
        loket.ask()


def test_a_server_that_ends_is_told(tmp_path: Path) -> None:
    loket = Loket(script(tmp_path, "raise SystemExit(2)"), tmp_path)
    with pytest.raises(EvalError, match="loket serve ended with 2"):
        loket.start_and_stop()


def test_waits_until_the_server_is_ready(tmp_path: Path) -> None:
    server = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *a): pass
HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler).serve_forever()
"""
    assert 0 < Loket(script(tmp_path, server), tmp_path).start_and_stop() < 60


def test_an_absent_folder_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path / "weg")]) == 2
    assert capsys.readouterr().err.startswith("benchmark: there is no folder")


def test_tells_what_the_figures_depend_on() -> None:
    assert "Python 3." in machine()
    assert "load at the start" in machine()


class Answers(BaseHTTPRequestHandler):
    """Answers every question but 'weiger'."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(500 if b"weiger" in asked else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Stay silent."""


def test_every_question_is_asked_once_by_several_clients_and_a_failure_is_told() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        load = ask_all(address, [f"vraag {n}" for n in range(20)], clients=4)
        assert (load.clients, len(load.seconds)) == (4, 20)
        assert all(load.seconds)
        assert load.quantile(50) <= load.quantile(99) <= load.elapsed
        assert load.throughput == pytest.approx(20 / load.elapsed)
        with pytest.raises(EvalError, match="'weiger': status 500"):
            ask_all(address, ["vraag", "weiger"], clients=2)
        server.shutdown()


def test_an_index_grows_to_a_size_and_answers_from_the_real_passages(
    small_settings: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    base = open_index(small_settings.index)
    if base.tokens is None or not isinstance(embedder, TokenEmbedder):
        pytest.skip("the engine with tokens cannot run here")
    grow(tmp_path / "grown", base, embedder, 25, Silent())
    grown = open_index(tmp_path / "grown")
    assert len(grown.passages) == grown.manifest.passages == 25
    texts = {passage.text for passage in grown.passages}
    assert len(texts) > 20, "a short passage may stay as it is, most do not"
    for passage in grown.passages:
        document = grown.document_of(passage)
        assert document.text[passage.start : passage.end] == passage.text
    assert disk_megabytes(tmp_path / "grown") > disk_megabytes(small_settings.index)
    hits = Retriever(grown, embedder).search("Wat is zij-instroom?").hits
    assert hits[0].document.id.startswith("zij-instroom")
    assert hits[0].late is not None


def test_searches_are_timed_at_a_size_of_their_own(
    small_settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_CACHE", str(small_settings.cache))
    asked = ["--index", str(small_settings.index), "--passages", "40,60", "--questions", "8"]
    assert search_speed.main(asked) == 0
    told = capsys.readouterr().out
    assert "40 passages" in told
    assert "60 passages" in told
    assert "nearest vectors, sieved" in told


def test_what_is_grown_for_searching_holds_what_was_asked_for(
    small_settings: Settings, tmp_path: Path
) -> None:
    base = open_index(small_settings.index)
    grow_searchable(tmp_path / "grown", base, 45)
    grown = open_version(tmp_path / "grown")
    assert len(grown.passages) == len(grown.vectors) == 45
    assert len(grown.passages.ids) == len(set(grown.passages.ids))
    first = grown.passages[0]
    assert [first.text, first.id] == [base.passages[0].text, base.passages[0].id]
    assert grown.document_of(grown.passages[44]).id not in base.documents


def test_peers_need_something_to_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        peers_speed.main(["--documents", "0"])
    assert "at least 1" in capsys.readouterr().err
