"""One ingest from start to end: find, read, compare, build, report."""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexProblem, SettingsError
from corpus.model import Document, Passage
from ingest import build as builder
from ingest.document import Ingested, file_digest
from ingest.progress import Progress
from ingest.reading import read_each
from ingest.report import Report
from ingest.sources import SourceFile, find_files, remember, remembered
from retrieval import manifest as layout
from retrieval.embedding.base import Embedder
from retrieval.index import open_version

LOCK = "ingest.lock"


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index for one writer; raises IndexProblem where it cannot be written or is held."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        handle = (index / LOCK).open("w")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise IndexProblem(f"cannot write the index in '{index}': {reason}") from problem
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise IndexProblem(f"another ingest is writing '{index}'; wait for it") from held
        yield


def ingest(
    index: Path,
    corpus: Path,
    paths: Sequence[Path],
    load_embedder: Callable[[], Embedder],
    progress: Progress,
    *,
    model: str,
    forget: Sequence[Path] = (),
) -> Report:
    """
    Bring an index up to date with the corpus and every source path.

    Args:

        paths: New sources; they stay sources until they are forgotten.

        load_embedder: Called only when something must be embedded.

        model: That of the embedder, to tell whether the index is up to date.

    Raises IndexProblem where the index cannot be written. A bad file never stops the rest.
    """
    started = time.perf_counter()
    with locked(index):
        report = Report()
        roots = _roots(index, paths, forget)
        before = _Before(index)
        kept, missing = _present([corpus, *roots])
        for root in missing:
            report.notes.append((str(root), "is gone; its documents stay (see --forget)"))
        stay = before.below(missing)
        files = find_files(kept, taken=[each.document.id for each in stay])
        ingested = [*_read_all(files, before, report, progress), *stay]
        _compare(report, before, ingested)
        documents = [each.document for each in ingested]
        passages = [passage for each in ingested for passage in each.passages]
        if not documents:
            raise IndexProblem("no document could be read; nothing was changed")
        # The embedder is not loaded for this: with tokens or without, what serves may stay.
        names = [
            builder.version_of(documents, passages, model, tokens=tokens)
            for tokens in (True, False)
        ]
        if before.version in names:
            report.version = before.version
        else:
            embedder = load_embedder()
            report.version = builder.build(index, documents, passages, embedder, progress)
            report.switched = True
        origins = {**before.origins_of(missing), **report.origins}
        layout.write_atomically(index / layout.ORIGINS, json.dumps(origins, ensure_ascii=False))
        remember(index, roots)
    report.passages = len(passages)
    report.seconds = time.perf_counter() - started
    return report


class _Before:
    """The version that serves now: what its documents were made of, to tell what changed."""

    def __init__(self, index: Path) -> None:
        """Read the current version; a missing or damaged one counts as empty."""
        self.version = ""
        self.documents: dict[str, Document] = {}
        self.passages: dict[str, list[Passage]] = {}
        self._origins = layout.read_origins(index)
        try:
            pointer = layout.read_pointer(index)
            if pointer is None:
                return
            opened = open_version(index / layout.VERSIONS / pointer.version)
            for passage in opened.passages:
                self.passages.setdefault(passage.document_id, []).append(passage)
        except IndexProblem:
            self.passages.clear()
            return
        self.version = pointer.version
        self.documents = opened.documents

    def same(self, file: SourceFile, digest: str) -> Ingested | None:
        """Return the document of an unchanged file, so that it need not be read again."""
        document = self.documents.get(file.id)
        if document is None or document.digest != digest:
            return None
        return self._ingested(document)

    def below(self, roots: Sequence[Path]) -> list[Ingested]:
        """Return the documents that came from below these roots."""
        return [
            self._ingested(document)
            for id_, document in self.documents.items()
            if any(Path(self._origins.get(id_, "")).is_relative_to(root) for root in roots)
        ]

    def origins_of(self, roots: Sequence[Path]) -> dict[str, str]:
        """Return document id -> file for the documents from below these roots."""
        kept = {each.document.id for each in self.below(roots)}
        return {id_: file for id_, file in self._origins.items() if id_ in kept}

    def _ingested(self, document: Document) -> Ingested:
        return Ingested(document=document, passages=tuple(self.passages[document.id]))


def _roots(index: Path, paths: Sequence[Path], forget: Sequence[Path]) -> list[Path]:
    """Return the remembered sources, with the new ones, without the forgotten ones."""
    forgotten = {path.resolve() for path in forget}
    known = remembered(index)
    unknown = forgotten.difference(known)
    if unknown:
        raise SettingsError(f"'{min(unknown)}' is not a source of this index")
    every = dict.fromkeys([*known, *(path.resolve() for path in paths)])
    return [path for path in every if path not in forgotten]


def _present(roots: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    present = [root for root in roots if root.exists()]
    return present, [root for root in roots if not root.exists()]


def _read_all(
    files: Iterator[SourceFile], before: _Before, report: Report, progress: Progress
) -> Iterator[Ingested]:
    """Yield a document for each file that can be one; the others go to the report."""
    found = list(files)
    progress.stage("files read", len(found))
    known: dict[SourceFile, Ingested | str] = {}
    work: list[tuple[SourceFile, str]] = []
    for file in found:
        try:
            digest = file_digest(file)
        except OSError as problem:
            known[file] = str(problem)
            continue
        if unchanged := before.same(file, digest):
            known[file] = unchanged
        else:
            work.append((file, digest))
    read = read_each(work)
    for number, file in enumerate(found, start=1):
        made = known[file] if file in known else next(read)
        if isinstance(made, str):
            report.rejected.append((str(file.path), made))
        else:
            report.origins[made.document.id] = str(file.path)
            _note(report, file, made)
            yield made
        progress.done(number)


def _note(report: Report, file: SourceFile, ingested: Ingested) -> None:
    for warning in ingested.warnings:
        report.warnings.append((str(file.path), warning.page, warning.reason, warning.dropped))
    report.notes.extend((str(file.path), note) for note in ingested.notes)


def _compare(report: Report, before: _Before, ingested: list[Ingested]) -> None:
    """Fill the report with what differs from the version that serves."""
    now = {each.document.id: each for each in ingested}
    for id_, each in now.items():
        earlier = before.documents.get(id_)
        same = earlier is not None and earlier.digest == each.document.digest
        kind = report.unchanged if same else report.changed if earlier else report.added
        kind.append(id_)
    report.removed = sorted(set(before.documents) - set(now))
    old = {passage.id for group in before.passages.values() for passage in group}
    new = {passage.id for each in ingested for passage in each.passages}
    report.passages_added = len(new - old)
    report.passages_removed = len(old - new)
    report.passages_unchanged = len(new & old)
