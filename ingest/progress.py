"""How an ingest tells how far it is; the command line decides how that looks."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each stage, and of each step within it."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins, with so many steps."""
        ...

    def done(self, count: int) -> None:
        """So many steps of the stage are done in all."""
        ...


class Silent:
    """Shows nothing."""

    def stage(self, name: str, total: int) -> None:
        """Ignore it."""

    def done(self, count: int) -> None:
        """Ignore it."""
