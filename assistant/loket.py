"""The composition root: settings to a server and to an ingest; what answers is in local.py."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.guard.screen import masked_text
from assistant.local import build_service, embedder_of, model_name
from assistant.service import Service
from assistant.serving import stamp_of
from assistant.settings import Settings
from corpus.errors import IndexProblem
from corpus.model import Document
from retrieval import manifest as layout

if TYPE_CHECKING:
    from assistant.desk.desk import Desk
    from assistant.desk.workshop import Outcome, Preview, Tools
    from assistant.originals.library import Originals
    from ingest.progress import Progress
    from ingest.report import Report

log = logging.getLogger(__name__)

REPORT = "report.json"
"""What the last ingest reported, in the folder of the index."""


def build_site(settings: Settings) -> tuple[Service, Desk]:
    """Return the service of a server, and the desk that keeps record of it; close the desk."""
    from assistant.desk.desk import Desk
    from assistant.desk.service import DeskService
    from assistant.records.database import Database

    inner = build_service(settings)
    database = Database(settings.data_folder(), settings.retention_days)
    desk = Desk.over(
        database, masked_text, password=settings.staff_password, tools=_tools(settings)
    )
    return DeskService(inner, desk, inner.remember), desk


def build_originals(settings: Settings) -> Originals:
    """Return the files behind the documents of an index, as far as they are held unchanged."""
    from assistant.originals.held import HeldFiles
    from assistant.originals.library import Originals

    return Originals(HeldFiles(_Origins(settings.index), digest_of))


def digest_of(id: str, path: Path) -> str:
    """Return the digest that ingest would give a document of a file now; raises OSError."""
    from ingest.document import file_digest
    from ingest.sources import SourceFile

    return file_digest(SourceFile(path=path, name=path.name, id=id))


class _Origins:
    """The record of which file a document came from, read again when an ingest wrote it."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._read: tuple[object, dict[str, str]] = (None, {})

    def __call__(self) -> dict[str, str]:
        stamp = stamp_of(self._index / layout.ORIGINS)
        if stamp != self._read[0]:
            self._read = stamp, layout.read_origins(self._index)
        return self._read[1]


def _tools(settings: Settings) -> Tools:
    from assistant.desk.workshop import Tools

    return Tools(
        preview=preview_file,
        ingest=partial(ingest_quietly, settings),
        last=partial(last_ingest, settings),
        previous=partial(previous_document, settings),
    )


def preview_file(file: Path) -> Preview:
    """Read a file as ingest does; raises RejectedFile with the reason."""
    from assistant.desk.workshop import Preview
    from ingest.reading import read_file
    from ingest.sources import find_files

    [source] = find_files([file])
    read = read_file(source)
    return Preview(
        document=read.document, passages=read.passages, warnings=read.warnings, notes=read.notes
    )


def ingest_quietly(settings: Settings, paths: Sequence[Path]) -> None:
    """Bring the index up to date without showing anything; raises LoketError."""
    from ingest.progress import Silent

    run_ingest(settings, paths, Silent())


def last_ingest(settings: Settings) -> Outcome | None:
    """Return what the last ingest reported, None where nothing is known."""
    from assistant.desk.workshop import Outcome

    try:
        raw = json.loads((settings.index / REPORT).read_text(encoding="utf-8"))
        return Outcome(
            at=raw["at"],
            version=raw["version"],
            added=tuple(raw["added"]),
            changed=tuple(raw["changed"]),
            removed=tuple(raw["removed"]),
            rejected=tuple((file, reason) for file, reason in raw["rejected"]),
            warnings=tuple((file, page, why, out) for file, page, why, out in raw["warnings"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def previous_document(settings: Settings, document_id: str) -> Document | None:
    """Return a document of the previous version of the index, or None; raises IndexProblem."""
    pointer = layout.read_pointer(settings.index)
    if pointer is None or pointer.previous is None:
        return None
    file = settings.index / layout.VERSIONS / pointer.previous / layout.DOCUMENTS
    try:
        found = layout.read_documents(file)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise IndexProblem(f"the previous version cannot be read: {problem}") from problem
    return next((document for document in found if document.id == document_id), None)


def run_ingest(
    settings: Settings, paths: Sequence[Path], progress: Progress, forget: Sequence[Path] = ()
) -> Report:
    """Bring the index of the settings up to date; raises IndexProblem where it cannot."""
    from ingest.run import ingest

    made_by = layout.engine_of(settings.index)
    report = ingest(
        settings.index,
        settings.corpus,
        paths,
        lambda: embedder_of(settings, made_by),
        progress,
        model=model_name(settings, made_by),
        forget=forget,
    )
    _keep_report(settings, report)
    return report


def _keep_report(settings: Settings, report: Report) -> None:
    """Keep the report for staff, with the doubts about files that were not read anew."""
    before = last_ingest(settings)
    same = {report.origins[id] for id in report.unchanged if id in report.origins}
    old = [each for each in before.warnings if each[0] in same] if before else []
    kept = {**dataclasses.asdict(report), "warnings": [*report.warnings, *old]}
    kept["at"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    layout.write_atomically(settings.index / REPORT, json.dumps(kept, ensure_ascii=False))
