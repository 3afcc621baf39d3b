"""The texts that the hand-made answers quote."""

from __future__ import annotations

import pytest

from evals.runfile import Texts
from tests.evals.samples import PASSAGE, TEXT


@pytest.fixture
def texts() -> Texts:
    """The texts that the hand-made quotes stand in."""
    return Texts(documents={"regeling": TEXT}, passages={"regeling#4": PASSAGE})
