"""The staff pages over real records and the small service in memory."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.desk.desk import Desk
from assistant.desk.service import DeskService
from assistant.loket import run_ingest
from assistant.records.database import Database
from assistant.settings import Settings
from assistant.web.app import create_app
from ingest.progress import Silent
from tests.conftest import write_documents
from tests.web.conftest import MemoryService

PASSWORD = "een lang wachtwoord"
PAGES = (
    *("/staf", "/staf/vragen", "/staf/vragen.csv", "/staf/onbeantwoord", "/staf/feedback"),
    *("/staf/cijfers", "/staf/stop"),
)
QUESTION = "Wat doet het loket voor mij?"


class Browser:
    """A client that fills in the forms of the pages, with their tokens."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.client.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, *, of: str = "/staf/inloggen", **fields: Any) -> Any:
        """Post a form with the token of the page that it is on."""
        files = fields.pop("files", None)
        data = {"csrf": self.token(of), **fields}
        return self.client.post(path, data=data, files=files, follow_redirects=False)

    def sign_in(self, password: str = PASSWORD, **fields: Any) -> Any:
        return self.post("/staf/inloggen", wachtwoord=password, **fields)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk.over(Database(tmp_path / "data", retention_days=90), password=PASSWORD)
    yield made
    made.close()


@pytest.fixture
def app(service: MemoryService, desk: Desk):
    return create_app(DeskService(service, desk), desk=desk)


@pytest.fixture
def stranger(app) -> Browser:
    return Browser(TestClient(app))


@pytest.fixture
def staff(app) -> Browser:
    """A browser that is signed in."""
    browser = Browser(TestClient(app))
    assert browser.sign_in().status_code == 303
    browser.token("/staf")
    return browser


@pytest.fixture(scope="module")
def site_settings(small_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a site with staff pages, over a copy of the small index."""
    folder = tmp_path_factory.mktemp("site")
    corpus = write_documents(folder / "corpus")
    (corpus / "kapot.pdf").write_bytes(b"%PDF-1.4 stuk")
    shutil.copytree(small_settings.index, folder / "index")
    made = Settings(
        index=folder / "index",
        corpus=corpus,
        cache=small_settings.cache,
        staff_password=PASSWORD,
    )
    run_ingest(made, [], Silent())
    return made


def ask(browser: Browser, question: str = QUESTION) -> str:
    """Ask as a visitor does, and return the id of the answer."""
    return str(browser.client.post("/v1/answers", json={"question": question}).json()["id"])
