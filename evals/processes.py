"""The loket command as a user runs it: in processes of its own, timed."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from evals.errors import EvalError

QUESTION = "Wat doet een regionaal loket voor zij-instromers?"
READY_SECONDS = 60
STOP_SECONDS = 15
POLL_SECONDS = 0.005


class Loket:
    """The loket command over one index, as a user runs it."""

    def __init__(self, command: Path, index: Path) -> None:
        """Take the command and the folder of the index."""
        self._command = command
        self._index = index
        self.said = ""
        """What the last command printed."""
        self.process: int | None = None
        """The server that runs."""

    def ingest(self, *paths: Path) -> float:
        """Run an ingest and return its seconds."""
        return self._timed("ingest", *(str(path) for path in paths))

    def ask(self) -> float:
        """Ask one question in a process of its own and return its seconds."""
        return self._timed("ask", QUESTION, "--json")

    def start_and_stop(self) -> float:
        """Start a server, and return the seconds until it is ready."""
        with self.serving() as (_, seconds):
            return seconds

    @contextmanager
    def serving(self) -> Iterator[tuple[str, float]]:
        """Run a server on a free port; gives its address and the seconds until it was ready."""
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        started = time.perf_counter()
        with tempfile.TemporaryFile() as output:
            server = subprocess.Popen(
                self._line("serve", "--host", "127.0.0.1", "--port", str(port)),
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(),
            )
            self.process = server.pid
            try:
                _wait_until_ready(address, server)
                yield address, time.perf_counter() - started
            finally:
                self.process = None
                _stop(server)

    def _timed(self, *arguments: str) -> float:
        started = time.perf_counter()
        line, environment = self._line(*arguments), _environment()
        done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
        seconds = time.perf_counter() - started
        self.said = done.stdout
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()[-1]
            raise EvalError(f"loket {arguments[0]} ended with {done.returncode}: {said}")
        return seconds

    def _line(self, *arguments: str) -> list[str]:
        return [str(self._command), *arguments, "--index", str(self._index)]


def _environment() -> dict[str, str]:
    """Return this environment, in which Python keeps what it compiled: as installed, so timed."""
    kept = {**os.environ}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < end:
            if server.poll() is not None:
                raise EvalError(f"loket serve ended with {server.returncode}")
            if _is_ready(client, address):
                return
            time.sleep(POLL_SECONDS)
    raise EvalError(f"loket serve was not ready after {READY_SECONDS} s")


def _is_ready(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(f"{address}/ready").status_code == 200
    except httpx.TransportError:
        return False
