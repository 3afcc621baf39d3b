"""`loket serve` as a process: its address, no index yet, a taken port, and its end."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.loket import run_ingest
from assistant.settings import Settings
from ingest.progress import Silent
from tests.conftest import Loket, environment, one_line


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve on a free port; yields the address that it printed."""
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "serve", "--port", str(free_port())],
        env=environment(settings),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        first = child.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert found, first
        yield found.group(), child
    finally:
        child.kill()
        child.communicate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def get(address: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as problem:
        return problem.code, json.load(problem)


def test_it_starts_without_an_index_and_notices_one(own_settings: Settings, tmp_path: Path):
    with serving(own_settings, tmp_path) as (address, child):
        assert get(f"{address}/health")[0] == 200
        status, problem = get(f"{address}/ready")
        assert (status, "loket ingest" in problem["detail"]) == (503, True)
        report = run_ingest(own_settings, [], Silent())
        end = time.monotonic() + 20
        while (found := get(f"{address}/ready"))[0] != 200 and time.monotonic() < end:
            time.sleep(0.1)
        assert found[1]["version"] == report.version
        body = json.dumps({"question": "Wat is zij-instroom?"}).encode()
        asked = urllib.request.Request(
            f"{address}/v1/answers", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=20) as response:
            assert json.load(response)["index_version"] == report.version
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
        assert (child.returncode, err) == (0, ""), out
    kept = sqlite3.connect(own_settings.data_folder() / "records.db")
    assert kept.execute("SELECT question FROM questions").fetchall() == [("Wat is zij-instroom?",)]


def test_a_taken_port_is_one_line(loket: Loket):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        message = one_line(loket("serve", "--port", port))
    assert port in message
    assert "in use" in message


@pytest.mark.parametrize("name", ["LOKET_PORT", "LOKET_HOST"])
def test_an_address_that_cannot_be_is_one_line(loket: Loket, name: str):
    value = {"LOKET_PORT": "80000", "LOKET_HOST": "256.1.1.1"}[name]
    assert value in one_line(loket("serve", **{name: value}))
