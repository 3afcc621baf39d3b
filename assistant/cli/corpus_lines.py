"""What an editor reads of a check and of a preview, in Dutch."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from assistant.web.languages import DUTCH as words

if TYPE_CHECKING:
    from corpus.model import Document
    from ingest.checks.finding import Finding
    from ingest.checks.manuscript import Manuscript
    from ingest.checks.run import Checked

WIDTH = 88
INDENT = "    "
SEVERITIES = {"error": "fout", "warning": "waarschuwing"}
AUDIENCES = {"public": "public: bezoekers en medewerkers", "staff": "staff: alleen medewerkers"}
MEASURE = "leesbaarheid (Flesch-Douma, hoger is makkelijker)"


def check_lines(checked: Checked) -> Iterator[str]:
    """Yield a check: what is in several places, what was found, what was skipped, the sums."""
    if checked.repeated:
        yield "Bedragen in meer dan één document; verander je er een, verander ze dan allemaal:"
        for each in checked.repeated:
            amounts = ", ".join(map(str, each.amounts))
            yield f"{INDENT}{amounts}: {', '.join(map(str, each.places))}"
        yield ""
    yield from map(finding_line, checked.findings)
    if checked.findings:
        yield ""
    for reason in checked.skipped:
        yield f"overgeslagen: {reason}"
    yield from _readability(checked)
    errors = sum(finding.severity == "error" for finding in checked.findings)
    warnings = len(checked.findings) - errors
    yield (
        f"{_count(len(checked.manuscripts), 'document', 'documenten')}: "
        f"{_count(errors, 'fout', 'fouten')}, "
        f"{_count(warnings, 'waarschuwing', 'waarschuwingen')}"
    )


def finding_line(finding: Finding) -> str:
    """Return a finding as one line: place, severity, message, rule."""
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    return f"{place}: {SEVERITIES[finding.severity]}: {finding.message} [{finding.rule}]"


def preview_lines(checked: Checked) -> Iterator[str]:
    """Yield what ingest makes of a document, and what the checks find."""
    for manuscript in checked.manuscripts:
        yield from _metadata(manuscript.document)
        measured = checked.readability.get(manuscript.file)
        if measured:
            yield f"{MEASURE}: {measured.score:.0f}"
        yield from _passages(manuscript)
    yield ""
    yield from map(finding_line, checked.findings)
    if not checked.findings:
        yield "De controle vindt niets om te verbeteren."


def _metadata(document: Document) -> Iterator[str]:
    """Yield the metadata as read, each on a line; what is not known is left out."""
    told = {
        "Bestand": document.path,
        "Id": document.id,
        "Titel": document.title,
        words.PUBLISHER: document.publisher,
        words.TYPE: document.type,
        words.REGIONS: ", ".join(document.regions) or "landelijk",
        words.SECTORS: ", ".join(document.sectors) or "alle",
        "Lezers": AUDIENCES[document.audience],
        "Taal": document.language,
        words.PUBLISHED: document.published,
        words.VALIDITY: words.validity(document.valid_from, document.valid_to) or "onbeperkt",
        words.LINK: document.url,
        words.CHECKED: document.checked_on,
        "Bronnen": len(document.sources),
    }
    for name, value in told.items():
        if value is not None:
            yield f"{name + ':':<14} {value}"


def _passages(manuscript: Manuscript) -> Iterator[str]:
    """Yield the passages with their heading path and about how many tokens each takes."""
    from ingest.passages import CHARACTERS_PER_TOKEN, MAX_CHARACTERS

    most = MAX_CHARACTERS / CHARACTERS_PER_TOKEN
    passages = manuscript.passages
    yield ""
    yield f"{_count(len(passages), 'passage', 'passages')} van hooguit ongeveer {most:.0f} tokens"
    for number, passage in enumerate(passages, start=1):
        place = " › ".join(passage.section) or "(zonder kop)"
        tokens = len(passage.text) / CHARACTERS_PER_TOKEN
        yield ""
        yield f"{number}. {place} (ongeveer {tokens:.0f} tokens)"
        for line in passage.text.splitlines():
            yield from textwrap.wrap(line, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def _readability(checked: Checked) -> Iterator[str]:
    """Yield the hardest, the middle and the easiest of the documents for the public."""
    public = {each.file for each in checked.manuscripts if each.document.audience == "public"}
    scores = {file: each.score for file, each in checked.readability.items() if file in public}
    if scores:
        hardest = min(scores, key=lambda file: (scores[file], file))
        yield (
            f"{MEASURE}: laagste {scores[hardest]:.0f} in {hardest},"
            f" midden {median(scores.values()):.0f}, hoogste {max(scores.values()):.0f}"
        )


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
