"""The last gate: what a source does not carry is dropped, and the rest renumbered."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answer import Sentence, Source
from assistant.messages import NL
from assistant.wording.compose import Draft
from assistant.wording.verify import verified
from tests.assistant.samples import make_document

TEXT = "De subsidie bedraagt € 20.000 per jaar.\n\nHet loket van\nUtrecht helpt bij de aanvraag."
DOCUMENT = make_document(id="bron", title="Regeling 2025", text=TEXT)
AMOUNT = "De subsidie bedraagt € 20.000 per jaar."
DESK = "Het loket van Utrecht helpt bij de aanvraag."
OWN = f"{NL.from_document} {NL.from_expired}"


def source(number: int, quote: str, **changes: Any) -> Source:
    values: dict[str, Any] = dict.fromkeys(
        ("publisher", "type", "section", "page", "url", "valid_from", "valid_to")
    )
    values |= {"document_id": "bron", "passage_id": "bron-1", "title": "Regeling 2025"}
    values |= {"number": number, "quote": quote, "expired": False}
    return Source(**{**values, **changes})


def checked(
    sentences: list[tuple[str, tuple[int, ...]]], sources: list[Source]
) -> tuple[list[tuple[str, tuple[int, ...]]], list[tuple[int, str]]]:
    """Return what passes: sentences with their citations, and sources with their numbers."""
    draft = Draft(
        sentences=tuple(Sentence(text=text, citations=cited) for text, cited in sentences),
        sources=tuple(sources),
    )
    kept = verified(draft, {"bron": DOCUMENT}, OWN)
    return (
        [(each.text, each.citations) for each in kept.sentences],
        [(each.number, each.quote) for each in kept.sources],
    )


GOOD = source(7, DESK)


def test_what_is_carried_passes_unchanged() -> None:
    sentences, sources = checked(
        [(f"In “Regeling” staat: {AMOUNT}", (1,)), (DESK, (2,))],
        [source(1, AMOUNT), source(2, DESK)],
    )
    assert sentences == [(f"In “Regeling” staat: {AMOUNT}", (1,)), (DESK, (2,))]
    assert sources == [(1, AMOUNT), (2, DESK)]


@pytest.mark.parametrize(
    ("text", "cited", "quote"),
    [
        pytest.param(
            "De subsidie is altijd hoog.", (1,), "De subsidie is altijd hoog.", id="not literal"
        ),
        pytest.param(AMOUNT, (1,), "", id="empty quote"),
        pytest.param("De subsidie bedraagt € 25.000 per jaar.", (1,), AMOUNT, id="other number"),
        pytest.param("De subsidie bedraagt € 20.000,50.", (1,), AMOUNT, id="other decimals"),
        pytest.param("In 2025 was dat zo.", (1,), AMOUNT, id="number of the title only"),
        pytest.param("De subsidie van Rotterdam is er.", (1,), AMOUNT, id="invented name"),
        pytest.param("Het loket van Utrecht helpt.", (1,), AMOUNT, id="name of another quote"),
        pytest.param(AMOUNT, (), AMOUNT, id="no citation"),
        pytest.param(AMOUNT, (1, 9), AMOUNT, id="citation of nothing"),
    ],
)
def test_what_is_not_carried_is_dropped_and_the_rest_renumbered(
    text: str, cited: tuple[int, ...], quote: str
) -> None:
    sentences, sources = checked([(text, cited), (DESK, (7,))], [source(1, quote), GOOD])
    assert sentences == [(DESK, (1,))]
    assert sources == [(1, DESK)]


def test_a_document_that_is_not_there_carries_nothing() -> None:
    assert checked([(AMOUNT, (1,))], [source(1, AMOUNT, document_id="weg")]) == ([], [])


def test_white_space_and_thousands_separators_do_not_matter() -> None:
    sentences, _ = checked(
        [("Het loket van Utrecht helpt.", (1,)), ("Dat is 20000 euro.", (2,))],
        [source(1, "Het loket van  Utrecht"), source(2, AMOUNT)],
    )
    assert len(sentences) == 1, "'Dat' is no name of the source"
    assert sentences[0][0].startswith("Het loket")


def test_a_number_may_stand_in_any_quote_that_is_cited() -> None:
    text = "Het loket van Utrecht: € 20.000"
    both = [source(1, AMOUNT), source(2, DESK)]
    assert checked([(text, (1, 2))], both)[0] == [(text, (1, 2))]
    assert checked([(text, (2,))], both)[0] == []


def test_sources_are_numbered_as_they_are_first_cited_and_unused_ones_go() -> None:
    three = [source(1, AMOUNT), source(2, "per jaar"), source(3, DESK)]
    sentences, sources = checked([(DESK, (3,)), (AMOUNT, (1,)), (DESK, (3, 1))], three)
    assert [cited for _, cited in sentences] == [(1,), (2,), (1, 2)]
    assert sources == [(1, DESK), (2, AMOUNT)]
