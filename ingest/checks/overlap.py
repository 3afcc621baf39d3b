"""Is a text our own? No run of more than ten words may stand in a document of someone else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RejectedFile
from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript, Statement, shorten
from ingest.reading import read_file
from ingest.sources import find_files

MOST_SHARED = 10
"""Words in a row that may be the same: a name, a title, a fixed expression."""

_WORD = re.compile(r"\w+")

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: int | None


def read_runs(folder: Path) -> tuple[dict[Run, str], list[str]]:
    """
    Read every file below a folder.

    Returns: each run of eleven words with the name of a file that holds it; and, for each file
    that could not be read, one line that says so.
    """
    runs: dict[Run, str] = {}
    unread = []
    for file in find_files([folder]):
        try:
            text = read_file(file).document.text
        except RejectedFile as reason:
            unread.append(f"{file.name}: {reason}")
            continue
        for run in _runs(_WORD.findall(text.lower())):
            runs.setdefault(run, file.name)
    return runs, unread


def check_overlap(manuscript: Manuscript, runs: Mapping[Run, str]) -> Iterator[Finding]:
    """Yield each stretch of a document that stands in one of the files behind `runs`."""
    words = list(_words(manuscript.statements))
    shared = [runs.get(run) for run in _runs([word.text for word in words])]
    at = 0
    while at < len(shared):
        name = shared[at]
        if name is None:
            at += 1
            continue
        last = at
        while last + 1 < len(shared) and shared[last + 1] is not None:
            last += 1
        stretch = words[at : last + MOST_SHARED + 1]
        text = shorten(" ".join(word.text for word in stretch))
        yield Finding(
            file=manuscript.file,
            line=stretch[0].line,
            rule="copied-text",
            severity=Severity.ERROR,
            message=f"{len(stretch)} woorden staan ook zo in {name}: “{text}”",
        )
        at = last + 1


def _words(statements: Iterable[Statement]) -> Iterator[_Word]:
    for statement in statements:
        for word in _WORD.findall(statement.text.lower()):
            yield _Word(word, statement.line)


def _runs(words: list[str]) -> Iterator[Run]:
    """Yield every run of one word more than may be shared."""
    length = MOST_SHARED + 1
    return (tuple(words[i : i + length]) for i in range(len(words) - length + 1))
