"""Ja and nee as the small model reads them, where the rules are silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Ask
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from ingest.progress import Silent
from retrieval.embedding.base import Embedder
from retrieval.embedding.entailment import Entailment
from retrieval.index import open_index
from retrieval.search import Retriever
from tests.conftest import write_documents

ON = date(2026, 11, 23)
HEAD = "---\ntitle: {title}\npublisher: Loketwijzer\nvalid_to: {until}\n---\n# {title}\n\n{body}\n"


def document(title: str, body: str, until: str = "null") -> str:
    return HEAD.format(title=title, body=body, until=until)


DOCUMENTS = {
    "kern.md": document(
        "Subsidie zij-instroom",
        "## Wie vraagt het aan?\n\nHet schoolbestuur vraagt de subsidie aan bij DUO; een "
        "zij-instromer kan dat niet zelf.\n\n## Hoe lang duurt het traject?\n\nZij-instroom "
        "duurt meestal twee jaar.\n",
    ),
    "pabo.md": document(
        "Naar de pabo",
        "## Met welk diploma mag ik naar de pabo?\n\nMet een mbo-4-diploma word je toegelaten tot "
        "de pabo.\n\n## Kan de pabo in de avond?\n\nOf de pabo in de avond kan, staat niet in onze "
        "bronnen. De pabo geeft ook lessen in de avonduren aan het eind van de week.\n",
    ),
    "loket.md": document(
        "Het loket",
        "## Wat kost hulp?\n\nEen gesprek bij het loket is gratis.\n\n## Wat verdient een lio?\n\n"
        "Een lio krijgt salaris van de school.\n",
    ),
    "terug.md": document(
        "Stoppen",
        "## Moet ik de opleiding terugbetalen?\n\nOf je de opleiding moet terugbetalen, hangt af "
        "van je arbeidscontract.\n",
    ),
    "reis-oud.md": document(
        "Reiskosten vroeger",
        "## Wie betaalt de reis?\n\nEen student betaalt de treinreis zelf.\n",
        until="2024-12-31",
    ),
    "fiets.md": document(
        "Fietsregeling",
        "## Wie betaalt de fiets?\n\nDe leenfiets kost een stagiair niets; de gemeente draagt de "
        "rekening.\n",
    ),
    "toets.md": document(
        "Toelatingstoetsen",
        "## Wie maakt toelatingstoetsen?\n\nWie een vwo-diploma heeft, hoeft geen "
        "toelatingstoetsen voor de pabo te maken.\n",
    ),
    "start.md": document(
        "Een werkweek",
        "## Wat doe je de eerste dag?\n\nEen zij-instromer staat vanaf de eerste dag zelfstandig "
        "voor de klas.\n",
    ),
    "plan.md": document(
        "Plan van regio Duinstreek",
        "## Hoe wordt het loket beter?\n\nDe regio gaat onderzoeken of een leenkoffer mogelijk is "
        "bij het loket Duinstreek.\n\n## Ben ik ingeroosterd?\n\nBen je nog niet ingeroosterd, "
        "kijk dan naar de reservelijst.\n\n## Telt mijn diensttijd?\n\nDiensttijd in het leger kan "
        "meetellen voor je pensioenopbouw.\n\n## Wie doet bemiddeling?\n\nVan de 40 loketten "
        "noemden er 12 bemiddeling op hun site.\n\n## Wanneer meld je je aan?\n\nJe meldt je aan "
        "voor de zomercursus van 1 maart tot en met 15 april.\n",
    ),
    "fiets-anders.md": document(
        "Fietsen in de regio",
        "## Wie betaalt de fiets?\n\nVoor de leenfiets draagt de stagiair zelf de rekening.\n",
    ),
}


@pytest.fixture(scope="module")
def pipelines(
    tmp_path_factory: pytest.TempPathFactory, cache: Path, embedder: Embedder
) -> dict[bool, Pipeline]:
    """Return a pipeline with the model, by True, and one without it."""
    folder = tmp_path_factory.mktemp("reading")
    corpus = write_documents(folder / "corpus", DOCUMENTS)
    settings = Settings(index=folder / "index", corpus=corpus, cache=cache)
    run_ingest(settings, [], Silent())
    retriever = Retriever(open_index(settings.index), embedder)
    return {True: Pipeline(retriever, None, Entailment.load(cache)), False: Pipeline(retriever)}


@pytest.fixture
def ask(pipelines: dict[bool, Pipeline]) -> Callable[..., Answer]:
    def answer(question: str, model: bool = True) -> Answer:
        return pipelines[model].answer(Ask(question=question), ON)

    return answer


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Moet ik voor een gesprek bij het loket betalen?", "Nee."),
        (
            "Ik hoorde dat je voor een gesprek bij het loket moet betalen, klopt dat?",
            "Nee, dat klopt niet.",
        ),
        ("Word ik met mbo-4 toegelaten op de pabo?", "Ja."),
        ("Wordt een lio door de school betaald?", "Ja."),
    ],
)
def test_other_words_than_those_of_the_passage_get_their_word(
    ask: Callable[..., Answer], question: str, word: str
) -> None:
    answer = ask(question)
    assert answer.sentences[0].text.startswith(word)
    assert answer.sentences[0].citations


def test_the_rules_alone_say_less(ask: Callable[..., Answer]) -> None:
    question = "Moet ik voor een gesprek bij het loket betalen?"
    assert not ask(question, model=False).text.startswith(("Ja", "Nee"))


@pytest.mark.parametrize(
    "question",
    [
        "Moet ik de opleiding terugbetalen als ik stop?",
        "Kan ik de pabo in de avond volgen?",
        "Betaal ik als student de treinreis zelf?",
        "Betaalt de stagiair de leenfiets zelf?",
        "Krijg ik als lio 2000 euro salaris van de school?",
        "Is er bij het loket Duinstreek een leenkoffer?",
        "Kan ik op de reservelijst als ik nog niet ingeroosterd ben?",
        "Telt mijn diensttijd in het leger mee voor mijn pensioenopbouw?",
        "Doet ons loket ook aan bemiddeling?",
        "Kan ik me nu aanmelden voor de zomercursus?",
    ],
    ids=[
        "depends",
        "not known",
        "expired",
        "two that differ",
        "another number",
        "explored",
        "advice",
        "possible",
        "own region",
        "another season",
    ],
)
def test_in_doubt_nothing_is_said(ask: Callable[..., Answer], question: str) -> None:
    assert not ask(question).text.startswith(("Ja", "Nee", "Jawel"))


def test_a_sentence_for_some_gives_no_word_to_all(ask: Callable[..., Answer]) -> None:
    all_of_them, some = (
        f"Moet ik {which}toelatingstoetsen voor de pabo maken?" for which in ("", "met vwo ")
    )
    assert not ask(all_of_them).text.startswith(("Ja", "Nee"))
    assert ask(some).text.startswith("Nee")


def test_a_sentence_in_the_same_words_is_not_denied(ask: Callable[..., Answer]) -> None:
    heard = "dat je als zij-instromer vanaf dag één zelfstandig voor de klas staat"
    question = f"Ik hoorde {heard}, klopt dat?"
    assert "Nee" not in ask(question).text


def test_what_was_left_out_of_the_question_may_be_what_it_hangs_on(
    ask: Callable[..., Answer],
) -> None:
    question = "Word ik met mbo-4 toegelaten op de pabo?"
    assert ask(question).text.startswith("Ja")
    assert not ask(f"{question[:-1]} als ik 16 ben?").text.startswith("Ja")
