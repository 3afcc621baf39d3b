"""The routes' data: every rule cited literally, every question used, every mistake refused."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.errors import DataProblem
from corpus.routes import citation_faults, load_routes
from corpus.rules import holds, open_facts, rule_of
from corpus.situation import Situation, SituationProblem, situation_of, values
from corpus.text import fold
from corpus.yaml_data import DATA
from tests.corpus.documents import our_documents

ROUTES = yaml.safe_load((DATA / "routes.yaml").read_text(encoding="utf-8"))
QUESTIONS = yaml.safe_load((DATA / "situation.yaml").read_text(encoding="utf-8"))
BOOK = load_routes()
STATEMENTS = [(route.id, each) for route in BOOK.routes for each in route.statements()]
IN_WORDS = (
    *("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "twaalf"),
    "half",
)


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, in digits and in words."""
    plain = text.lower()
    words = {word for word in IN_WORDS if re.search(rf"\b{word}\b", plain)}
    return words | set(re.findall(r"\d+(?:,\d+)?", plain))


# The data as it is.


def test_every_quote_stands_literally_in_its_document():
    texts = {name: document.text for name, (document, _) in our_documents().items()}
    assert citation_faults(BOOK, texts) == []


def test_every_quote_lies_within_one_passage_that_a_visitor_may_read():
    for route, statement in STATEMENTS:
        document, passages = our_documents()[statement.citation.document]
        quote = fold(statement.citation.quote)
        assert document.audience == "public", (route, document.id)
        assert any(quote in fold(passage.text) for passage in passages), (route, quote)


def test_every_condition_and_remedy_is_cited():
    for route in BOOK.routes:
        said = list(route.statements())
        for condition in route.conditions:
            assert condition.statement in said
            assert condition.remedy is None or condition.remedy.statement in said
    assert all(statement.citation.quote for _, statement in STATEMENTS)


def test_every_number_stands_in_the_quote():
    for route, statement in STATEMENTS:
        missing = numbers(statement.say) - numbers(statement.citation.quote)
        assert not missing, (route, statement.say)


def test_a_number_without_evidence_would_be_found():
    assert numbers("In twee jaar, 0,4 fte.") == {"twee", "0,4"}
    assert numbers("Na tweede keer.") == set()


def test_every_text_is_a_sentence_for_a_visitor():
    for route, statement in STATEMENTS:
        assert statement.say.endswith("."), (route, statement.say)
        assert statement.say[0].isupper() or statement.say[0].isdigit()
        assert len(statement.say.split()) <= 40, (route, statement.say)
    for conflict in BOOK.conflicts:
        assert conflict.say.endswith(".")


def test_the_routes_cover_what_the_loket_is_asked_about():
    assert {route.id for route in BOOK.routes} >= {
        *("pabo-voltijd", "pabo-deeltijd", "pabo-verkort", "zij-instroom-po", "empo"),
        *("tweedegraads-lerarenopleiding", "kopopleiding", "educatieve-minor"),
        *("educatieve-module", "educatieve-master-eenjarig", "educatieve-master-tweejarig"),
        *("zij-instroom-vo-tweedegraads", "zij-instroom-vo-eerstegraads", "hbo-master"),
        *("zij-instroom-vmbo-beroep", "zij-instroom-mbo", "pdg", "gastdocent", "lio"),
        *("hybride-docent", "onderwijsassistent", "ad-pep", "assistent-naar-leraar"),
        *("al-bevoegd", "duo-erkenning", "wereldburgers-voor-de-klas"),
    }


def test_every_fact_has_a_question_with_a_label_for_each_value():
    assert {question.fact for question in BOOK.questions} == set(values())
    for question in BOOK.questions:
        assert set(question.choices) == set(values()[question.fact]), question.fact
        assert question.ask.endswith(("?", ".")), question.fact


def test_the_routes_are_read_once():
    assert load_routes() is load_routes()


def test_a_quote_that_was_changed_is_named():
    texts = {name: document.text for name, (document, _) in our_documents().items()}
    changed = texts["routes-pdg-mbo"].replace("capaciteitentest", "test")
    faults = citation_faults(BOOK, texts | {"routes-pdg-mbo": changed})
    assert any("capaciteitentest" in fault for fault in faults)
    del texts["routes-pdg-mbo"]
    assert any("there is no document" in fault for fault in citation_faults(BOOK, texts))


# Mistakes in the data.


def loaded(folder: Path, routes: Any = ROUTES, questions: Any = QUESTIONS) -> Any:
    """Load data from files of a test's own."""
    (folder / "routes.yaml").write_text(json.dumps(routes))
    (folder / "situation.yaml").write_text(json.dumps(questions))
    return load_routes(folder)


def test_a_copy_of_the_data_is_the_same_book(tmp_path: Path):
    assert loaded(tmp_path).routes == BOOK.routes


def condition_of(raw: Any, n: int = 0) -> Any:
    return raw["routes"][0]["conditions"][n]


MISTAKES = {
    "unknown key of a route": (lambda raw: raw["routes"][0].update(titel="x"), "'titel'"),
    "unknown key of a condition": (lambda raw: condition_of(raw).update(cite="x"), "'cite'"),
    "unknown key at the top": (lambda raw: raw.update(route=[]), "'route'"),
    "unknown fact": (lambda raw: condition_of(raw).update(when=[{"diplom": ["hbo"]}]), "'diplom'"),
    "unknown value": (lambda raw: condition_of(raw).update(when=[{"diploma": ["hb"]}]), "'hb'"),
    "a yes that YAML reads as true": (
        lambda raw: condition_of(raw).update(when=[{"vog": [True]}]),
        "'True' of 'vog'",
    ),
    "no rule": (lambda raw: condition_of(raw).pop("when"), "'when' is missing"),
    "no alternative": (lambda raw: condition_of(raw).update(when=[]), "list of alternatives"),
    "empty alternative": (lambda raw: condition_of(raw).update(when=[{}]), "must name facts"),
    "no quote": (lambda raw: condition_of(raw).pop("quote"), "'quote' is missing"),
    "empty quote": (lambda raw: condition_of(raw).update(quote=" "), "'quote' must be a text"),
    "no evidence for a duration": (
        lambda raw: raw["routes"][0].update(duration={"say": "Kort."}),
        "'document' is missing",
    ),
    "uncited remedy": (
        lambda raw: condition_of(raw).update(remedy={"say": "Doe iets."}),
        "'document' is missing",
    ),
    "no conditions": (lambda raw: raw["routes"][0].update(conditions=[]), "no conditions"),
    "a route twice": (lambda raw: raw["routes"].append(raw["routes"][0]), "there twice"),
    "a condition twice": (
        lambda raw: raw["routes"][0]["conditions"].append(condition_of(raw)),
        "there twice",
    ),
    "an unknown qualification": (
        lambda raw: raw["routes"][0].update(leads_to=["pabo"]),
        "qualification 'pabo'",
    ),
    "routes that are no list": (lambda raw: raw.update(routes="x"), "must be a list"),
}


@pytest.mark.parametrize(("change", "told"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_routes_is_refused(tmp_path: Path, change: Any, told: str):
    raw = deepcopy(ROUTES)
    change(raw)
    with pytest.raises(DataProblem, match=re.escape(told)):
        loaded(tmp_path, routes=raw)


QUESTION_MISTAKES = {
    "a question for no fact": (lambda raw: raw["questions"].update(age={}), "'age'"),
    "a fact without a question": (lambda raw: raw["questions"].pop("vog"), "'vog' is missing"),
    "a value without a label": (
        lambda raw: raw["questions"]["vog"]["choices"].pop("no"),
        "'no' is missing",
    ),
    "an unknown value": (
        lambda raw: raw["questions"]["vog"]["choices"].update(soon="straks"),
        "'soon'",
    ),
    "a conflict without a sentence": (lambda raw: raw["conflicts"][0].pop("say"), "'say'"),
}


@pytest.mark.parametrize(
    ("change", "told"), QUESTION_MISTAKES.values(), ids=QUESTION_MISTAKES.keys()
)
def test_a_mistake_in_the_questions_is_refused(tmp_path: Path, change: Any, told: str):
    raw = deepcopy(QUESTIONS)
    change(raw)
    with pytest.raises(DataProblem, match=re.escape(told)):
        loaded(tmp_path, questions=raw)


def test_a_question_that_no_route_needs_is_refused(tmp_path: Path):
    raw = deepcopy(ROUTES)
    raw["routes"] = [route for route in raw["routes"] if route["id"] != "lio"]
    with pytest.raises(DataProblem, match="question 'credits': no route needs it"):
        loaded(tmp_path, routes=raw)


@pytest.mark.parametrize("text", ["routes: [", "- 1"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str):
    loaded(tmp_path)
    (tmp_path / "routes.yaml").write_text(text)
    load_routes.cache_clear()
    with pytest.raises(DataProblem, match=r"routes\.yaml"):
        load_routes(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(DataProblem, match=r"routes\.yaml cannot be read"):
        load_routes(tmp_path)


# The rules.


def told(**facts: str) -> Situation:
    return situation_of(facts)


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        ([{"diploma": ["hbo"]}], {}, None),
        ([{"diploma": ["hbo"]}], {"diploma": "hbo"}, True),
        ([{"diploma": ["hbo"]}], {"diploma": "ad"}, False),
        ([{"diploma": {"except": ["hbo"]}}], {"diploma": "ad"}, True),
        ([{"diploma": {"except": ["hbo"]}}], {"diploma": "hbo"}, False),
        ([{"diploma": ["hbo"], "vog": ["yes"]}], {"diploma": "ad"}, False),
        ([{"diploma": ["hbo"], "vog": ["yes"]}], {"diploma": "hbo"}, None),
        ([{"diploma": ["hbo"]}, {"vog": ["yes"]}], {"vog": "yes"}, True),
        ([{"diploma": ["hbo"]}, {"vog": ["yes"]}], {"vog": "no"}, None),
        ([{"diploma": ["hbo"]}, {"vog": ["yes"]}], {"vog": "no", "diploma": "ad"}, False),
        ("undecided", {"diploma": "hbo"}, None),
    ],
)
def test_rules_hold_in_three_values(rule: Any, facts: dict[str, str], expected: bool | None):
    assert holds(rule_of(rule, "here"), told(**facts)) is expected


def test_what_follows_from_an_answer_is_asked_after_it():
    rule = rule_of([{"sector": ["po"]}, {"sector": ["vso"], "exams": ["no"]}], "here")
    assert open_facts(rule, told()) == {"sector"}
    assert open_facts(rule, told(sector="vso")) == {"exams"}
    assert open_facts(rule, told(sector="po")) == set()
    assert open_facts(rule, told(sector="mbo")) == set()
    assert open_facts(None, told()) == set()


# The situation.


def test_a_diploma_in_the_very_subject_fits_it():
    same = told(field="economics", subject="economics")
    assert same.value("fit") == "yes"
    assert told(field="law", subject="economics").value("fit") is None
    assert told(field="other", subject="other").value("fit") is None
    assert told(field="care", subject="care").value("fit") is None
    assert "fit" not in same.known()


def test_known_facts_come_back_as_they_went_in():
    facts = {"sector": "vo", "diploma": "hbo"}
    assert told(**facts).known() == facts
    assert told().known() == {}


@pytest.mark.parametrize("facts", [{"sector": "hbo"}, {"age": "21"}, {"sector": ""}])
def test_an_unknown_answer_is_refused_in_one_sentence(facts: dict[str, str]):
    with pytest.raises(SituationProblem) as problem:
        situation_of(facts)
    assert str(problem.value).endswith(".")
