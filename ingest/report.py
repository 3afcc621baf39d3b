"""What an ingest did: data first, then the lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Report:
    """
    The outcome of one ingest.

    Args:

        origins: Document id -> the file that it was read from.

        rejected: (file, reason), nothing of it is in the index.

        warnings: (file, page or None, reason, dropped), the rest of the file is in the index.
    """

    version: str = ""
    switched: bool = False
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, int | None, str, bool]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    passages: int = 0
    passages_added: int = 0
    passages_removed: int = 0
    passages_unchanged: int = 0
    seconds: float = 0.0

    def _notes(self) -> Iterator[str]:
        """Yield each kind of note once, with the files that it is about."""
        by_reason: dict[str, list[str]] = {}
        for file, reason in self.notes:
            by_reason.setdefault(reason, []).append(file)
        for reason, files in by_reason.items():
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            yield f"note: {reason}: {files[0]}{more}"

    def lines(self) -> Iterator[str]:
        """Yield the report for a terminal."""
        for file, page, reason, dropped in self.warnings:
            where = f"{file}, page {page}" if page else file
            yield f"{'left out' if dropped else 'doubtful'}: {where}: {reason}"
        for file, reason in self.rejected:
            yield f"rejected: {file}: {reason}"
        yield from self._notes()
        yield (
            f"documents: {len(self.added)} added, {len(self.changed)} changed, "
            f"{len(self.unchanged)} unchanged, {len(self.removed)} removed, "
            f"{len(self.rejected)} rejected"
        )
        yield (
            f"passages: {self.passages_added} added, {self.passages_removed} removed, "
            f"{self.passages_unchanged} unchanged, {self.passages} in all"
        )
        state = "now serves" if self.switched else "was already up to date"
        yield f"index {self.version} {state} ({self.seconds:.1f} s)"
