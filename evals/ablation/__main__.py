"""
What each part of the search and of the answers is worth: `python -m evals.ablation --out DIR`.

Every part is switched off in turn, from outside: the retriever is given an index that lacks it, or
a question without it. Nothing is tuned again for a variant, so it may look a little worse than it
could. Each writes a run file and is compared with the whole in pairs.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.local import embedder_of, model_name
from assistant.loket import build_service
from assistant.settings import Settings, from_environment
from corpus.errors import LoketError
from evals.ablation import answers
from evals.ablation.parts import VARIANTS, Lacking, Variant, lacking
from evals.ablation.remade import Bench, sources_of
from evals.run import run_suite
from evals.runfile import write_run
from evals.score import Scored, score_run
from evals.search_table import Searching, file_name, found_by, head, row, searched
from evals.suites import Item, load_suite, of_split, suite_names
from evals.systems.local import LocalSystem
from retrieval.index import open_index

Suites = dict[str, list[Item]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every variant, write the runs, and print tables; 2 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m evals.ablation", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--out", type=Path, required=True, help="folder for the run files")
    parser.add_argument("--suite", action="append", help="may be given again; else all")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--index", type=Path, help="an index with the suites' documents")
    parser.add_argument("--answers", action="store_true", help="parts of the answers instead")
    options = parser.parse_args(arguments)
    measure = measure_answers if options.answers else measure_search
    try:
        for line in measure(options):
            print(line)
    except (LoketError, OSError) as problem:
        print(f"ablation: {problem}", file=sys.stderr)
        return 2
    return 0


def measure_search(options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of a Markdown table a suite: the whole, then each variant with p-values."""
    settings = _settings(options)
    index = open_index(settings.index, model_name(settings))
    embedder = embedder_of(settings)
    suites = {name: [item for item in items if item.answerable] for name, items in _suites(options)}
    sources = sources_of(settings.index, settings.corpus)
    whole: dict[str, Scored] = {}
    rows: dict[str, list[str]] = {name: [] for name in suites}
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(index=index, embedder=embedder, sources=sources, scratch=Path(scratch))
        for variant in VARIANTS:
            for name, scored in _searched(variant, bench, suites, options).items():
                rows[name].append(row(variant.name, scored, whole.get(name)))
                print(name, rows[name][-1], file=sys.stderr, flush=True)
                whole.setdefault(name, scored)
    for name, items in suites.items():
        yield from head(f"{len(items)} questions ({name}, {options.split})")
        yield from [*rows[name], ""]


def _searched(
    variant: Variant, bench: Bench, suites: Suites, options: argparse.Namespace
) -> dict[str, Scored]:
    with lacking(variant):
        retriever = Lacking(variant.index(bench), bench.embedder, variant.query)
        system = Searching(variant.name, found_by(retriever), {"lacks": variant.name})
        return {
            name: searched(system, name, options.split, items, options.out)
            for name, items in suites.items()
        }


def measure_answers(options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of a Markdown table a suite: the whole, then each variant with p-values."""
    settings = _settings(options)
    for suite, items in _suites(options):
        whole: Scored | None = None
        yield from answers.head(f"{len(items)} questions ({suite}, {options.split})")
        for variant in answers.VARIANTS:
            scored = _answered(variant, settings, suite, items, options)
            yield answers.row(variant.name, scored, whole)
            whole = whole or scored


def _answered(
    variant: Variant, settings: Settings, suite: str, items: list[Item], options: argparse.Namespace
) -> Scored:
    with lacking(variant):
        system = LocalSystem(build_service(settings), settings.public(), variant.name)
        system.searches = False
        run = run_suite(system, suite, options.split, items)
    write_run(options.out / suite / "answers" / file_name(variant.name), run)
    return score_run(run, items)


def _settings(options: argparse.Namespace) -> Settings:
    settings = from_environment()
    return dataclasses.replace(settings, index=options.index) if options.index else settings


def _suites(options: argparse.Namespace) -> Iterator[tuple[str, list[Item]]]:
    for name in options.suite or suite_names():
        yield name, of_split(load_suite(name), options.split)


if __name__ == "__main__":
    sys.exit(main())
