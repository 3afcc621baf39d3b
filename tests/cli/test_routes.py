"""`loket routes`: the list, the check, and one clear line when its use is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.loket import run_ingest
from assistant.settings import PROJECT, Settings
from corpus.situation import values
from ingest.progress import Silent
from tests.conftest import Loket, one_line, parsed

CITED = ("pdg-mbo", "overzicht-routes", "buitenlands-diploma", "welke-bevoegdheid-voor-welke-les")
"""What the PDG rests on: a small index, which leaves most other routes without their sources."""


@pytest.fixture(scope="module")
def pdg_settings(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Settings:
    """Settings whose index holds a few of our documents."""
    folder = tmp_path_factory.mktemp("routes")
    (folder / "corpus" / "routes").mkdir(parents=True)
    for name in CITED:
        source = PROJECT / "corpus" / "documents" / "routes" / f"{name}.md"
        shutil.copy(source, folder / "corpus" / "routes")
    settings = Settings(index=folder / "index", corpus=folder / "corpus", cache=cache)
    run_ingest(settings, [], Silent())
    return settings


def test_help_names_an_option_for_every_fact(loket_here: Loket):
    done = loket_here("routes", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    for fact in values():
        assert f"--{fact.replace('_', '-')} " in done.stdout
    assert "wo-master" in done.stdout


def test_without_options_it_lists_the_routes(loket: Loket, pdg_settings: Settings):
    done = loket("routes", settings=pdg_settings)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Alle routes (")
    assert "PDG: vanuit je vak docent worden in het mbo [pdg]" in done.stdout
    assert "Bronnen:" in done.stdout
    assert "Niet getoond, want de bron staat niet in de index:" in done.stdout


def test_the_list_as_json(loket: Loket, pdg_settings: Settings):
    found = parsed(loket("routes", "--json", settings=pdg_settings))
    assert "pdg" in {route["id"] for route in found["routes"]}
    assert "zij-instroom-po" in found["withheld"]
    assert {question["fact"] for question in found["questions"]} == set(values())


CHEF = (
    *("--sector", "mbo", "--diploma", "mbo-4", "--experience", "3-or-more"),
    *("--capacity-test", "no", "--qualification", "none", "--country", "nl"),
)


def test_a_check_for_a_person_to_read(loket: Loket, pdg_settings: Settings):
    done = loket("routes", *CHEF, settings=pdg_settings)
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    assert "Deze routes passen bijna; dit ontbreekt nog" in text
    assert "Wat je kunt doen: Doe een erkende capaciteitentest." in text
    assert "“Het hbo-niveau toon je aan met een erkende capaciteitentest.”" in text
    assert "Liever een mens spreken?" in text
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_a_check_as_json_has_the_keys_of_http(loket: Loket, pdg_settings: Settings):
    found = parsed(loket("routes", *CHEF, "--json", settings=pdg_settings))
    assert found["situation"]["experience"] == "3-or-more"
    assert [route["id"] for route in found["nearly"]] == ["pdg"]
    numbers = {source["number"] for source in found["sources"]}
    for route in (*found["fits"], *found["nearly"], *found["open"], *found["never"]):
        for reason in route["reasons"]:
            assert set(reason["citations"]) <= numbers
    assert found["contact"]["url"]
    assert {"never", "questions", "withheld", "index_version"} <= found.keys()


def test_a_sentence_is_read_and_an_option_is_surer(loket: Loket, pdg_settings: Settings):
    text = "Ik heb mbo-4 en wil in het mbo lesgeven, met vijf jaar ervaring"
    found = parsed(loket("routes", text, "--json", settings=pdg_settings))
    known = {"sector": "mbo", "diploma": "mbo-4", "experience": "3-or-more"}
    assert found["situation"] == known
    done = loket("routes", text, "--diploma", "hbo", settings=pdg_settings)
    read = done.stdout.partition("Deze routes")[0]
    assert "Dit las ik in je vraag:" in read
    assert "mbo-4" not in read


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sector", "hbo"],
        ["--age", "21"],
        ["", "--sector", "po"],
        ["x" * 1001],
        ["een", "twee"],
        ["--qualification", "foreign", "--country", "nl"],
    ],
)
def test_wrong_use_is_one_line(loket: Loket, pdg_settings: Settings, arguments: list[str]):
    assert one_line(loket("routes", *arguments, settings=pdg_settings))


def test_a_situation_that_cannot_be_is_a_dutch_sentence(loket: Loket, pdg_settings: Settings):
    done = loket("routes", "--qualification", "foreign", "--country", "nl", settings=pdg_settings)
    assert "past niet bij een diploma uit Nederland" in one_line(done)


def test_an_index_without_our_documents_is_told(loket: Loket):
    assert "run: loket ingest" in one_line(loket("routes", "--sector", "po"))


def test_without_an_index_it_says_so(loket: Loket, tmp_path: Path):
    assert "there is no index" in one_line(loket("routes", "--index", tmp_path / "none"))
