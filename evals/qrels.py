"""
How well a search finds the evidence, by the measures of the field (library: ir-measures).

A judgement names a document, a section and a phrase that stands there, never a passage: so the
same judgements hold however documents are cut. A passage is relevant when it is of that document
and holds the phrase (compared on letters and digits). Where several passages say the same and one
is enough (`any`), the item has one judgement, and the first passage that meets it counts.
A passage that only holds what was found above it takes its place in the ranking and earns nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from corpus.text import fold
from evals.runfile import Retrieved
from evals.suites import Evidence, Item

MEASURES = (nDCG @ 10, R @ 1, R @ 5, R @ 10, RR @ 10)
NAMES = tuple(str(measure) for measure in MEASURES)

Values = dict[str, dict[str, float]]
"""Item id to name of the measure to its value."""


def judgements(item: Item) -> dict[str, tuple[Evidence, ...]]:
    """Return what is to be found, by a name made of document and section."""
    if item.any_evidence:
        return {"any": item.evidence}
    found: dict[str, tuple[Evidence, ...]] = {}
    for entry in item.evidence:
        name = fold(f"{entry.document} › {entry.section}")
        found[name if name not in found else f"{name} ({len(found) + 1})"] = (entry,)
    return found


def relevant(item: Item, hit: Retrieved) -> bool:
    """Tell whether a passage holds any of an item's evidence."""
    return any(entry.stands_in(hit.document, hit.text) for entry in item.evidence)


def retrieval(found: Mapping[str, Sequence[Retrieved]], items: Sequence[Item]) -> Values:
    """
    Return every measure of each answerable item, by item id.

    Args:

        found: The passages by item id, best first; nothing for an item whose search failed.
    """
    ranked = {item.id: _ranked(item, found.get(item.id, ())) for item in items if item.answerable}
    qrels = [qrel for judged, _ in ranked.values() for qrel in judged]
    scored = [row for _, rows in ranked.values() for row in rows]
    values: Values = {item_id: dict.fromkeys(NAMES, 0.0) for item_id in ranked}
    if scored:
        for metric in ir_measures.iter_calc(MEASURES, qrels, scored):
            values[metric.query_id][str(metric.measure)] = float(metric.value)
    return values


def _ranked(item: Item, hits: Sequence[Retrieved]) -> tuple[list[Qrel], list[ScoredDoc]]:
    """
    Return an item's judgements and its ranking.

    What one passage meets is one judgement; what no passage meets stays one each.
    """
    unmet = judgements(item)
    qrels, rows = [], []
    for place, hit in enumerate(hits):
        met = [
            name
            for name, entries in unmet.items()
            if any(entry.stands_in(hit.document, hit.text) for entry in entries)
        ]
        for name in met:
            del unmet[name]
        passage = " + ".join(met) or f"passage {place}"
        rows.append(ScoredDoc(item.id, passage, -float(place)))
        qrels += [Qrel(item.id, passage, 1)] if met else []
    return qrels + [Qrel(item.id, name, 1) for name in unmet], rows
