"""How near an embedding engine comes to what a processor can do: `python -m evals.roofline`.

Method: floating-point operations a second, beside those of a large matrix product (Williams,
Waterman and Patterson, "Roofline", CACM 2009). An engine that counts in eight bits may pass it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np

from retrieval.embedding.e5_weights import FEED_FORWARD, HIDDEN, LAYERS

SIZE = 2048
ROUNDS = 5
A_TOKEN = 2 * LAYERS * (4 * HIDDEN**2 + 2 * HIDDEN * FEED_FORWARD)
"""Operations for a token in the matrices of the model; a multiplication and an addition are two."""

A_PAIR = 4 * LAYERS * HIDDEN
"""Operations for each two tokens of one text, in attention."""


def work(lengths: Sequence[int]) -> int:
    """Return the operations that embedding texts takes, by their numbers of tokens."""
    return sum(A_TOKEN * length + A_PAIR * length**2 for length in lengths)


def peak() -> float:
    """Return the operations a second of one thread in float32, measured in a process of its own."""
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    line = [sys.executable, "-m", "evals.roofline"]
    done = subprocess.run(line, env=alone, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> int:
    """Print the operations a second of a matrix product, best of some."""
    one = np.random.default_rng(1).standard_normal((SIZE, SIZE)).astype(np.float32)
    best = 0.0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        one @ one
        best = max(best, 2 * SIZE**3 / (time.perf_counter() - started))
    print(best)
    return 0


if __name__ == "__main__":
    sys.exit(main())
