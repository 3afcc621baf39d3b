"""How an answer is laid out before it is shown: introductions, lists, and what is folded."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Contact, Sentence, Source, Status
from assistant.messages import messages_for
from assistant.web.reading import MOST_OPEN, read, runs

PERSON = Contact(name="Loket", url=None, email=None, phone=None, why="")


def source(number: int, document: str) -> Source:
    return Source(
        number=number,
        document_id=document,
        passage_id=f"{document}-{number}",
        title=document,
        publisher=None,
        type=None,
        section=None,
        page=None,
        url=None,
        quote="Tekst.",
        valid_from=None,
        valid_to=None,
        expired=False,
    )


def answer(*cited: tuple[str, str], question: str = "Hoe zit dat?", language: str = "nl") -> Answer:
    """Return an answer of (text, document) pairs; each pair has a source of its own."""
    return Answer(
        id="a",
        conversation_id="c",
        question=question,
        status=Status.ANSWERED,
        text="",
        contact=PERSON,
        index_version="1",
        language=language,
        sentences=tuple(
            Sentence(text=f"{text} [{n}]", citations=(n,)) for n, (text, _) in enumerate(cited, 1)
        ),
        sources=tuple(source(n, document) for n, (_, document) in enumerate(cited, 1)),
    )


def plain(count: int, document: str) -> list[tuple[str, str]]:
    return [(f"Zin {n} van {document}.", document) for n in range(count)]


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr"])
def test_introduction_is_told_from_the_words_of_the_document(language):
    messages = messages_for(language)
    for form in messages.introductions:
        lead = form.format(title="Over 'staat:' en zo")
        [line] = read(answer((f"{lead} De school betaalt.", "a"), language=language)).opening
        assert (line.lead, line.words) == (lead, "De school betaalt.")


def test_a_sentence_without_introduction_stays_whole():
    text = "In “Loket” staat een balie."
    [line] = read(answer((text, "a"))).opening
    assert (line.lead, line.words) == ("", text)


@pytest.mark.parametrize("number", ["1.", "12)", "a.", "iv)", "1°", "B."])
def test_an_item_with_its_own_number_is_numbered(number):
    [line] = read(answer((f"- {number} De aanvrager is bevoegd.", "a"))).opening
    assert line.item
    assert line.numbered
    assert line.words.startswith(number)


@pytest.mark.parametrize("text", ["een diploma;", "2026 is het jaar.", "vo. mbo.", "€ 20 per dag"])
def test_an_item_without_a_number_is_not(text):
    [line] = read(answer((f"- {text}", "a"))).opening
    assert line.item
    assert not line.numbered


def test_items_that_follow_each_other_are_one_list():
    cited = [
        ("Je hebt nodig:", "a"),
        ("- een school;", "a"),
        ("- een diploma.", "a"),
        ("Meer.", "a"),
    ]
    found = [(item, len(lines)) for item, lines in runs(read(answer(*cited)).opening)]
    assert found == [(False, 1), (True, 2), (False, 1)]


def test_the_best_source_is_shown_whole_however_long():
    found = read(answer(*plain(MOST_OPEN + 3, "a"), *plain(1, "b")))
    assert len(found.opening) == MOST_OPEN + 3
    assert [line.words for line in found.rest] == ["Zin 0 van b."]


def test_whole_sources_are_shown_while_they_are_short():
    found = read(answer(*plain(2, "a"), *plain(2, "b"), *plain(1, "c")))
    assert (len(found.opening), len(found.rest)) == (4, 1)
    found = read(answer(*plain(3, "a"), *plain(2, "b"), *plain(1, "c")))
    assert (len(found.opening), len(found.rest)) == (3, 3)


def test_a_short_answer_is_not_folded():
    assert read(answer(*plain(2, "a"), *plain(2, "b"))).rest == ()


@pytest.mark.parametrize(
    ("question", "folded"),
    [
        ("Welk loket is er in Rotterdam, Delft en Leiden?", False),
        ("Welk loket is er in Rotterdam?", True),
        ("Wat kost het? Hoe lang duurt het?", False),
        ("Wat is een VOG en wat kost die?", False),
        ("Wat kosten boeken en reizen?", True),
        ("Wat kost het??", True),
    ],
)
def test_two_questions_are_not_folded(question: str, folded: bool):
    cited = [*plain(4, "a"), *plain(4, "b")]
    assert (read(answer(*cited, question=question)).rest != ()) is folded


def test_the_first_sentence_of_a_source_is_known():
    sentences = (
        Sentence(text="Eén. [1]", citations=(1,)),
        Sentence(text="Twee. [1] [2]", citations=(1, 2)),
    )
    made = answer(("Eén.", "a"), ("Twee.", "b"))
    found = read(Answer(**{**_fields(made), "sentences": sentences}))
    assert [line.first_for for line in found.opening] == [frozenset({1}), frozenset({2})]
    assert [line.words for line in found.opening] == ["Eén.", "Twee."]


def _fields(made: Answer) -> dict[str, object]:
    return {name: getattr(made, name) for name in Answer.__dataclass_fields__}
