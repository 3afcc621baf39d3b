"""
What each part of the search is worth: `python -m evals.ablation --out DIR`.

Every part is switched off in turn, from outside: the retriever is given an index that lacks it, or
a question without it. Nothing is tuned again for a variant, so it may look a little worse than it
could. Each writes a run file and is compared with the whole in pairs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np

from assistant.loket import embedder_of, model_name
from assistant.settings import from_environment
from corpus.errors import LoketError
from evals.peers import Searching, head, row
from evals.run import run_suite
from evals.runfile import write_run
from evals.score import Scored, score_run
from evals.suites import Item, load_suite, of_split
from evals.systems.base import HITS
from retrieval import lexical, search
from retrieval.embedding.base import Embedder
from retrieval.index import Index, open_index
from retrieval.query import PART_WEIGHT, SYNONYM_WEIGHT, Concept, Query
from retrieval.search import Retriever

Edit = Callable[[Query], Query]
WHOLE = "everything"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """
    A search that lacks a part.

    Args:

        index: What it searches, made of the whole index.

        fields: Weights of fields of the lexical index that differ.

        query: What is done to a question after it was analysed.

        constants: Names in `retrieval/search.py` with other values.
    """

    name: str
    index: Callable[[Index], Index] = lambda index: index
    fields: tuple[tuple[str, float], ...] = ()
    query: Edit = lambda query: query
    constants: tuple[tuple[str, float], ...] = ()


def without_forms(weight: float) -> Edit:
    """Return what takes the forms of one weight from a question's concepts."""

    def edit(query: Query) -> Query:
        return replace(query, concepts=tuple(_kept(each, weight) for each in query.concepts))

    return edit


def _kept(concept: Concept, weight: float) -> Concept:
    forms = {term: each for term, each in concept.forms.items() if each != weight}
    return replace(concept, forms=forms)


def uncorrected(query: Query) -> Query:
    """Take the words that were corrected out of a question: they would not have been found."""
    wrong = set(query.corrected.values())
    return replace(query, concepts=tuple(c for c in query.concepts if c.word not in wrong))


def wordless(query: Query) -> Query:
    """Take every word from a question, so that only its meaning is left."""
    return replace(query, concepts=())


VARIANTS = (
    Variant(name=WHOLE),
    Variant(name="no late interaction", index=lambda index: replace(index, tokens=None)),
    Variant(
        name="no words: vectors and late interaction",
        query=wordless,
    ),
    Variant(
        name="no vectors: BM25 alone",
        index=lambda index: replace(index, tokens=None, vectors=np.zeros_like(index.vectors)),
    ),
    Variant(
        name="no fusion: vectors alone",
        index=lambda index: replace(index, tokens=None),
        query=wordless,
    ),
    Variant(name="no titles in BM25", fields=(("context", 0.0),)),
    Variant(
        name="no parts of compounds",
        fields=(("parts", 0.0),),
        query=without_forms(PART_WEIGHT),
    ),
    Variant(name="no synonyms", query=without_forms(SYNONYM_WEIGHT)),
    Variant(name="no spelling correction", query=uncorrected),
    Variant(name="no lower weight for compiled texts", constants=(("COMPILED_WEIGHT", 1.0),)),
)


class Lacking(Retriever):
    """A retriever that edits each question after it was analysed."""

    def __init__(self, index: Index, embedder: Embedder, edit: Edit) -> None:
        """Take the index and the embedder as ever, and the edit."""
        super().__init__(index, embedder)
        self._edit = edit

    def analyse(self, text: str) -> Query:
        """Return the edited question."""
        return self._edit(super().analyse(text))


def found_by(retriever: Retriever) -> Callable[[str], list[tuple[str, str]]]:
    """Return a search as (document id, text), best first."""

    def find(question: str) -> list[tuple[str, str]]:
        hits = retriever.search(question, limit=HITS).hits
        return [(hit.document.id, hit.passage.text) for hit in hits]

    return find


@contextmanager
def lacking(variant: Variant) -> Iterator[None]:
    """Put the weights and constants of a variant in place while it is measured."""
    with (
        mock.patch.dict(lexical.FIELDS, dict(variant.fields)),
        mock.patch.dict(vars(search), dict(variant.constants)),
    ):
        yield


def measure(options: argparse.Namespace) -> list[str]:
    """Return the lines of a Markdown table: the whole, then each variant with p-values."""
    settings = from_environment()
    index = open_index(options.index or settings.index, model_name(settings))
    embedder = embedder_of(settings)
    items = [item for item in of_split(load_suite(options.suite), options.split) if item.answerable]
    lines = head(f"{len(items)} questions ({options.suite}, {options.split})")
    whole: Scored | None = None
    for variant in VARIANTS:
        with lacking(variant):
            retriever = Lacking(variant.index(index), embedder, variant.query)
            scored = _run(variant, retriever, options, items)
        lines.append(row(variant.name, scored, whole))
        print(lines[-1], file=sys.stderr, flush=True)
        whole = whole or scored
    return lines


def _run(
    variant: Variant, retriever: Retriever, options: argparse.Namespace, items: Sequence[Item]
) -> Scored:
    system = Searching(variant.name, found_by(retriever), {"lacks": variant.name})
    run = run_suite(system, options.suite, options.split, items)
    write_run(options.out / f"{variant.name.replace(' ', '-').replace(':', '')}.jsonl", run)
    return score_run(run, items)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every variant, write the runs, and print a table; 2 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m evals.ablation", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--out", type=Path, required=True, help="folder for the run files")
    parser.add_argument("--suite", default="corpus")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--index", type=Path, help="an index with the suite's documents")
    try:
        print("\n".join(measure(parser.parse_args(arguments))))
    except (LoketError, OSError) as problem:
        print(f"ablation: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
