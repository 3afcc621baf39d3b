"""The report as plain JSON values, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from evals.calibration import calibration
from evals.compare import Comparison
from evals.figures import Figure
from evals.judged import Judged
from evals.report.labels import missed
from evals.score import ItemScore


def to_json(judged: Judged) -> dict[str, Any]:
    """Return the report of a run."""
    found = calibration(judged.scores)
    return {
        **asdict(judged.header),
        "passed": not judged.short,
        "figures": _plain(judged.figures),
        "thresholds": [
            {**asdict(each.threshold), "value": each.figure.value, "met": each.met}
            for each in judged.verdicts
        ],
        "kinds": {kind: _plain(figures) for kind, figures in judged.kinds.items()},
        "confusion": judged.confusion,
        "calibration": asdict(found) if found else None,
        "judge": asdict(judged.opinion) if judged.opinion else None,
        "items": [_item(score) for score in judged.scores],
    }


def _plain(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: asdict(figure) for name, figure in figures.items()}


def _item(score: ItemScore) -> dict[str, Any]:
    return {
        "id": score.item.id,
        "kind": score.item.kind,
        "question": score.item.question,
        "expected": score.item.status,
        "status": score.status,
        "right_status": score.right_status,
        "evidence_recall": score.evidence,
        "fact_recall": score.facts,
        "retrieval": score.retrieval,
        "confidence": score.confidence,
        "missed": list(missed(score)),
        "ms": round(score.ms, 1),
    }


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return two runs compared."""
    return {
        "first": asdict(found.first.header),
        "second": asdict(found.second.header),
        "common": found.common,
        "figures": {
            each.figure: {
                **{key: value for key, value in asdict(each).items() if key != "figure"},
                "better": each.better,
                "significant": each.significant,
            }
            for each in found.differences
        },
        "items": [
            {"id": each.second.item.id, "better": each.better, "missed": list(missed(each.second))}
            for each in found.changed
        ],
    }


def dumps(value: Any) -> str:
    """Return readable JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
