"""
A run on disk: what a system answered, kept apart from what that is worth.

JSONL. The first line is `{"run": …}` (what was asked, how, with which versions), then one line an
item `{"id", "answer", "hits", "same", "ms", "error"}`, then the texts of the documents and passages
that were cited (`{"document", "text"}`, `{"passage", "text"}`): scoring needs nothing but this file
and the suite.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import EvalError
from evals.jsonl import lines_of

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A passage that a search gave; `document` is its document's id, `section` helps people."""

    document: str
    text: str
    section: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What one question led to.

    Args:

        answer: An Answer JSON object, or None where there is none.

        hits: What the search for it gave, best first; None where the system does not search.

        same: Whether asking again gave the same; None where it was asked once.

        ms: From question to answer (to hits, for a system that only searches), in milliseconds.

        error: Why there is no answer, or no hits.
    """

    id: str
    answer: dict[str, Any] | None = None
    hits: tuple[Retrieved, ...] | None = None
    same: bool | None = None
    ms: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What quotes are held against: the text by document id, and by passage id."""

    documents: dict[str, str] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """
    What was asked, and how.

    Args:

        system: Its name, as the reports show it.

        answers, searches: What the system does; what it does not do is not judged.

        started: UTC, ISO 8601.

        seconds: From the first question to the last answer.

        repeats: How often each question was asked.

        settings, versions: Not secret; so that the run can be repeated.
    """

    suite: str
    split: str
    system: str
    started: str
    seconds: float = 0.0
    answers: bool = True
    searches: bool = True
    repeats: int = 1
    index_version: str | None = None
    model: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """One suite, asked; nothing is scored yet."""

    header: Header
    outcomes: list[Outcome]
    texts: Texts = field(default_factory=Texts)


def write_run(path: Path, run: RunFile) -> None:
    """Write a run, replacing the file; raises EvalError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as handle:
            handle.writelines(
                json.dumps(line, ensure_ascii=False, default=str) + "\n" for line in _lines(run)
            )
    except OSError as problem:
        raise EvalError(f"cannot write '{path}': {problem}") from problem


def _lines(run: RunFile) -> Iterator[dict[str, Any]]:
    yield {"run": {"format": FORMAT, **asdict(run.header)}}
    for outcome in run.outcomes:
        yield {**asdict(outcome), "ms": round(outcome.ms, 2)}
    for kind, texts in (("document", run.texts.documents), ("passage", run.texts.passages)):
        for name, text in texts.items():
            yield {kind: name, "text": text}


def read_run(path: Path) -> RunFile:
    """Return a run; raises EvalError naming the first line that is wrong."""
    header: Header | None = None
    outcomes: dict[str, Outcome] = {}
    texts = Texts()
    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            if "run" in raw:
                header = _header(raw["run"])
            elif "document" in raw:
                texts.documents[raw["document"]] = raw["text"]
            elif "passage" in raw:
                texts.passages[raw["passage"]] = raw["text"]
            else:
                outcome = _outcome(raw)
                outcomes[outcome.id] = outcome
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            reason = f"{type(problem).__name__}: {problem}"
            raise EvalError(f"{path.name} line {number} is no line of a run: {reason}") from problem
    if header is None:
        raise EvalError(f"{path.name} is no run: it has no line 'run'")
    return RunFile(header=header, outcomes=list(outcomes.values()), texts=texts)


def _header(raw: dict[str, Any]) -> Header:
    given = dict(raw)
    if (found := given.pop("format", None)) != FORMAT:
        raise ValueError(f"format {found} is not {FORMAT}")
    return Header(**given)


def _outcome(raw: dict[str, Any]) -> Outcome:
    hits = raw.get("hits")
    found = None if hits is None else tuple(Retrieved(**hit) for hit in hits)
    return Outcome(**{**raw, "hits": found})
