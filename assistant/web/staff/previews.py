"""The latest previews of files that wait for confirmation."""

from __future__ import annotations

from collections import OrderedDict

from assistant.desk.uploads import Staged
from assistant.desk.workshop import Preview, Workshop

PREVIEWS_KEPT = 20


class Previews:
    """The latest previews, so that a page that is opened again need not read its file again."""

    def __init__(self) -> None:
        """Begin without any."""
        self._kept: OrderedDict[str, Preview] = OrderedDict()

    def of(self, staged: Staged, workshop: Workshop) -> Preview:
        """Return the preview of a file; raises RejectedFile."""
        found = self._kept.get(staged.token) or workshop.preview(staged.file)
        self._kept[staged.token] = found
        while len(self._kept) > PREVIEWS_KEPT:
            self._kept.popitem(last=False)
        return found
