"""This pipeline as others meet it: over HTTP, with one connection."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import quote

import httpx

from evals.runfile import Retrieved, Texts
from evals.suites import Item
from evals.systems.base import HITS, search_text

SECONDS = 60


class LoketHttp:
    """Asks the `/v1` API of a running `loket serve`."""

    answers = True
    searches = True

    def __init__(self, url: str) -> None:
        """Take the address, such as http://127.0.0.1:8000; nothing is asked yet."""
        self.name = f"http {url}"
        self._client = httpx.Client(base_url=url.rstrip("/"), timeout=SECONDS, trust_env=False)

    def answer(self, item: Item) -> dict[str, Any]:
        """Post every turn in one conversation, and return the answer to the last."""
        answer: dict[str, Any] = {}
        for turn in item.turns:
            body = {"question": turn, **_narrowed(item)}
            if answer:
                body["conversation_id"] = answer["conversation_id"]
            answer = self._json(self._client.post("/v1/answers", json=body))
        return answer

    def search(self, item: Item) -> list[Retrieved]:
        """Return what /v1/search gives."""
        query: dict[str, str] = {"q": search_text(item), "limit": str(HITS), **_narrowed(item)}
        found = self._json(self._client.get("/v1/search", params=query))
        return [
            Retrieved(
                document=hit["document_id"],
                text=hit["text"],
                section=hit["section"],
                score=hit["score"],
            )
            for hit in found["results"]
        ]

    def forget(self) -> None:
        """Keep as it is: what a server keeps is its own."""

    def texts(self, document_ids: Collection[str]) -> Texts:
        """Return documents as their passages one after another: the API gives no other text."""
        texts = Texts()
        for document_id in sorted(document_ids):
            response = self._client.get(f"/v1/documents/{quote(document_id, safe='')}")
            if response.status_code == 404:
                continue
            passages = self._json(response)["passages"]
            texts.documents[document_id] = "\n\n".join(passage["text"] for passage in passages)
            texts.passages.update((passage["id"], passage["text"]) for passage in passages)
        return texts

    def described(self) -> dict[str, Any]:
        """Return what /ready tells of the index."""
        ready = self._json(self._client.get("/ready"))
        return {
            "index_version": ready.get("version"),
            "model": ready.get("model"),
            "settings": {"url": str(self._client.base_url)},
        }

    def _json(self, response: httpx.Response) -> dict[str, Any]:
        response.raise_for_status()
        found: dict[str, Any] = response.json()
        return found


def _narrowed(item: Item) -> dict[str, str]:
    given = {"region": item.region, "sector": item.sector, "on": item.on and item.on.isoformat()}
    return {name: value for name, value in given.items() if value}
