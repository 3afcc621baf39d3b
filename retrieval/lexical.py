"""The lexical index: BM25 by tantivy over Dutch stems and compound parts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import tantivy

from corpus.model import Passage
from retrieval.dutch import CompoundSplitter, count_words, term_set, terms

WRITER_HEAP_BYTES = 64_000_000
FIELDS = {"body": 1.0, "context": 0.7, "parts": 0.35}
"""Searched fields with their weights: the text, title and headings, parts of compounds."""

WORDS_FILE = "words.json"
TERMS_FILE = "terms.json"


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term of a question with its weight (parts of a compound weigh less)."""

    term: str
    weight: float


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True, indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def write_lexical(folder: Path, passages: Iterable[Passage]) -> None:
    """
    Write the index for passages, whose rows are their positions; the folder must be empty.

    They are gone over twice: an iterable that can be started anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = count_words(passage.in_context for passage in passages)
    splitter = CompoundSplitter(counts)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
    frequency: dict[str, int] = {}
    for row, passage in enumerate(passages):
        fields = _analysed(passage, splitter)
        for term in set().union(*fields.values()):
            frequency[term] = frequency.get(term, 0) + 1
        joined = {name: " ".join(found) for name, found in fields.items()}
        writer.add_document(tantivy.Document(row=row, **joined))
    writer.commit()
    writer.wait_merging_threads()
    (folder / WORDS_FILE).write_text(json.dumps(counts, ensure_ascii=False), "utf-8")
    (folder / TERMS_FILE).write_text(json.dumps(frequency, ensure_ascii=False), "utf-8")


def _analysed(passage: Passage, splitter: CompoundSplitter) -> dict[str, list[str]]:
    return {
        "body": terms(passage.text),
        "context": terms(passage.context),
        "parts": list(splitter.parts(passage.in_context)),
    }


class LexicalIndex:
    """An open lexical index with the vocabulary that it was built from."""

    def __init__(self, folder: Path) -> None:
        """Open a written index; raises ValueError or OSError where it is damaged."""
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._schema = _schema()
        self.words: dict[str, int] = json.loads((folder / WORDS_FILE).read_text("utf-8"))
        self.frequency: dict[str, int] = json.loads((folder / TERMS_FILE).read_text("utf-8"))
        self.splitter = CompoundSplitter(self.words)
        self.all_terms = lru_cache(maxsize=1 << 14)(self._all_terms)

    def _all_terms(self, text: str) -> frozenset[str]:
        """Return the index terms of a text, with those of the parts of its compounds."""
        return term_set(text).union(self.splitter.parts(text))

    def words_of(self, first: str, length: int) -> list[str]:
        """Return the words of the vocabulary with this first letter and length."""
        return self._by_shape.get((first, length), [])

    @cached_property
    def _by_shape(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = {}
        for word in filter(None, self.words):
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    def __len__(self) -> int:
        """Return how many passages the index holds."""
        return int(self._searcher.num_docs)

    def search(self, query: Iterable[QueryTerm], limit: int) -> list[tuple[int, float]]:
        """Return (row, BM25 score), best first, ties by row; only rows that share a term."""
        clauses = [
            (tantivy.Occur.Should, self._term_query(field, term, weight))
            for term in query
            for field, weight in FIELDS.items()
        ]
        if not clauses:
            return []
        # Without a count, what can no longer be among the best is skipped.
        query_of_all = tantivy.Query.boolean_query(clauses)
        hits = self._searcher.search(query_of_all, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        scores = [float(score) for score, _ in hits]
        found = zip((int(row or 0) for row in rows), scores, strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _term_query(self, field: str, term: QueryTerm, weight: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term.term, index_option="freq")
        return tantivy.Query.boost_query(query, weight * term.weight)
