"""Questions over HTTP by several clients at once: how long each waits, how many get through."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from evals.errors import EvalError
from evals.figures import percentile

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The waiting times of the questions in seconds, and how long all of them took together."""

    clients: int
    seconds: tuple[float, ...]
    elapsed: float

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.elapsed

    def quantile(self, percent: float) -> float:
        """Return a percentile of the waiting times, in seconds."""
        return percentile(self.seconds, percent).value or 0.0


def ask_all(address: str, questions: Sequence[str], clients: int) -> Load:
    """Ask each question once, `clients` at a time; raises EvalError where one fails."""
    places, waited = count(), [0.0] * len(questions)
    problems: list[str] = []

    def client() -> None:
        # The plainest client there is: the time of a better one would be counted as the server's.
        server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT_SECONDS)
        while (place := next(places)) < len(questions) and not problems:
            started = time.perf_counter()
            try:
                _ask(server, questions[place])
            except (EvalError, OSError, http.client.HTTPException) as problem:
                problems.append(f"'{questions[place]}': {problem}")
            waited[place] = time.perf_counter() - started
        server.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise EvalError(problems[0])
    return Load(clients=clients, seconds=tuple(waited), elapsed=time.perf_counter() - started)


def _ask(server: http.client.HTTPConnection, question: str) -> None:
    body = json.dumps({"question": question})
    server.request("POST", "/v1/answers", body, {"Content-Type": "application/json"})
    reply = server.getresponse()
    reply.read()
    if reply.status != http.client.OK:
        raise EvalError(f"status {reply.status}")


def resident_megabytes(process: int) -> float | None:
    """Return the memory that a process holds now, or None where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    kilobytes = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(kilobytes[0]) / 1024 if kilobytes else None


def disk_megabytes(folder: Path) -> float:
    """Return how much the files below a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
