"""An index through its life: changes followed, damage and kills survived, one writer at a time."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Ask
from assistant.local import build_service, model_name
from assistant.settings import Settings
from corpus.errors import IndexProblem, SettingsError
from ingest.build import BUILDING, rollback, verify
from ingest.progress import Silent
from ingest.report import Report
from ingest.run import ingest, locked
from retrieval import manifest as layout
from retrieval.embedding.base import Embedder, Progress, Tokens
from retrieval.embedding.engines import model_of
from retrieval.index import Index, open_index
from retrieval.late import CODES, SCALES, SPANS, STARTS
from retrieval.lexical import write_lexical
from tests.conftest import Counting, Loket, environment, one_line, write_documents

OPEN_DAY = {"open-dag.md": "# Open dag\n\nDe open dag van de pabo in Emmen is op 12 november.\n"}


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


def run(
    settings: Settings, embedder: Embedder, *paths: Path, forget: tuple[Path, ...] = ()
) -> Report:
    """Ingest with an embedder that is loaded already."""
    return ingest(
        settings.index,
        settings.corpus,
        paths,
        lambda: embedder,
        Silent(),
        model=model_name(settings),
        forget=forget,
    )


def opened(settings: Settings) -> Index:
    return open_index(settings.index, model_name(settings))


def texts(index: Index) -> str:
    return "\n".join(passage.text for passage in index.passages)


# --- documents come, change and go -----------------------------------------------------------


def test_a_first_ingest_adds_everything(own_settings: Settings, counting: Counting):
    report = run(own_settings, counting)
    assert sorted(report.added) == ["regeling", "regio-meelopen", "zij-instroom"]
    assert (report.changed, report.unchanged, report.removed, report.rejected) == ([], [], [], [])
    assert report.switched
    index = opened(own_settings)
    assert report.version == index.manifest.version
    assert report.passages == report.passages_added == len(index.passages)
    assert len(counting.passages) == len(index.passages)


def test_an_index_is_of_a_model_whatever_the_engine(own_settings: Settings, counting: Counting):
    counting.name = "made/here/test"
    chosen = dataclasses.replace(own_settings, embedding="openai", embedding_model="made/here")
    run(chosen, counting)
    assert opened(chosen).manifest.model == "made/here"
    assert not run(chosen, counting).switched
    for other in ("made", counting.name):
        with pytest.raises(IndexProblem, match=f"the settings ask for '{other}'"):
            open_index(chosen.index, other)


def test_nothing_changed_costs_nothing(own_settings: Settings, counting: Counting):
    first = run(own_settings, counting)
    pointer = (own_settings.index / layout.POINTER).stat()

    def not_needed() -> Embedder:
        raise AssertionError("the model is not needed")

    again = ingest(
        own_settings.index,
        own_settings.corpus,
        [],
        not_needed,
        Silent(),
        model=model_name(own_settings),
    )
    assert (again.version, again.switched) == (first.version, False)
    assert len(again.unchanged) == 3
    after = (own_settings.index / layout.POINTER).stat()
    assert (after.st_ino, after.st_mtime_ns) == (pointer.st_ino, pointer.st_mtime_ns)


def test_an_added_document_is_found_and_only_it_is_embedded(
    own_settings: Settings, counting: Counting
):
    run(own_settings, counting)
    counting.passages.clear()
    write_documents(own_settings.corpus, OPEN_DAY)
    report = run(own_settings, counting)
    assert report.added == ["open-dag"]
    assert len(report.unchanged) == 3
    assert [text.splitlines()[-1] for text in counting.passages] == [
        "De open dag van de pabo in Emmen is op 12 november."
    ]
    answer = build_service(own_settings).answer(Ask(question="Wanneer is de open dag in Emmen?"))
    assert answer.sources[0].document_id == "open-dag"


def test_a_changed_document_is_read_again_passage_by_passage(
    own_settings: Settings, counting: Counting
):
    run(own_settings, counting)
    counting.passages.clear()
    path = own_settings.corpus / "zij-instroom.md"
    path.write_text(path.read_text().replace("hooguit twee jaar", "hooguit drie jaar"))
    report = run(own_settings, counting)
    assert (report.changed, report.added, report.removed) == (["zij-instroom"], [], [])
    assert (report.passages_added, report.passages_removed) == (1, 1)
    assert len(counting.passages) == 1
    assert "hooguit drie jaar" in counting.passages[0]
    found = texts(opened(own_settings))
    assert "drie jaar" in found
    assert "twee jaar" not in found


def test_changed_metadata_counts_but_embeds_nothing(own_settings: Settings, counting: Counting):
    run(own_settings, counting)
    counting.passages.clear()
    path = own_settings.corpus / "zij-instroom.md"
    path.write_text(path.read_text().replace("voorbeeld.example/zij", "elders.example/zij"))
    report = run(own_settings, counting)
    assert report.changed == ["zij-instroom"]
    assert report.switched
    assert counting.passages == []
    url = opened(own_settings).documents["zij-instroom"].url
    assert url == "https://elders.example/zij-instroom"


def test_a_removed_document_is_gone_from_passages_and_answers(
    own_settings: Settings, counting: Counting
):
    write_documents(own_settings.corpus, OPEN_DAY)
    run(own_settings, counting)
    counting.passages.clear()
    (own_settings.corpus / "open-dag.md").unlink()
    report = run(own_settings, counting)
    assert report.removed == ["open-dag"]
    assert counting.passages == []
    index = opened(own_settings)
    assert "Emmen" not in texts(index)
    assert "emmen" not in index.lexical.words
    answer = build_service(own_settings).answer(Ask(question="Wanneer is de open dag in Emmen?"))
    assert "open-dag" not in {source.document_id for source in answer.sources}


def test_a_rejected_file_is_reported_and_the_rest_is_in(own_settings: Settings, counting: Counting):
    bad = {"leeg.md": "", "foto.png": "x", "nul.txt": "a\0b", "kapot.pdf": "%PDF-1.4 niets"}
    write_documents(own_settings.corpus, bad)
    (own_settings.corpus / "kapot.docx").write_bytes(b"PK\x03\x04 dit is geen docx")
    report = run(own_settings, counting)
    assert {Path(file).name for file, _ in report.rejected} == {*bad, "kapot.docx"}
    assert all(reason for _, reason in report.rejected)
    assert len(report.added) == 3
    lines = list(report.lines())
    assert sum(line.startswith("rejected: ") for line in lines) == 5
    assert any("3 added" in line and "5 rejected" in line for line in lines)


def test_a_document_that_goes_bad_is_taken_out(own_settings: Settings, counting: Counting):
    run(own_settings, counting)
    (own_settings.corpus / "regeling.md").write_text("")
    report = run(own_settings, counting)
    assert report.removed == ["regeling"]
    assert len(report.rejected) == 1


def test_nothing_to_read_changes_nothing(own_settings: Settings, counting: Counting):
    version = run(own_settings, counting).version
    for path in own_settings.corpus.rglob("*.*"):
        path.unlink()
    with pytest.raises(IndexProblem, match="nothing was changed"):
        run(own_settings, counting)
    assert opened(own_settings).manifest.version == version


# --- what a version is checked on --------------------------------------------------------------

EMPTY_PART = "Dit onderdeel is niet van toepassing op onze school."
OPENING = (
    "Dit onderdeel beschrijft hoe de besturen in de regio samenwerken aan het tekort aan leraren, "
    "hoe zij starters begeleiden, zij-instromers opleiden en de kosten daarvan verdelen. Bestuur, "
    "directie, medezeggenschap, gemeente, hogeschool en universiteit bespreken halfjaarlijks de "
    "voortgang, leggen afspraken vast, meten resultaten, vergelijken cijfers, delen ervaringen, "
    "passen doelen aan, melden knelpunten, werven vrijwilligers, verspreiden folders, organiseren "
    "bijeenkomsten en informeren ouders."
)
"""Longer than the words that a smoke question takes."""


@pytest.mark.parametrize("text", [EMPTY_PART, f"{OPENING} Het loket staat in lokaal {{}}."])
def test_what_many_documents_say_alike_does_not_stop_an_ingest(
    own_settings: Settings, counting: Counting, text: str
):
    many = {f"plan-{n}.md": f"# Plan\n\n{text.format(n)}\n" for n in range(100, 170)}
    write_documents(own_settings.corpus, many)
    report = run(own_settings, counting)
    assert len(report.added) == 3 + len(many)


def test_an_index_whose_words_are_of_other_passages_is_refused(
    own_settings: Settings, counting: Counting
):
    version = own_settings.index / layout.VERSIONS / run(own_settings, counting).version
    others = [
        dataclasses.replace(passage, context="", text="De fietsenstalling is vernieuwd.")
        for passage in opened(own_settings).passages
    ]
    shutil.rmtree(version / layout.LEXICAL)
    write_lexical(version / layout.LEXICAL, others)
    with pytest.raises(IndexProblem, match="smoke questions failed"):
        verify(version, model_of(counting.name))


# --- tokens ------------------------------------------------------------------------------------


class CountingTokens(Counting):
    """Counts what must be embedded, with its tokens."""

    def query_tokens(self, text: str):
        return self._real.query_tokens(text)

    def passage_tokens(self, texts: Sequence[str], progress: Progress | None = None):
        self.passages += texts
        return self._real.passage_tokens(texts, progress)

    def token_counts(self, text: str, offsets: Sequence[int]) -> list[int]:
        return self._real.token_counts(text, offsets)


def tokens_of(index: Index) -> dict[str, Tokens]:
    """Return the tokens of each passage by its id, and see to it that all have some."""
    assert index.tokens is not None
    found = {passage.id: index.tokens.tokens(row) for row, passage in enumerate(index.passages)}
    assert all(len(each.codes) == len(each.scales) > 0 for each in found.values())
    return found


def same(one: Tokens, other: Tokens) -> bool:
    return np.array_equal(one.codes, other.codes) and np.array_equal(one.scales, other.scales)


def test_a_changed_document_changes_only_its_own_tokens(own_settings: Settings, embedder: Embedder):
    counting = CountingTokens(embedder)
    run(own_settings, counting)
    before = tokens_of(opened(own_settings))
    counting.passages.clear()
    path = own_settings.corpus / "zij-instroom.md"
    path.write_text(path.read_text().replace("hooguit twee jaar", "hooguit drie jaar"))
    assert run(own_settings, counting).passages_added == 1
    assert len(counting.passages) == 1
    after = tokens_of(opened(own_settings))
    (gone,), (new,) = before.keys() - after.keys(), after.keys() - before.keys()
    assert all(same(before[known], after[known]) for known in before.keys() & after.keys())
    assert not same(before[gone], after[new])
    _, (fresh,) = embedder.passage_tokens(counting.passages)
    assert same(after[new], fresh)


def test_an_index_without_tokens_gets_them_from_an_engine_that_gives_them(
    own_settings: Settings, embedder: Embedder, counting: Counting
):
    run(own_settings, counting)
    assert opened(own_settings).tokens is None
    with_tokens = CountingTokens(embedder)
    write_documents(own_settings.corpus, OPEN_DAY)
    run(own_settings, with_tokens)
    index = opened(own_settings)
    assert len(with_tokens.passages) == len(tokens_of(index)) == len(index.passages)


def test_an_engine_without_tokens_keeps_the_vectors_and_drops_the_tokens(
    own_settings: Settings, embedder: Embedder, counting: Counting
):
    run(own_settings, CountingTokens(embedder))
    write_documents(own_settings.corpus, OPEN_DAY)
    run(own_settings, counting)
    assert len(counting.passages) == 1
    assert opened(own_settings).tokens is None


# --- sources -----------------------------------------------------------------------------------


def test_an_added_path_stays_a_source_until_forgotten(
    own_settings: Settings, counting: Counting, tmp_path: Path
):
    extra = write_documents(tmp_path / "extra", OPEN_DAY)
    assert "open-dag" in run(own_settings, counting, extra).added
    write_documents(extra, {"open-dag.md": OPEN_DAY["open-dag.md"].replace("Emmen", "Assen")})
    assert run(own_settings, counting).changed == ["open-dag"]
    assert run(own_settings, counting, forget=(extra,)).removed == ["open-dag"]
    with pytest.raises(SettingsError, match="is not a source"):
        run(own_settings, counting, forget=(extra,))


def test_a_missing_source_keeps_its_documents(
    own_settings: Settings, counting: Counting, tmp_path: Path
):
    extra = write_documents(tmp_path / "extra", OPEN_DAY)
    run(own_settings, counting, extra)
    (extra / "open-dag.md").unlink()
    extra.rmdir()
    for _ in range(2):
        report = run(own_settings, counting)
        assert report.removed == []
        assert any(str(extra) in file and "gone" in note for file, note in report.notes)
        assert "open-dag" in opened(own_settings).documents
    assert run(own_settings, counting, forget=(extra,)).removed == ["open-dag"]


def test_a_missing_source_does_not_give_its_names_away(
    own_settings: Settings, counting: Counting, tmp_path: Path
):
    first = write_documents(tmp_path / "first", OPEN_DAY)
    second = write_documents(
        tmp_path / "second", {"open-dag.md": OPEN_DAY["open-dag.md"].replace("Emmen", "Assen")}
    )
    added = run(own_settings, counting, first, second).added
    assert sum(each.startswith("open-dag") for each in added) == 2
    first.rename(tmp_path / "away")
    report = run(own_settings, counting)
    assert (report.added, report.removed) == ([], [])
    assert {each for each in added if each.startswith("open-dag")} <= set(
        opened(own_settings).documents
    )


def test_one_file_may_be_a_source(own_settings: Settings, counting: Counting, tmp_path: Path):
    extra = write_documents(tmp_path / "extra", {**OPEN_DAY, "ander.md": "# Ander\n\nEen ander.\n"})
    report = run(own_settings, counting, extra / "open-dag.md")
    assert "open-dag" in report.added
    assert "ander" not in report.added


# --- versions ----------------------------------------------------------------------------------


def test_a_rollback_serves_the_previous_version_and_two_are_kept(
    own_settings: Settings, counting: Counting
):
    versions = [run(own_settings, counting).version]
    for place in ("Emmen", "Assen"):
        text = OPEN_DAY["open-dag.md"].replace("Emmen", place)
        write_documents(own_settings.corpus, {"open-dag.md": text})
        versions.append(run(own_settings, counting).version)
    kept = {path.name for path in (own_settings.index / layout.VERSIONS).iterdir()}
    assert kept == set(versions[1:])
    assert rollback(own_settings.index) == versions[1]
    assert "Emmen" in texts(opened(own_settings))
    assert run(own_settings, counting).version == versions[2]


def test_no_rollback_without_a_previous_version(own_settings: Settings, counting: Counting):
    run(own_settings, counting)
    with pytest.raises(IndexProblem, match="no previous index"):
        rollback(own_settings.index)


def test_an_index_of_another_schema_is_refused_and_built_again(
    own_settings: Settings, counting: Counting
):
    version = run(own_settings, counting).version
    change_manifest(own_settings, version, schema=layout.SCHEMA + 1)
    with pytest.raises(IndexProblem, match="run: loket ingest"):
        opened(own_settings)
    counting.passages.clear()
    assert run(own_settings, counting).switched
    assert len(counting.passages) == len(opened(own_settings).passages)


def test_an_index_of_another_model_is_refused_and_embedded_again(
    own_settings: Settings, counting: Counting
):
    version = run(own_settings, counting).version
    change_manifest(own_settings, version, model="another-model")
    with pytest.raises(IndexProblem, match="another-model"):
        opened(own_settings)
    other = dataclasses.replace(own_settings, embedding="st", embedding_model="some/model")
    counting.name = "some/model/sentence-transformers"
    counting.passages.clear()
    assert run(other, counting).switched
    assert len(counting.passages) == len(opened(other).passages)


def change_manifest(settings: Settings, version: str, **changes: object) -> None:
    path = settings.index / layout.VERSIONS / version / layout.MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


# --- damage ------------------------------------------------------------------------------------


def damaged_files() -> list[str]:
    files = [layout.MANIFEST, layout.DOCUMENTS, layout.PASSAGES, layout.VECTORS]
    tokens = [f"{layout.TOKENS}/{name}" for name in (CODES, SCALES, STARTS, SPANS)]
    return [*files, *tokens, "lexical/meta.json"]


@pytest.mark.parametrize("how", ["emptied", "cut", "garbage", "removed"])
@pytest.mark.parametrize("name", damaged_files())
def test_a_damaged_file_is_noticed(small_settings: Settings, tmp_path: Path, name: str, how: str):
    copy = dataclasses.replace(small_settings, index=tmp_path / "index")
    shutil.copytree(small_settings.index, copy.index)
    harm(next((copy.index / layout.VERSIONS).glob(f"*/{name}")), how)
    with pytest.raises(IndexProblem, match="damaged"):
        opened(copy)


def harm(path: Path, how: str) -> None:
    whole = path.read_bytes()
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(
            {"emptied": b"", "cut": whole[: len(whole) // 2], "garbage": b"\xff{"}[how]
        )


@pytest.mark.parametrize("name", ["pointer", "passages", "sources"])
def test_the_next_ingest_mends_a_damaged_index(
    own_settings: Settings, counting: Counting, name: str
):
    version = run(own_settings, counting).version
    path = {
        "pointer": own_settings.index / layout.POINTER,
        "passages": own_settings.index / layout.VERSIONS / version / layout.PASSAGES,
        "sources": own_settings.index / "origins.json",
    }[name]
    path.write_text("{")
    assert run(own_settings, counting).version == version
    assert opened(own_settings).manifest.version == version


# --- kills and rivals --------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from importlib import import_module
from pathlib import Path
import numpy as np
from ingest.progress import Silent
from ingest.run import ingest
from retrieval.embedding.base import Tokens
from retrieval.embedding.engines import BUNDLED

index, corpus, module, name = sys.argv[1:]

class Fast:
    name, dimensions = BUNDLED + "/test", 384
    def embed_passages(self, texts, progress=None):
        seeds = [abs(hash(text)) % 2**32 for text in texts]
        made = np.stack([np.random.default_rng(seed).normal(size=384) for seed in seeds])
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    def query_tokens(self, text):
        raise NotImplementedError
    def passage_tokens(self, texts, progress=None):
        made = self.embed_passages(texts)
        return made, [Tokens.of(vector[None]) for vector in made]
    def token_counts(self, text, offsets):
        return [at % 2 for at, _ in enumerate(offsets)]

owner = import_module(module)
for part in name.split(".")[:-1]:
    owner = getattr(owner, part)
last = name.split(".")[-1]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
assert hasattr(owner, last)
setattr(owner, last, die)
ingest(Path(index), Path(corpus), [], Fast, Silent(), model=BUNDLED)
"""

MOMENTS = [
    ("ingest.reading", "read_document"),
    ("ingest.build", "Vectors.of"),
    ("ingest.build", "Store.write"),
    ("ingest.build", "Store.close"),
    ("ingest.build", "write_lexical"),
    ("ingest.build", "write_tokens"),
    ("retrieval.manifest", "write_lines"),
    ("ingest.build", "verify"),
    ("ingest.build", "_switch"),
    ("retrieval.manifest", "write_pointer"),
    ("ingest.run", "remember"),
]


@pytest.mark.parametrize(("module", "name"), MOMENTS, ids=lambda part: part)
def test_killed_at_any_moment_the_index_opens_and_the_next_ingest_completes(
    own_settings: Settings, counting: Counting, module: str, name: str
):
    before = run(own_settings, counting).version
    write_documents(own_settings.corpus, OPEN_DAY)
    (own_settings.corpus / "regeling.md").unlink()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, own_settings.index, own_settings.corpus, module, name],
        env=environment(own_settings),
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    after_kill = opened(own_settings)
    switched = name == "remember"
    assert (after_kill.manifest.version == before) is not switched
    assert build_service(own_settings).answer(Ask(question="Wat is zij-instroom?")).index_version
    report = run(own_settings, counting)
    index = opened(own_settings)
    assert index.manifest.version == report.version != before
    assert set(index.documents) == {"zij-instroom", "regio-meelopen", "open-dag"}
    versions = [path.name for path in (own_settings.index / layout.VERSIONS).iterdir()]
    assert sorted(versions) == sorted({before, report.version})
    assert not any(version.startswith(BUILDING) for version in versions)


def test_the_second_of_two_ingests_is_told(loket: Loket, own_settings: Settings):
    with locked(own_settings.index):
        message = one_line(loket("ingest", settings=own_settings))
    assert "another ingest is writing" in message
    with locked(own_settings.index):
        pass  # the lock is free again


@pytest.mark.parametrize("place", ["below a file", "read-only"])
def test_a_folder_that_cannot_be_written_is_named(
    own_settings: Settings, counting: Counting, tmp_path: Path, place: str
):
    folder = tmp_path / "folder"
    if place == "below a file":
        folder.write_text("")
    else:
        folder.mkdir(mode=0o555)
        if os.access(folder, os.W_OK):
            pytest.skip("root may write everywhere")
    settings = dataclasses.replace(own_settings, index=folder / "index")
    with pytest.raises(IndexProblem, match="cannot write the index"):
        run(settings, counting)
