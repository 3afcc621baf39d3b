"""
What the two small linear models of the answerer learn from: the suites, and judged questions.

A question of a suite comes with gold evidence in all documents; a judged one with what each of the
units does that were found for it (evals/tuning/judged.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from assistant.answer import Ask, Status
from assistant.evidence.beside import UNITS, Beside
from assistant.evidence.candidates import Candidate
from assistant.evidence.second_look import answered
from assistant.pipeline import Pipeline
from assistant.reader import Reading
from assistant.understanding.conversation import resolved
from corpus.text import fold
from evals.errors import EvalError
from evals.fitting import Judgements, Lists, joined
from evals.suites import Item, letters
from evals.tuning.judged import ANSWERS, NOT, Judged
from retrieval.embedding.entailment import Entails

# --- which unit answers ------------------------------------------------------------------------


def unit_lists(pipeline: Pipeline, items: Sequence[Item], on: date) -> Lists:
    """Return the units found, as of a date, for every answerable item that is one question."""
    features, relevant, question = [], [], []
    for number, item in enumerate(items):
        if item.status != Status.ANSWERED or len(item.turns) > 1:
            continue
        for candidate in read_item(pipeline, item, on).ranked:
            features.append(candidate.features)
            relevant.append(is_relevant(item, candidate))
            question.append(number)
    if not any(relevant):
        raise EvalError("no evidence of the suites was found in the index")
    return Lists(
        features=np.array(features), relevant=np.array(relevant), question=np.array(question)
    )


def is_relevant(item: Item, candidate: Candidate) -> bool:
    """Tell whether a unit holds an evidence phrase, or a fact beside one in its passage."""
    passage = candidate.passage
    places = [place for entry in item.evidence for place in entry.places]
    phrases = [letters(p.contains) for p in places if p.document == passage.document_id]
    if any(phrase in letters(candidate.text) for phrase in phrases):
        return True
    around = letters(" ".join(passage.section) + passage.text)
    text = fold(candidate.text)
    stated = any(re.search(fact, text, re.IGNORECASE) for fact in item.facts)
    return stated and any(phrase in around for phrase in phrases)


# --- whether to answer -------------------------------------------------------------------------


def judged_items(
    pipeline: Pipeline, items: Sequence[Item], on: date, entails: Entails
) -> Judgements:
    """Return what is found for every item, conversations included."""
    found = []
    for item in items:
        reading, read = read_item(pipeline, item, on), resolved(item.question, item.turns[:-1])
        told = _told(entails, f"{read.context} {read.text}".strip(), reading)
        found.append(_judged(reading, item.answerable, told))
    return joined(found)


def judged_questions(
    pipeline: Pipeline, questions: Sequence[Judged], on: date, entails: Entails
) -> Judgements:
    """
    Return the same for the judged questions of which it is known whether they are answered.

    They are where one of the best units was judged to answer, and are not where all were judged
    to tell nothing; others, of which a unit tells a part or was not judged, are left out. There is
    no reading (NaN) of a question that the reader learned from: of those it would be too sure.

    Args:

        pipeline: Without known questions: these are among them.
    """
    found = []
    for judged in questions:
        reading = pipeline.read(judged.question, on=on)
        units = [judged.units.get((c.passage.id, c.number)) for c in reading.ranked[:UNITS]]
        answers = any(judgement in ANSWERS for judgement in units)
        if answers or (units and all(judgement == NOT for judgement in units)):
            told = _told(entails, judged.question, reading) if judged.held_out else np.nan
            found.append(_judged(reading, answers, told))
    return joined(found)


def _judged(reading: Reading, answerable: bool, told: float) -> Judgements:
    known = reading.confidence.known
    return Judgements(
        features=reading.confidence.features[None],
        answerable=np.array([answerable]),
        known=np.full((1, 2), np.nan) if known is None else known[None],
        read=np.array([[told]]),
    )


def _told(entails: Entails, question: str, reading: Reading) -> float:
    told = answered(Beside(entails, question), reading.ranked)
    return np.nan if told is None else told


def read_item(pipeline: Pipeline, item: Item, on: date) -> Reading:
    """Read an item just as it is read when it is answered, but for the second look."""
    read = resolved(item.question, item.turns[:-1])
    ask = Ask(question=read.text, region=item.region, sector=item.sector, on=item.on)
    return pipeline.read(read.text, read.context, ask, item.on or on)
