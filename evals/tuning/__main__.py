"""Learns the adapter of the bundled engine and writes its file: see the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import from_environment
from corpus.errors import LoketError
from retrieval.embedding.adapter import FILE

EPOCHS = 2.0
NEAREST = 40
"""So many passages near to a question are kept, to draw wrong ones from."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn; 0 when done, 2 when something cannot be read."""
    options = _options(arguments)
    try:
        _learn(options.index, options.epochs, options.out)
    except ImportError as problem:
        print(f"tuning: needs the extra 'st': {problem}", file=sys.stderr)
        return 2
    except (LoketError, OSError) as problem:
        print(f"tuning: {problem}", file=sys.stderr)
        return 2
    return 0


def _learn(path: Path, epochs: float, out: Path) -> None:
    from evals.tuning.learning import learn, write_adapter
    from evals.tuning.model import AdaptedE5
    from evals.tuning.questions import read_lesson
    from retrieval.embedding.adapter import adapter_of
    from retrieval.embedding.e5_weights import read_weights
    from retrieval.embedding.onnx_engine import OnnxE5, packaged_weights
    from retrieval.index import open_index

    settings = from_environment()
    engine = OnnxE5.load(settings.cache, threads=settings.threads)
    lesson = read_lesson(open_index(path), engine, NEAREST)
    print(
        f"{len(lesson.answered)} questions, {len(lesson.unanswered)} near misses; "
        f"{lesson.absent} about passages that are not in the index"
    )
    model = AdaptedE5(read_weights(packaged_weights(), adapter_of({})))
    for line in learn(model, lesson, epochs):
        print(line, flush=True)
    write_adapter(model, engine, packaged_weights(), out)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.tuning", description=__doc__)
    parser.add_argument("--index", type=Path, required=True, help="holds the passages asked about")
    parser.add_argument("--epochs", type=float, default=EPOCHS, help="how often each is learned")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (.npz)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
