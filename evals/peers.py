"""
Our search beside the set-ups that people would otherwise use: `python -m evals.peers --out DIR`.

LangChain with Chroma, Haystack, LlamaIndex and txtai, each as its own first example has it (its
splitter, its vector search), over the same texts of the same documents, with the same embedding
model through its own hook. Only the search is compared: these set-ups bring no answers of their
own. Each writes a run file, and is compared with ours in pairs. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.loket import embedder_of, model_name
from assistant.settings import from_environment
from corpus.errors import LoketError
from corpus.model import Document
from evals.compare import compare
from evals.errors import EvalError
from evals.qrels import NAMES
from evals.run import run_suite
from evals.runfile import Retrieved, Texts, write_run
from evals.score import Scored, score_run
from evals.suites import Item, load_suite, of_split
from evals.systems.base import HITS, search_text
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.search import Retriever

Find = Callable[[str], Sequence[tuple[str, str]]]
"""A question to (document id, text) of the passages found, best first."""

Peer = Callable[[Mapping[str, str], Embedder], Find]
"""Texts by document id, and the embedder, to a search over them."""

OURS = "loketwijzer"
DEEP = 100
"""Hits that we take before those of other documents are left out."""


def langchain_chroma(texts: Mapping[str, str], embedder: Embedder) -> Find:
    """RecursiveCharacterTextSplitter of 1,000 characters with 200 overlap, into Chroma."""
    from langchain_chroma import Chroma
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from retrieval.langchain import LoketEmbeddings

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.create_documents(list(texts.values()), [{"source": name} for name in texts])
    store = Chroma.from_documents(chunks, LoketEmbeddings(embedder))

    def find(question: str) -> list[tuple[str, str]]:
        found = store.similarity_search(question, k=HITS)
        return [(each.metadata["source"], each.page_content) for each in found]

    return find


def haystack(texts: Mapping[str, str], embedder: Embedder) -> Find:
    """DocumentSplitter of 200 words, into the in-memory store with its embedding retriever."""
    from haystack import Document as Text
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    splitter = DocumentSplitter()
    splitter.warm_up()
    whole = [Text(content=text, meta={"source": name}) for name, text in texts.items()]
    chunks = splitter.run(documents=whole)["documents"]
    vectors = embedder.embed_passages([chunk.content for chunk in chunks]).tolist()
    embedded = [
        Text(content=chunk.content, meta=chunk.meta, embedding=vector)
        for chunk, vector in zip(chunks, vectors, strict=True)
    ]
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(embedded)
    retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=HITS)

    def find(question: str) -> list[tuple[str, str]]:
        vector = embedder.embed_queries([question])[0].tolist()
        found = retriever.run(query_embedding=vector)["documents"]
        return [(each.meta["source"], each.content) for each in found]

    return find


def llama_index(texts: Mapping[str, str], embedder: Embedder) -> Find:
    """SentenceSplitter of 1,024 tokens with 200 overlap, into the VectorStoreIndex."""
    from llama_index.core import Document as Text
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter

    class Shared(BaseEmbedding):
        """Our embedder as LlamaIndex knows one."""

        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = embedder.embed_queries([query])[0].tolist()
            return vector

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.embed_passages(texts).tolist()
            return vectors

    # An empty template: the metadata is not to be embedded, as with the others.
    whole = [
        Text(
            text=text,
            metadata={"source": name},
            excluded_embed_metadata_keys=["source"],
            excluded_llm_metadata_keys=["source"],
        )
        for name, text in texts.items()
    ]
    index = VectorStoreIndex.from_documents(
        whole, transformations=[SentenceSplitter()], embed_model=Shared(embed_batch_size=64)
    )
    retriever = index.as_retriever(similarity_top_k=HITS)

    def find(question: str) -> list[tuple[str, str]]:
        found = retriever.retrieve(question)
        return [(each.metadata["source"], each.get_content()) for each in found]

    return find


def txtai(texts: Mapping[str, str], embedder: Embedder) -> Find:
    """A row for each paragraph, into Embeddings with stored content."""
    from txtai import Embeddings

    # The hook does not tell a question from a text, and the model wants to know.
    asking = False

    def embedded(given: Sequence[str]) -> Any:
        embed = embedder.embed_queries if asking else embedder.embed_passages
        return embed(list(given))

    rows = [
        (f"{name}#{at}", paragraph.strip(), None)
        for name, text in texts.items()
        for at, paragraph in enumerate(text.split("\n\n"))
        if paragraph.strip()
    ]
    embeddings = Embeddings(method="external", transform=embedded, content=True)
    embeddings.index(rows)
    asking = True

    def find(question: str) -> list[tuple[str, str]]:
        found = embeddings.search(question, HITS)
        return [(each["id"].rpartition("#")[0], each["text"]) for each in found]

    return find


PEERS: dict[str, tuple[str, Peer]] = {
    "langchain + chroma": ("langchain-chroma", langchain_chroma),
    "haystack": ("haystack-ai", haystack),
    "llama-index": ("llama-index-core", llama_index),
    "txtai": ("txtai", txtai),
}
"""Name to the package whose version is told, and what builds the search."""


class Searching:
    """A System that only searches."""

    answers = False
    searches = True

    def __init__(self, name: str, find: Find, settings: dict[str, Any]) -> None:
        """Take a search, and what it was built with."""
        self.name = name
        self._find = find
        self._settings = settings

    def answer(self, item: Item) -> dict[str, Any]:
        """A search does not answer."""
        raise NotImplementedError

    def search(self, item: Item) -> list[Retrieved]:
        """Return what the search gives for the question."""
        found = self._find(search_text(item))
        return [Retrieved(document=document, text=text) for document, text in found]

    def texts(self, document_ids: Collection[str]) -> Texts:
        """Nothing is quoted."""
        return Texts()

    def described(self) -> dict[str, Any]:
        """Return what it was built with."""
        return {"index_version": None, "model": None, "settings": self._settings}


def ours(retriever: Retriever, documents: Collection[str]) -> Find:
    """Return our search; what it finds in other documents is left out."""

    def find(question: str) -> list[tuple[str, str]]:
        hits = retriever.search(question, limit=DEEP).hits
        kept = [hit for hit in hits if hit.document.id in documents]
        return [(hit.document.id, hit.passage.text) for hit in kept[:HITS]]

    return find


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every peer and ours, write the runs, and print a table; 2 where that cannot be done."""
    options = _options(arguments)
    try:
        rows = measure(options)
    except (LoketError, ImportError, OSError) as problem:
        print(f"peers: {problem}", file=sys.stderr)
        return 2
    print("\n".join(rows))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.peers", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--out", type=Path, required=True, help="folder for the run files")
    parser.add_argument("--suite", default="bronnen")
    parser.add_argument("--split", default="dev", help="ours may be tuned on 'dev'")
    parser.add_argument("--index", type=Path, help="an index with the suite's documents")
    parser.add_argument("--peer", choices=PEERS, action="append", help="else all")
    parser.add_argument(
        "--originals", action="store_true", help="only documents that are compiled from no other"
    )
    return parser.parse_args(arguments)


def measure(options: argparse.Namespace) -> list[str]:
    """Return the lines of a Markdown table: ours, then each peer with p-values."""
    settings = from_environment()
    index = open_index(options.index or settings.index, model_name(settings))
    embedder = embedder_of(settings)
    documents = [
        each for each in index.documents.values() if not (options.originals and each.sources)
    ]
    items = questions(of_split(load_suite(options.suite), options.split), documents)
    if not items:
        raise EvalError(f"no questions of '{options.suite}' ({options.split}) fit these documents")
    texts = {document.id: document.text for document in documents}
    own = Searching(OURS, ours(Retriever(index, embedder), set(texts)), {"documents": len(texts)})
    first = _run(own, options, items)
    lines = head(
        f"{len(items)} questions ({options.suite}, {options.split}), {len(texts)} documents"
    )
    lines.append(row(OURS, first, None))
    for name in options.peer or PEERS:
        package, build = PEERS[name]
        print(f"building: {name}", file=sys.stderr, flush=True)
        made = {"package": f"{package} {version(package)}", "documents": len(texts)}
        system = Searching(name, build(texts, embedder), made)
        lines.append(row(f"{name} ({version(package)})", _run(system, options, items), first))
    return lines


def questions(items: Sequence[Item], documents: Sequence[Document]) -> list[Item]:
    """Return the single questions that these documents answer."""
    held = {document.id for document in documents}

    def answered(item: Item) -> bool:
        named = [entry.document in held for entry in item.evidence]
        return any(named) if item.any_evidence else all(named)

    return [item for item in items if item.answerable and len(item.turns) == 1 and answered(item)]


def _run(system: Searching, options: argparse.Namespace, items: Sequence[Item]) -> Scored:
    run = run_suite(system, options.suite, options.split, items)
    write_run(options.out / f"{system.name.replace(' ', '')}.jsonl", run)
    return score_run(run, items)


def head(about: str) -> list[str]:
    """Return the head of a Markdown table of searches."""
    columns = ["search", *NAMES]
    return [
        f"{about}; in brackets the p-value against the first row.",
        "",
        "| " + " | ".join(columns) + " |",
        "|" + " --- |" * len(columns),
    ]


def row(name: str, scored: Scored, against: Scored | None) -> str:
    """Return a row of such a table: percentages, with p-values where there is a first row."""
    tested = {each.figure: each for each in compare(against, scored).differences} if against else {}
    cells = []
    for measure in NAMES:
        values = [score.retrieval[measure] for score in scored.scores]
        text = f"{100 * sum(values) / len(values):.1f}"
        if measure in tested:
            p = tested[measure].p
            text += f" ({'<0.001' if p < 0.001 else f'{p:.3f}'})"
        cells.append(text)
    return "| " + " | ".join([name, *cells]) + " |"


if __name__ == "__main__":
    sys.exit(main())
