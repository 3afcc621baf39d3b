"""
The contrast sets that the reader of entailment learns from: claims.jsonl and contrasts.jsonl.

In neither does a question or a text tell the answer by itself: each question stands beside texts
that differ in one thing, and each text beside questions that do.

Method: contrast sets (Gardner and others, 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evals.errors import EvalError
from evals.jsonl import records_of
from evals.tuning.pairs import UNANSWERED, Encode, Group, answered_as, pair_of, place_of
from retrieval.embedding.entailment import NO, YES

CLAIMS = Path(__file__).with_name("claims.jsonl")
CONTRASTS = Path(__file__).with_name("contrasts.jsonl")

_Answers = Callable[[str], tuple[int, ...]]
_Asked = Sequence[tuple[str, str, _Answers]]
"""The field of a question, that of the text beside it, and what the text says to it."""


def read_claims(encode: Encode, path: Path = CLAIMS) -> list[Group]:
    """
    Return units with yes/no questions, seven pairs each.

    Three questions of nearly the same words have another answer each, and a text that was changed
    in one thing turns two of them round (`flipped`), or says neither yes nor no to them (`muted`).

    Raises EvalError where a line is not as it should.
    """
    return _groups(encode, path, _CLAIMED, "document")


def read_contrasts(encode: Encode, path: Path = CONTRASTS) -> list[Group]:
    """
    Return units with open questions, six pairs each.

    A unit answers a question (`asked`), and does not answer one of nearly the same words (`twin`);
    changed in one thing (`swapped`) it does the opposite. Beside them stand one that it answers in
    quite other words (`reworded`), and one that somebody may ask after it, in its words (`next`).

    Raises EvalError where a line is not as it should.
    """
    return _groups(encode, path, _CONTRASTED, "title")


def _groups(encode: Encode, path: Path, asked: _Asked, document: str) -> list[Group]:
    fields = {document, "title", "heading", *(name for pair in asked for name in pair[:2])}
    groups = []
    for number, record in records_of(path):
        told = record if isinstance(record, Mapping) else {}
        if not all(isinstance(told.get(field), str) for field in fields):
            raise EvalError(f"line {number}: not a unit with its questions")
        place = place_of(told["title"], told["heading"])
        pairs = tuple(
            pair_of(encode, told[question], place + told[text], answers(told[question]))
            for question, text, answers in asked
        )
        groups.append(Group(document=told[document], pairs=pairs))
    return groups


def _yes(_question: str) -> tuple[int, ...]:
    return (YES,)


def _no(_question: str) -> tuple[int, ...]:
    return (NO,)


def _nothing(_question: str) -> tuple[int, ...]:
    return UNANSWERED


_CLAIMED: _Asked = (
    ("yes", "text", _yes),
    ("no", "text", _no),
    ("open", "text", _nothing),
    ("yes", "flipped", _no),
    ("no", "flipped", _yes),
    ("yes", "muted", _nothing),
    ("no", "muted", _nothing),
)
_CONTRASTED: _Asked = (
    ("asked", "text", answered_as),
    ("twin", "text", _nothing),
    ("asked", "swapped", _nothing),
    ("twin", "swapped", answered_as),
    ("reworded", "text", answered_as),
    ("next", "text", _nothing),
)
