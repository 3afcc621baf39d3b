"""Our parts as LangChain knows them."""

from __future__ import annotations

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from retrieval.filters import Filters
from retrieval.langchain import LoketEmbeddings, LoketRetriever
from retrieval.search import Retriever
from tests.retrieval.samples import Bags, searchable

TEXTS = {
    "utrecht": "---\nregions: [utrecht]\nurl: https://utrecht.example/\n---\n# Desk\n\n"
    "## Mentoren\n\nMentoren helpen leraren in de klas.",
    "zeeland": "---\nregions: [zeeland]\n---\n# Kust\n\nMentoren helpen leraren aan de kust.",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return Retriever(searchable(tmp_path_factory.mktemp("chain"), **TEXTS), Bags())


def test_a_retriever_gives_passages_with_what_cites_them(search: Retriever) -> None:
    retriever = LoketRetriever(search=search)
    assert isinstance(retriever, BaseRetriever)
    first, second = retriever.invoke("mentoren in de klas")
    assert isinstance(first, Document)
    assert (first.metadata["document_id"], second.metadata["document_id"]) == ("utrecht", "zeeland")
    assert first.metadata["section"] == "Mentoren"
    assert first.metadata["url"] == "https://utrecht.example/"
    whole = search.index.documents["utrecht"].text
    assert whole[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert first.id in search.index.rows


def test_filters_and_limit_are_kept_to(search: Retriever) -> None:
    only = LoketRetriever(search=search, filters=Filters(region="zeeland"))
    assert [found.metadata["document_id"] for found in only.invoke("mentoren")] == ["zeeland"]
    assert len(LoketRetriever(search=search, limit=1).invoke("mentoren")) == 1


def test_a_retriever_can_stand_in_a_chain(search: Retriever) -> None:
    chain = LoketRetriever(search=search) | (lambda documents: documents[0].page_content)
    assert chain.invoke("mentoren aan de kust") == "Mentoren helpen leraren aan de kust."


def test_embeddings_are_those_of_the_engine(search: Retriever) -> None:
    embeddings = LoketEmbeddings(Bags())
    assert isinstance(embeddings, Embeddings)
    texts = ["mentoren", "leraren in de klas"]
    found = embeddings.embed_documents(texts)
    assert isinstance(found[0], list)
    assert isinstance(found[0][0], float)
    np.testing.assert_allclose(found, Bags().embed_passages(texts), rtol=1e-6)
    np.testing.assert_allclose(embeddings.embed_query("klas"), Bags().embed_queries(["klas"])[0])
