"""What a check finds: data, for JSON and for the lines that an editor reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error must be solved before a document is served; a warning is for an editor to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One thing that is wrong, or may be.

    Args:

        file: The file's place below its source, as a document's `path`.

        line: Counted from 1 in the file; None where it is not about one line.

        rule: The rule's name, which does not change: 'amount-without-year'.

        message: Dutch, for the editor: what is wrong here, in one line.
    """

    file: str
    line: int | None
    rule: str
    severity: Severity
    message: str

    def order(self) -> tuple[str, int, str, str]:
        """Return a sort key: file, line, rule."""
        return self.file, self.line or 0, self.rule, self.message
