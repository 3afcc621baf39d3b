"""Small real parts that many tests share: documents, the bundled embedder, one index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.local import embedder_of
from assistant.loket import run_ingest
from assistant.settings import Settings
from ingest.progress import Silent
from retrieval.embedding.base import Embedder, Progress
from retrieval.embedding.onnx_engine import OnnxE5

DOCUMENTS = {
    "zij-instroom.md": """---
title: Zij-instroom in het basisonderwijs
publisher: Voorbeeldloket
type: webpagina
sectors: [po]
url: https://voorbeeld.example/zij-instroom
published: 2026-01-15
---
# Zij-instroom in het basisonderwijs

## Wat is zij-instroom?

Zij-instroom is een route voor mensen met een hbo-diploma of een wo-diploma. Je werkt op een
school en volgt tegelijk een opleiding. De opleiding duurt hooguit twee jaar.

## Wat heb je nodig?

Voor zij-instroom heb je drie dingen nodig:

- een diploma van hbo of wo;
- een verklaring omtrent het gedrag;
- een school die je in dienst neemt.

## Wat kost het?

| Kosten | Bedrag | Wie betaalt |
|---|---|---|
| Geschiktheidsonderzoek | € 800 | de school |
| Scholing | € 12.000 | de school |
""",
    "regeling.md": """---
title: Regeling tegemoetkoming reiskosten
publisher: Voorbeeldloket
type: regeling
valid_from: 2024-01-01
valid_to: 2025-12-31
---
# Regeling tegemoetkoming reiskosten

## Artikel 1. Begripsbepalingen

1. In deze regeling wordt verstaan onder reiziger: een student die naar een stageschool reist.
2. Een stageschool is een school voor primair onderwijs.

## Artikel 2. Bedrag

1. De tegemoetkoming bedraagt € 350 per schooljaar.
2. De tegemoetkoming wordt betaald in oktober.
""",
    "regio/meelopen.txt": """Meelopen op een school

Je kunt een dag meelopen op een school in Groningen. Het regionale loket zoekt een school die bij
je past. Meelopen kost niets en verplicht je tot niets.
""",
}


def write_documents(folder: Path, documents: dict[str, str] = DOCUMENTS) -> Path:
    """Write documents below a folder, and return it."""
    for name, text in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Counting:
    """An embedder that keeps what it was asked to embed, and asks the real one."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self.name, self.dimensions = real.name, real.dimensions
        self.passages: list[str] = []

    def embed_queries(self, texts: Sequence[str]):
        return self._real.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None):
        self.passages += texts
        return self._real.embed_passages(texts, progress)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The converted model, made once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def embedder(cache: Path) -> Embedder:
    return embedder_of(Settings(cache=cache))


@pytest.fixture(scope="session")
def onnx(embedder: Embedder) -> OnnxE5:
    """Return the engine if it is the one that gives tokens."""
    if not isinstance(embedder, OnnxE5):
        pytest.skip("the engine with tokens cannot run here")
    return embedder


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Settings:
    """Settings whose index holds DOCUMENTS; not to be written to."""
    folder = tmp_path_factory.mktemp("small")
    corpus = write_documents(folder / "corpus")
    settings = Settings(index=folder / "index", corpus=corpus, cache=cache)
    run_ingest(settings, [], Silent())
    return settings


@pytest.fixture(scope="session")
def corpus_settings(pytestconfig: pytest.Config, cache: Path) -> Settings:
    """Settings whose index holds our own documents; kept between runs, for embedding is slow."""
    assert pytestconfig.cache is not None
    settings = Settings(index=pytestconfig.cache.mkdir("corpus-index"), cache=cache)
    run_ingest(settings, [], Silent())
    return settings


@pytest.fixture
def own_settings(tmp_path: Path, cache: Path) -> Settings:
    """Settings of a test's own: a corpus of DOCUMENTS, and no index yet."""
    corpus = write_documents(tmp_path / "corpus")
    return Settings(index=tmp_path / "index", corpus=corpus, cache=cache)


def eval_questions() -> list[str]:
    """Return every question and turn of the suites, but for those that are meant to be guarded."""
    folder = Path(__file__).parents[1] / "evals" / "suites"
    lines = [
        json.loads(line)
        for name in ("corpus", "bronnen")
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    meant = ("personal_data", "prompt_injection")
    kept = [line for line in lines if line["kind"] not in meant]
    return [text for line in kept for text in line.get("turns") or [line["question"]]]


Loket = Callable[..., subprocess.CompletedProcess[str]]


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """Return this process's environment with only these LOKET_* settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    own = {
        "LOKET_INDEX": str(settings.index),
        "LOKET_CORPUS": str(settings.corpus),
        "LOKET_CACHE": str(settings.cache),
    }
    return {**plain, **own, **more}


@pytest.fixture
def loket(small_settings: Settings, tmp_path: Path) -> Loket:
    """Run the command line in a process and a folder of its own."""
    (tmp_path / ".env").touch()  # hides the developer's own

    def run(
        *arguments: str | Path, settings: Settings = small_settings, **more: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assistant.cli", *map(str, arguments)],
            env=environment(settings, **more),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def loket_here(
    small_settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Loket:
    """Run the command line in this process: for what ends before anything is loaded."""
    (tmp_path / ".env").touch()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LOKET_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        for name, value in environment(small_settings, **more).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), out, err)

    return run


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the single line that a wrong use must give, with exit code 2 and nothing else."""
    assert (done.returncode, done.stdout) == (2, ""), done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def parsed(done: subprocess.CompletedProcess[str]):
    """Return the JSON that a command printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
