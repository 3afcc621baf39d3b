"""All checks together, over the corpus and what an editor is working on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import RejectedFile, SettingsError
from ingest.checks.agreement import Repeated, compare_amounts
from ingest.checks.amounts import check_amounts
from ingest.checks.data import check_data
from ingest.checks.dates import check_dates, check_validity
from ingest.checks.finding import Finding, Severity
from ingest.checks.headings import check_headings
from ingest.checks.links import check_links
from ingest.checks.manuscript import Manuscript, check_reading, read_manuscript
from ingest.checks.metadata import check_metadata, check_sources
from ingest.checks.overlap import Run, check_overlap, read_runs
from ingest.checks.readability import Readability, check_readability, readability_of
from ingest.sources import SourceFile, find_files

DATA = "data"
"""The folder beside the documents with the journey, routes, regions and glossary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """
    The outcome of a check.

    Args:

        manuscripts: The documents that were judged, in order of their files.

        repeated: Amounts that several documents give alike, one of them judged.

        skipped: Dutch, one line for each check that could not be done, with its reason.
    """

    manuscripts: tuple[Manuscript, ...]
    findings: tuple[Finding, ...]
    repeated: tuple[Repeated, ...]
    readability: Mapping[str, Readability]
    skipped: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check(
    corpus: Path, *, on: date, only: Path | None = None, compare: Path | None = None
) -> Checked:
    """
    Check the documents of a corpus, and as a whole also the data files beside them.

    Args:

        on: The day that validity and dates are judged by.

        only: Judge this file or folder, against the corpus that it lies in; one that lies
            elsewhere is a corpus of its own.

        compare: A folder with documents of others, which ours may not share long runs with.

    Raises SettingsError where there is no document to judge.
    """
    only = (only or corpus).resolve()
    root = corpus.resolve() if only.is_relative_to(corpus.resolve()) else only
    files = list(find_files([root]))
    wanted = {file.name for file in files if file.path.is_relative_to(only)}
    if not wanted:
        raise SettingsError(f"there is no document in '{only}'")
    manuscripts, findings = _read(files)
    judged = [each for each in manuscripts if each.file in wanted]
    runs, skipped = _runs(compare)
    known = {each.file: each for each in manuscripts}
    for manuscript in judged:
        findings += _judge(manuscript, known, runs, on)
    conflicts, repeated = compare_amounts(manuscripts, on, wanted)
    found = [each for each in (*findings, *conflicts) if each.file in wanted]
    if only == root:
        documents = {each.document.id: each.document for each in manuscripts}
        found += check_data(root.parent / DATA, documents)
    measured = {each.file: readability_of(each) for each in judged}
    return Checked(
        manuscripts=tuple(judged),
        findings=tuple(sorted(found, key=Finding.order)),
        repeated=tuple(repeated),
        readability={file: value for file, value in measured.items() if value},
        skipped=tuple(skipped),
    )


def _read(files: Sequence[SourceFile]) -> tuple[list[Manuscript], list[Finding]]:
    """Read every file; one that cannot become a document gives a finding."""
    manuscripts, findings = [], []
    for file in files:
        try:
            manuscripts.append(read_manuscript(file))
        except (RejectedFile, OSError) as reason:
            findings.append(
                Finding(
                    file=file.name,
                    line=None,
                    rule="unreadable",
                    severity=Severity.ERROR,
                    message=f"kan niet worden ingelezen: {reason}",
                )
            )
    return manuscripts, findings


def _runs(compare: Path | None) -> tuple[Mapping[Run, str], list[str]]:
    """Return what may not be copied, and what could not be read of it."""
    if compare is None:
        return {}, ["overgenomen tekst is niet gezocht: er is geen map met bronnen (--compare)"]
    runs, unread = read_runs(compare)
    return runs, [f"overgenomen tekst is niet gezocht in {line}" for line in unread]


def _judge(
    manuscript: Manuscript, known: Mapping[str, Manuscript], runs: Mapping[Run, str], on: date
) -> Iterator[Finding]:
    """Yield the findings of every check that looks at one document."""
    yield from check_reading(manuscript)
    yield from check_metadata(manuscript)
    yield from check_sources(manuscript)
    yield from check_dates(manuscript, on)
    yield from check_validity(manuscript, on)
    yield from check_headings(manuscript)
    yield from check_links(manuscript, known)
    yield from check_amounts(manuscript)
    yield from check_readability(manuscript)
    yield from check_overlap(manuscript, runs)
