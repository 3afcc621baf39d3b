"""The benchmark's own logic, with small scripts in place of the loket command."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evals.benchmark import Timing, _Loket, machine, main, some_questions
from evals.errors import EvalError


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
    loket = _Loket(script(tmp_path, "import sys; print(sys.argv[1:])"), tmp_path / "index")
    assert loket.ingest(Path("map")) > 0
    assert loket.said.strip() == str(["ingest", "map", "--index", str(tmp_path / "index")])


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    loket = _Loket(script(tmp_path, "raise SystemExit('loket: geen index')"), tmp_path)
    with pytest.raises(EvalError, match="loket ask ended with 1: loket: geen index"):
        loket.ask()


def test_a_server_that_ends_is_told(tmp_path: Path) -> None:
    loket = _Loket(script(tmp_path, "raise SystemExit(2)"), tmp_path)
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
    assert 0 < _Loket(script(tmp_path, server), tmp_path).start_and_stop() < 60


def test_an_absent_folder_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path / "weg")]) == 2
    assert capsys.readouterr().err.startswith("benchmark: there is no folder")


def test_tells_what_the_figures_depend_on() -> None:
    assert "Python 3." in machine()
    assert "load at the start" in machine()
