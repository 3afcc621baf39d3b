"""Late interaction with the bundled model: token vectors on disk, and how they meet a question."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.local import model_name
from assistant.loket import run_ingest
from assistant.settings import Settings
from corpus.errors import IndexProblem
from corpus.model import UnitKind
from ingest.progress import Silent
from retrieval import manifest as layout
from retrieval.embedding.base import Tokens
from retrieval.embedding.onnx_engine import PASSAGE, OnnxE5
from retrieval.index import Index, open_index
from retrieval.late import CODES, SCALES, SPANS, STARTS, Late, open_tokens, rated, write_tokens
from retrieval.search import Retriever
from tests.conftest import Counting, write_documents

LONG = f"De opsomming is lang: {'geschiktheidsonderzoek, bekwaamheidseisen, ' * 45}en klaar."
TEXTS = {
    "kosten.md": """# Kosten van de route

## Wat betaal je zelf?

| Kosten | Bedrag | Wie betaalt |
|---|---|---|
| Geschiktheidsonderzoek | € 1.850,50 | de school |
| Coördinatie | € 12.000 | de gemeente |
""",
    "accenten.md": """# Één coördinator

De coördinator vond ’s ochtends “überhaupt” geen   invaller – in Enschedé niet, in Curaçao niet.
Zo'n financiële reünie kost ½ dag. Daarna volgt een hoorcollege:

- één les over naïviteit;
- twee lessen over poëzie 😀.
""",
    "lang.md": f"# Lang\n\n{LONG} Deze laatste zin staat voorbij het einde.\n",
    "vog.md": "# Verklaring\n\nJe vraagt een verklaring omtrent het gedrag aan bij de gemeente.\n",
}
QUESTIONS = [
    "Wie betaalt het geschiktheidsonderzoek?",
    "Één coördinator?",
    "How do I become a teacher?",
    "VOG",
    "",
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, onnx: OnnxE5, cache: Path) -> Settings:
    """Settings whose index holds TEXTS; not to be written to."""
    folder = tmp_path_factory.mktemp("late")
    corpus = write_documents(folder / "corpus", TEXTS)
    made = Settings(index=folder / "index", corpus=corpus, cache=cache)
    run_ingest(made, [], Silent())
    return made


@pytest.fixture(scope="module")
def index(settings: Settings) -> Index:
    return open_index(settings.index, model_name(settings))


# --- eight bits --------------------------------------------------------------------------------


def dense(tokens: Tokens) -> np.ndarray:
    return tokens.codes * tokens.scales[:, None]


def assert_near(tokens: Tokens, vectors: np.ndarray, cosine: float) -> None:
    assert (tokens.codes.dtype, tokens.scales.dtype) == (np.int8, np.float32)
    assert tokens.codes.shape == vectors.shape
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = dense(tokens)
    lengths = np.linalg.norm(kept, axis=1)
    np.testing.assert_allclose(lengths, 1, atol=0.01)
    assert ((kept * unit).sum(axis=1) / lengths).min() > cosine


def test_eight_bits_keep_vectors_of_any_length() -> None:
    vectors = np.random.default_rng(1).normal(size=(200, 384)).astype(np.float32)
    assert_near(Tokens.of(vectors), vectors, 0.9999)
    lengths = np.geomspace(1e-3, 1e3, 200, dtype=np.float32)[:, None]
    assert_near(Tokens.of(vectors * lengths), vectors, 0.9999)
    assert Tokens.of(vectors[:0]).codes.shape == (0, 384)


def test_eight_bits_keep_the_model_s_own_vectors(onnx: OnnxE5) -> None:
    text = TEXTS["kosten.md"]
    _, hidden = onnx._run(onnx._tokenizer.encode(PASSAGE + text), ["embedding", "tokens"])
    own = hidden[3:-1]
    _, (tokens,) = onnx.passage_tokens([text])
    assert_near(tokens, own, 0.999)


# --- what a question is compared with ----------------------------------------------------------

SIMILAR = np.array(
    [
        [0.9, 0.1, 0.2, 0.3],
        [0.2, 0.8, 0.1, 0.4],
        [0.1, 0.3, 0.6, 0.5],
    ]
)
"""Three tokens of a question, against one of the headings, two of a unit and one of another."""


def rated_alone(similar: np.ndarray, spans: np.ndarray) -> Late:
    """Rate one passage, by the cosines of the question's tokens and its own, (n, tokens)."""
    (late,) = rated(similar.T, np.array([0]), [spans])
    return late


def test_passages_rated_together_are_rated_as_alone() -> None:
    spans = [np.array([[1, 3], [3, 4]]), np.array([[0, 2]]), np.array([[2, 4], [4, 4], [4, 4]])]
    similar = [SIMILAR, SIMILAR[:, :2], SIMILAR[:, ::-1]]
    together = rated(np.hstack(similar).T, np.array([0, 4, 6]), spans)
    for late, own, units in zip(together, similar, spans, strict=True):
        alone = rated_alone(own, units)
        assert (late.passage, late.low) == (alone.passage, alone.low)
        np.testing.assert_array_equal(late.units, alone.units)
        np.testing.assert_array_equal(late.near, alone.near)


def test_tokens_that_weigh_less_count_for_less_in_the_means() -> None:
    weights = np.array([0.0, 1.0, 1.0])
    (late,) = rated(SIMILAR.T, np.array([0]), [np.array([[1, 3], [3, 4]])], weights)
    assert late.passage == pytest.approx((0.8 + 0.6) / 2)
    np.testing.assert_allclose(late.units, [(0.8 + 0.6) / 2, (0.4 + 0.5) / 2])


def test_rates_the_passage_its_worst_met_words_and_each_unit() -> None:
    late = rated_alone(SIMILAR, np.array([[1, 3], [3, 4]]))
    assert late.passage == pytest.approx((0.9 + 0.8 + 0.6) / 3)
    assert late.low == pytest.approx(0.6)
    np.testing.assert_allclose(late.units, [(0.2 + 0.8 + 0.6) / 3, (0.3 + 0.4 + 0.5) / 3])
    np.testing.assert_allclose(late.near, [(0.9 + 0.8 + 0.6) / 3, (0.9 + 0.4 + 0.5) / 3])


@pytest.mark.parametrize(("tokens", "worst"), [(1, 1), (2, 1), (3, 1), (5, 1), (6, 2), (9, 3)])
def test_low_is_the_mean_of_the_lowest_third(tokens: int, worst: int) -> None:
    best = np.linspace(0.1, 0.9, tokens)
    shuffled = np.random.default_rng(2).permutation(best)[:, None]
    late = rated_alone(np.hstack([shuffled, shuffled - 1]), np.array([[1, 2]]))
    assert late.low == pytest.approx(best[:worst].mean())
    assert late.passage == pytest.approx(best.mean())


def test_a_unit_that_was_cut_off_counts_as_its_headings() -> None:
    late = rated_alone(SIMILAR, np.array([[1, 4], [4, 4]]))
    headings = (0.9 + 0.2 + 0.1) / 3
    assert late.units[1] == pytest.approx(headings)
    assert late.near[1] == pytest.approx(headings)
    assert late.units[0] == pytest.approx((0.3 + 0.8 + 0.6) / 3)


# --- where a unit's tokens stand ---------------------------------------------------------------


def test_every_unit_has_the_tokens_of_its_own_words(index: Index, onnx: OnnxE5) -> None:
    """Words are cut into tokens one by one, so a unit's tokens are those of its text alone."""
    assert index.tokens is not None
    kinds, cut = set(), 0
    for row, passage in enumerate(index.passages):
        own = onnx._tokenizer.encode(PASSAGE + passage.in_context)[3:-1]
        assert len(index.tokens.tokens(row).codes) == len(own)
        spans = index.tokens.spans[index.tokens.units[row] : index.tokens.units[row + 1]]
        assert len(spans) == len(passage.units)
        assert own[: spans[0][0]] == onnx._tokenizer.encode(passage.context)[1:-1]
        for unit, (start, end) in zip(passage.units, spans.tolist(), strict=True):
            words = onnx._tokenizer.encode(passage.unit_text(unit), limit=5000)[1:-1]
            assert own[start:end] == words[: end - start]
            assert end == min(start + len(words), len(own))
            kinds.add(unit.kind)
            cut += end - start < len(words)
    assert kinds == set(UnitKind)
    assert cut >= 2, "no text was too long for the model"


def test_counts_at_the_ends(onnx: OnnxE5) -> None:
    text = "Wat is één? Dat."
    counts = onnx.token_counts(text, [0, text.index(" Dat"), text.index("Dat"), len(text)])
    _, (tokens,) = onnx.passage_tokens([text])
    assert counts[0] == 0
    assert counts[1] == counts[2]
    assert counts[3] == len(tokens.codes)
    assert onnx.token_counts("woord " * 1000, [0, 5999]) == [0, 512 - 4]


# --- the engine --------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_s_vector_is_the_same_with_its_tokens(onnx: OnnxE5, question: str) -> None:
    vector, tokens = onnx.query_tokens(question)
    np.testing.assert_allclose(vector, onnx.embed_queries([question])[0], atol=1e-6)
    assert tokens.dtype == np.float32
    assert tokens.shape == (len(onnx._tokenizer.encode(f"query: {question}")) - 5, 384)
    np.testing.assert_allclose(np.linalg.norm(tokens, axis=1), 1, atol=1e-5)


def test_passages_vectors_are_the_same_with_their_tokens(onnx: OnnxE5) -> None:
    """Of many lengths in several batches; the order is that of the texts."""
    texts = [*TEXTS.values(), "kort", *(f"{text} Slot." for text in reversed(TEXTS.values()))]
    seen: list[int] = []
    vectors, tokens = onnx.passage_tokens(texts, seen.append)
    np.testing.assert_allclose(vectors, onnx.embed_passages(texts), atol=1e-6)
    assert seen[-1] == len(texts)
    assert [len(each.codes) for each in tokens] == [
        len(onnx._tokenizer.encode(PASSAGE + text)) - 4 for text in texts
    ]
    for text, each in zip(texts, tokens, strict=True):
        _, (alone,) = onnx.passage_tokens([text])
        assert (dense(each) * dense(alone)).sum(axis=1).min() > 0.99
    empty, none = onnx.passage_tokens([])
    assert (empty.shape, none) == ((0, 384), [])


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Wie betaalt het geschiktheidsonderzoek?", "kosten", "1.850,50"),
        ("Wat kost de coördinatie?", "kosten", "12.000"),
        ("Wat leer je over poëzie?", "accenten", "poëzie"),
        ("Waar vraag ik een verklaring omtrent het gedrag aan?", "vog", "verklaring"),
    ],
)
def test_a_unit_with_the_question_s_words_is_rated_best(
    index: Index, onnx: OnnxE5, question: str, document: str, words: str
) -> None:
    assert index.tokens is not None
    _, tokens = onnx.query_tokens(question)
    rows = [row for row, each in enumerate(index.passages) if each.document_id != "lang"]
    rated_rows = dict(zip(rows, index.tokens.interact(tokens, rows), strict=True))
    best = max(rated_rows, key=lambda row: rated_rows[row].passage)
    passage, late = index.passages[best], rated_rows[best]
    assert passage.document_id == document
    assert words in passage.unit_text(passage.units[int(late.units.argmax())])
    assert late.low < late.passage
    assert (late.units <= late.near + 1e-6).all()
    assert (late.near <= late.passage + 1e-6).all()


# --- on disk -----------------------------------------------------------------------------------


def test_what_is_written_is_what_is_opened(index: Index, onnx: OnnxE5, tmp_path: Path) -> None:
    _, tokens = onnx.passage_tokens([each.in_context for each in index.passages])
    write_tokens(tmp_path / "tokens", index.passages, tokens, onnx)
    opened = open_tokens(tmp_path / "tokens", index.passages.units)
    assert opened is not None
    for row, each in enumerate(tokens):
        assert np.array_equal(opened.tokens(row).codes, each.codes)
        assert np.array_equal(opened.tokens(row).scales, each.scales)
    _, question = onnx.query_tokens(QUESTIONS[0])
    rows = list(reversed(range(len(index.passages))))
    found = opened.interact(question, rows)
    for row, late in zip(rows, found, strict=True):
        spans = opened.spans[opened.units[row] : opened.units[row + 1]]
        alone = rated_alone(question @ dense(tokens[row]).T, spans)
        assert late.passage == pytest.approx(alone.passage, abs=1e-5)
        np.testing.assert_allclose(late.units, alone.units, atol=1e-5)
    assert opened.interact(question, []) == []


def test_no_folder_is_no_tokens(index: Index, tmp_path: Path) -> None:
    assert open_tokens(tmp_path / "tokens", index.passages.units) is None


@pytest.mark.parametrize("name", [CODES, SCALES, STARTS, SPANS])
def test_tokens_of_other_passages_are_a_damaged_index(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    """Whole files that do not fit each other; tests/ingest/test_lifecycle.py harms the bytes."""
    shutil.copytree(settings.index, tmp_path / "index")
    (path,) = (tmp_path / "index" / layout.VERSIONS).glob(f"*/{layout.TOKENS}/{name}")
    np.save(path, np.load(path)[:-1])
    with pytest.raises(IndexProblem, match="damaged: the tokens do not belong") as caught:
        open_index(tmp_path / "index", model_name(settings))
    assert "\n" not in str(caught.value)


def copied(settings: Settings, folder: Path) -> Path:
    """Copy the index of the settings, and return the folder of its version."""
    shutil.copytree(settings.index, folder)
    (version,) = (folder / layout.VERSIONS).glob("*")
    return version


@pytest.mark.parametrize("left", [0.5, 0.0])
def test_tokens_that_are_gone_are_a_damaged_index(
    settings: Settings, index: Index, tmp_path: Path, left: float
) -> None:
    assert index.tokens is not None
    held = len(index.tokens.codes)
    assert index.manifest.tokens == held
    version = copied(settings, tmp_path / "index")
    kept = int(left * held)
    if kept:
        np.save(version / layout.TOKENS / CODES, index.tokens.codes.rows(0, kept))
    else:
        shutil.rmtree(version / layout.TOKENS)
    said = "do not belong" if kept else f"0 vectors of tokens, the manifest says {held}"
    with pytest.raises(IndexProblem, match=f"is damaged: .*{said}"):
        open_index(tmp_path / "index", model_name(settings))


def test_tokens_of_another_size_are_a_damaged_index(settings: Settings, tmp_path: Path) -> None:
    path = copied(settings, tmp_path / "index") / layout.TOKENS / CODES
    np.save(path, np.load(path)[:, :100])
    with pytest.raises(IndexProblem, match=r"vectors of tokens have \(100,\) dimensions"):
        open_index(tmp_path / "index", model_name(settings))


# --- engines without tokens --------------------------------------------------------------------


def test_an_engine_without_tokens_searches_an_index_that_has_them(
    index: Index, onnx: OnnxE5
) -> None:
    hits = Retriever(index, Counting(onnx)).search(QUESTIONS[0]).hits
    assert hits[0].document.id == "kosten"
    assert all(hit.late is None for hit in hits)


def test_an_index_without_tokens_opens_and_is_searched(
    settings: Settings, onnx: OnnxE5, tmp_path: Path
) -> None:
    from ingest.run import ingest

    model = model_name(settings)
    own = dataclasses.replace(settings, index=tmp_path / "index")
    ingest(own.index, own.corpus, [], lambda: Counting(onnx), Silent(), model=model)
    assert not list(own.index.rglob(layout.TOKENS))
    index = open_index(own.index, model)
    assert (index.tokens, index.manifest.tokens) == (None, 0)
    assert index.manifest.version != open_index(settings.index).manifest.version
    hits = Retriever(index, onnx).search(QUESTIONS[0]).hits
    assert hits[0].document.id == "kosten"
    assert all(hit.late is None for hit in hits)
    assert all(hit.late for hit in Retriever(open_index(settings.index), onnx).search("VOG").hits)
