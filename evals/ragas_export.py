"""A run as a RAGAS dataset: JSONL of single-turn samples, without RAGAS itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.citations import without_markers
from evals.errors import EvalError
from evals.runfile import Outcome, RunFile
from evals.suites import Item


def samples(run: RunFile, items: Sequence[Item]) -> Iterator[dict[str, Any]]:
    """
    Yield a sample for each answerable question, with the keys of RAGAS' SingleTurnSample.

    `retrieved_contexts` are the passages that the answer cites, for a system that answers, else
    what its search found. `reference` is the gold evidence. What failed has an empty response.
    """
    outcomes = {outcome.id: outcome for outcome in run.outcomes}
    for item in items:
        if not item.answerable:
            continue
        outcome = outcomes.get(item.id, Outcome(id=item.id))
        answer = outcome.answer or {}
        evidence = [entry.contains for entry in item.evidence]
        yield {
            "user_input": answer.get("read_as") or "\n".join(item.turns),
            "response": without_markers(str(answer.get("text") or "")),
            "retrieved_contexts": _contexts(run, outcome),
            "reference": "\n".join(evidence[:1] if item.any_evidence else evidence),
            "reference_contexts": evidence,
        }


def _contexts(run: RunFile, outcome: Outcome) -> list[str]:
    if not run.header.answers:
        return [hit.text for hit in outcome.hits or ()]
    texts = run.texts.passages
    found = [
        texts.get(source.get("passage_id") or "", str(source.get("quote")))
        for source in (outcome.answer or {}).get("sources") or ()
    ]
    return list(dict.fromkeys(found))


def write_samples(path: Path, run: RunFile, items: Sequence[Item]) -> int:
    """Write the samples and return their number; raises EvalError where that cannot be done."""
    lines = [json.dumps(sample, ensure_ascii=False) for sample in samples(run, items)]
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as problem:
        raise EvalError(f"cannot write '{path}': {problem}") from problem
    return len(lines)
