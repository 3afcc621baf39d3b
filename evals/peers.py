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
from threading import Lock
from typing import Any

from assistant.local import embedder_of, model_name
from assistant.settings import from_environment
from corpus.errors import LoketError
from corpus.model import Document
from evals.errors import EvalError
from evals.score import Scored
from evals.search_table import Find, Searching, head, row, searched
from evals.suites import Item, load_suite, of_split, suite_names
from evals.systems.base import HITS
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.search import Retriever

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

    one_at_a_time = Lock()

    def find(question: str) -> list[tuple[str, str]]:
        with one_at_a_time:  # its one SQLite cursor fails where two threads search
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


def ours(retriever: Retriever, documents: Collection[str]) -> Find:
    """Return our search; what it finds in other documents is left out."""

    def find(question: str) -> list[tuple[str, str]]:
        hits = retriever.search(question, limit=DEEP).hits
        kept = [hit for hit in hits if hit.document.id in documents]
        return [(hit.document.id, hit.passage.text) for hit in kept[:HITS]]

    return find


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every peer and ours, write the runs, and print tables; 2 where that cannot be done."""
    options = _options(arguments)
    try:
        for line in measure(options):
            print(line)
    except (LoketError, ImportError, OSError) as problem:
        print(f"peers: {problem}", file=sys.stderr)
        return 2
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.peers", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--out", type=Path, required=True, help="folder for the run files")
    parser.add_argument("--suite", action="append", help="may be given again; else all")
    parser.add_argument("--split", default="dev", help="ours may be tuned on 'dev'")
    parser.add_argument("--index", type=Path, help="an index with the suites' documents")
    parser.add_argument("--peer", choices=PEERS, action="append", help="else all")
    parser.add_argument(
        "--originals", action="store_true", help="only documents that are compiled from no other"
    )
    return parser.parse_args(arguments)


def measure(options: argparse.Namespace) -> list[str]:
    """Return the lines of a Markdown table for each suite: ours, then each peer."""
    settings = from_environment()
    index = open_index(options.index or settings.index, model_name(settings))
    embedder = embedder_of(settings)
    documents = [
        each for each in index.documents.values() if not (options.originals and each.sources)
    ]
    texts = {document.id: document.text for document in documents}
    suites = asked(options.suite or suite_names(), options.split, documents)

    def scored(name: str, find: Find, package: str | None = None) -> dict[str, Scored]:
        made = {"documents": len(texts)} | ({"package": package} if package else {})
        system = Searching(name, find, made)
        return {
            suite: searched(system, suite, options.split, items, options.out)
            for suite, items in suites.items()
        }

    first = scored(OURS, ours(Retriever(index, embedder), set(texts)))
    rows = {suite: [row(OURS, first[suite], None)] for suite in suites}
    for name in options.peer or PEERS:
        package, build = PEERS[name]
        print(f"building: {name}", file=sys.stderr, flush=True)
        for suite, each in scored(name, build(texts, embedder), package_told(package)).items():
            rows[suite].append(row(f"{name} ({version(package)})", each, first[suite]))
            print(suite, rows[suite][-1], file=sys.stderr, flush=True)
    lines = []
    for suite, items in suites.items():
        about = f"{len(items)} questions ({suite}, {options.split}), {len(texts)} documents"
        lines += [*head(about), *rows[suite], ""]
    return lines


def package_told(package: str) -> str:
    """Return a package with its version."""
    return f"{package} {version(package)}"


def asked(names: Sequence[str], split: str, documents: Sequence[Document]) -> dict[str, list[Item]]:
    """Return the questions of each suite; raises EvalError where documents answer none of one."""
    suites = {name: questions(of_split(load_suite(name), split), documents) for name in names}
    for name, items in suites.items():
        if not items:
            raise EvalError(f"no questions of '{name}' ({split}) fit these documents")
    return suites


def questions(items: Sequence[Item], documents: Sequence[Document]) -> list[Item]:
    """Return the single questions that these documents answer."""
    held = {document.id for document in documents}

    def answered(item: Item) -> bool:
        named = [entry.document in held for entry in item.evidence]
        return any(named) if item.any_evidence else all(named)

    return [item for item in items if item.answerable and len(item.turns) == 1 and answered(item)]


if __name__ == "__main__":
    sys.exit(main())
