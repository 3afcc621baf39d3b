"""Counts and times for Prometheus, in a registry of their own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from assistant.answer import Answer, Status

MEDIA_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The metrics of one server. Thread-safe; counts begin at 0 with the process."""

    def __init__(self) -> None:
        """Make the registry; every label is there from the start, so that a rate has a zero."""
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "loket_answers", "Answers by how they ended.", ["status"], registry=self._registry
        )
        self._seconds = Histogram(
            "loket_answer_seconds",
            "Time from question to answer.",
            buckets=SECONDS,
            registry=self._registry,
        )
        self._feedback = Counter(
            "loket_feedback", "Feedback given on answers.", ["helpful"], registry=self._registry
        )
        self._ready = Gauge(
            "loket_index_ready", "1 where an index is open.", registry=self._registry
        )
        self._documents = Gauge(
            "loket_index_documents", "Documents in the open index.", registry=self._registry
        )
        self._passages = Gauge(
            "loket_index_passages", "Passages in the open index.", registry=self._registry
        )
        self._failures = Gauge(
            "loket_records_failures",
            "Writes to the records that failed since the start.",
            registry=self._registry,
        )
        for status in Status:
            self._answers.labels(status=status.value)
        for helpful in ("true", "false"):
            self._feedback.labels(helpful=helpful)

    def answered(self, answer: Answer) -> None:
        """Count an answer and its time."""
        self._answers.labels(status=answer.status.value).inc()
        self._seconds.observe(answer.timings_ms.get("total", 0.0) / 1000)

    def feedback(self, helpful: bool) -> None:
        """Count feedback."""
        self._feedback.labels(helpful=str(helpful).lower()).inc()

    def render(self, *, ready: bool, documents: int, passages: int, failures: int) -> bytes:
        """Return everything in Prometheus' text format, with the state of this moment."""
        self._ready.set(ready)
        self._documents.set(documents)
        self._passages.set(passages)
        self._failures.set(failures)
        return generate_latest(self._registry)
