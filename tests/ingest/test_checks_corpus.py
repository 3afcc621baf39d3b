"""The checks on language, on what documents share, and on a corpus as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from ingest.checks.finding import Severity
from ingest.checks.readability import LONGEST_SENTENCE, LOWEST_SCORE, flesch_douma, syllables
from tests.ingest.checked import BODY, GONE, checked, findings, line_of, rules, write

# --- readability ---------------------------------------------------------------------------------

HARD = (
    "Onderwijsarbeidsmarktbeleid vereist samenwerkingsovereenkomsten tussen"
    " onderwijsorganisaties, lerarenopleidingen en vertegenwoordigende beroepsorganisaties."
)


def test_a_hard_text_for_the_public_is_an_error(tmp_path: Path):
    write(tmp_path, body=f"## Wat doet een regio?\n\n{HARD}\n")
    [finding] = findings(tmp_path)
    assert (finding.rule, finding.severity) == ("hard-to-read", Severity.ERROR)
    assert checked(tmp_path).readability["meelopen.md"].score < LOWEST_SCORE


def test_a_text_for_staff_may_be_hard(tmp_path: Path):
    write(tmp_path, body=f"## Wat doet een regio?\n\n{HARD}\n", audience="staff")
    assert rules(tmp_path) == []


def test_a_table_of_hard_words_is_no_hard_text(tmp_path: Path):
    write(tmp_path, body=f"{BODY}\n| Woord | Betekenis |\n|---|---|\n| regio | {HARD} |\n")
    assert rules(tmp_path) == []


def sentence(words: int) -> str:
    return "De " + " ".join(["dag"] * (words - 1)) + "."


def test_a_long_sentence_is_a_warning_at_its_line(tmp_path: Path):
    body = f"{BODY}\nKort.\n\n{sentence(LONGEST_SENTENCE + 1)}\n"
    file = write(tmp_path, body=body)
    [finding] = findings(tmp_path)
    assert (finding.rule, finding.severity) == ("long-sentence", Severity.WARNING)
    assert finding.line == line_of(file, "De dag dag")


def test_the_longest_sentence_that_may_be_and_an_item_of_several_break_no_rule(tmp_path: Path):
    write(tmp_path, body=f"{BODY}\n{sentence(LONGEST_SENTENCE)}\n\n- {sentence(15)} {sentence(15)}")
    assert rules(tmp_path) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("school", 1), ("over", 2), ("leraar", 2), ("uren", 2), ("pabo", 2), ("januari", 4)),
        *(("onderwijs", 3), ("bevoegdheid", 3), ("situatie", 4), ("coördinatie", 5)),
        *(("zij-instromer", 4), ("geschiktheidsonderzoek", 6), ("vgs", 1), ("Universiteit", 5)),
    ],
)
def test_syllables_of_dutch_words(word: str, count: int):
    assert syllables(word) == count


def test_the_formula_is_that_of_douma():
    measured = flesch_douma(["De leraar werkt.", "Jij kijkt mee!"])
    assert measured is not None
    assert (measured.words_per_sentence, measured.syllables_per_word) == (3, 7 / 6)
    assert measured.score == pytest.approx(206.84 - 0.93 * 3 - 77 * 7 / 6)


def test_figures_addresses_and_names_do_not_count():
    plain = flesch_douma(["De school betaalt."])
    assert flesch_douma(["De school Onderwijsarbeidsmarktplatform betaalt."]) == plain
    assert flesch_douma(["De school betaalt € 25.000 (info@school.nl, www.school.nl)."]) == plain
    assert flesch_douma(["2026", "€ 12"]) is None


# --- amounts across documents --------------------------------------------------------------------


def paying(amount: str, when: str = "in 2026") -> str:
    return (
        f"{BODY}\n## Wie betaalt?\n\nDe regionale reissubsidie voor meelopers is {when} {amount}.\n"
    )


def test_documents_that_contradict_each_other_are_both_named(tmp_path: Path):
    one = write(tmp_path, "a.md", body=paying("€ 300"))
    other = write(tmp_path, "b.md", body=paying("€ 250", "in 2025 en 2026"))
    [finding] = findings(tmp_path)
    assert (finding.rule, finding.severity) == ("amount-conflict", Severity.WARNING)
    assert (finding.file, finding.line) == ("a.md", line_of(one, "De regionale"))
    assert f"b.md:{line_of(other, 'De regionale')}" in finding.message
    assert "€ 300" in finding.message
    assert "€ 250" in finding.message


@pytest.mark.parametrize(
    "other",
    [
        {"body": paying("€ 250", "in 2025")},
        {"body": paying("25%")},
        {"body": paying("€ 250"), "valid_to": "2026-11-01"},
        {"body": paying("€ 250"), "valid_from": "2027-01-01"},
        {"body": f"{BODY}\n## Wat kost een bus?\n\nEen kaartje voor de bus kost in 2026 € 250.\n"},
    ],
    ids=["another year", "a share", "expired", "not in force yet", "another subject"],
)
def test_other_amounts_may_differ(tmp_path: Path, other: dict[str, str]):
    write(tmp_path, "a.md", body=paying("€ 300"))
    write(tmp_path, "b.md", **other)
    assert "amount-conflict" not in rules(tmp_path)


@pytest.mark.parametrize(("code", "conflicts"), [("LC", False), ("LB", True)])
def test_amounts_of_another_scale_may_differ(tmp_path: Path, code: str, conflicts: bool):
    scale = f"{BODY}\n## Wat is de regionale schaal?\n\nDe regionale schaal {{}} begint bij {{}}.\n"
    write(tmp_path, "a.md", body=scale.format("LB", "€ 300"))
    write(tmp_path, "b.md", body=scale.format(code, "€ 250"))
    assert ("amount-conflict" in rules(tmp_path)) is conflicts


def test_one_document_may_give_several_amounts(tmp_path: Path):
    write(tmp_path, body=f"{paying('€ 300')}\n{paying('€ 250').removeprefix(BODY)}")
    assert rules(tmp_path) == []


def test_amounts_in_several_documents_are_listed_together(tmp_path: Path):
    for name in ("a.md", "b.md", "c.md"):
        write(tmp_path, name, body=paying("€ 300"))
    [repeated] = [each for each in checked(tmp_path).repeated if "€ 300" in map(str, each.amounts)]
    assert [place.file for place in repeated.places] == ["a.md", "b.md", "c.md"]
    assert rules(tmp_path) == []


# --- text of others ------------------------------------------------------------------------------

ELEVEN = "de leraar kijkt elke ochtend of alle ramen open staan vandaag"


@pytest.fixture
def others(tmp_path: Path) -> Path:
    folder = tmp_path / "bronnen"
    write(folder, "plan.md", text=f"# Plan\n\nIn de ochtend: {ELEVEN}, zegt men.\n")
    return folder


@pytest.mark.parametrize("before", ["", "Men zegt dat "])
def test_eleven_words_of_another_are_found(tmp_path: Path, others: Path, before: str):
    corpus = tmp_path / "corpus"
    text = f"{before}{ELEVEN}".capitalize().replace("ramen open", "ramen open,")
    file = write(corpus, body=f"{BODY}\n{text}.\n")
    [finding] = findings(corpus, compare=others)
    assert (finding.rule, finding.severity) == ("copied-text", Severity.ERROR)
    assert finding.line == line_of(file, text[:20])
    assert "11 woorden" in finding.message
    assert "plan.md" in finding.message


def test_ten_words_of_another_are_let_through(tmp_path: Path, others: Path):
    corpus = tmp_path / "corpus"
    write(corpus, body=f"{BODY}\n{ELEVEN.rsplit(maxsplit=1)[0].capitalize()} gisteren.\n")
    outcome = checked(corpus, compare=others)
    assert (outcome.findings, outcome.skipped) == ((), ())


def test_without_a_folder_the_check_says_that_it_was_skipped(tmp_path: Path):
    write(tmp_path)
    [reason] = checked(tmp_path).skipped
    assert "--compare" in reason


def test_a_file_that_cannot_be_compared_is_told(tmp_path: Path, others: Path):
    (others / "stuk.pdf").write_bytes(b"geen pdf")
    corpus = tmp_path / "corpus"
    write(corpus)
    [reason] = checked(corpus, compare=others).skipped
    assert "stuk.pdf" in reason


# --- a corpus and a part of it -------------------------------------------------------------------


def test_a_part_is_judged_alone_but_against_the_whole(tmp_path: Path):
    write(tmp_path, "a.md", body=paying("€ 250"), publisher=GONE)
    part = write(tmp_path, "geld/b.md", body=f"{paying('€ 300')}\nZie [a](../a.md).\n")
    for only in (part, part.parent):
        outcome = checked(tmp_path, only=only)
        assert [each.file for each in outcome.manuscripts] == ["geld/b.md"]
        [finding] = outcome.findings
        assert (finding.file, finding.rule) == ("geld/b.md", "amount-conflict")


def test_a_file_elsewhere_is_a_corpus_of_its_own(tmp_path: Path):
    write(tmp_path / "corpus", publisher=GONE)
    draft = write(tmp_path / "concept", "nieuw.md", body=f"{BODY}\n[a](meelopen.md)\n")
    outcome = checked(tmp_path / "corpus", only=draft)
    assert [(each.file, each.rule) for each in outcome.findings] == [("nieuw.md", "link-missing")]


def test_the_findings_stand_in_order_and_are_counted(tmp_path: Path):
    write(tmp_path, "b.md", type=GONE, valid_to="2026-01-01")
    write(tmp_path, "a.md", title=GONE)
    outcome = checked(tmp_path)
    assert [each.file for each in outcome.findings] == ["a.md", "b.md", "b.md"]
    assert (outcome.count(Severity.ERROR), outcome.count(Severity.WARNING)) == (2, 1)


def test_nothing_to_judge_is_refused(tmp_path: Path):
    (tmp_path / "README.md").write_text("# Uitleg\n\nDit is geen document.\n")
    with pytest.raises(SettingsError, match="no document"):
        checked(tmp_path)
    with pytest.raises(SettingsError, match="no document"):
        checked(tmp_path, only=tmp_path / "README.md")


def test_the_same_corpus_gives_the_same_outcome(tmp_path: Path):
    for name, amount in (("a.md", "€ 300"), ("b.md", "€ 250"), ("c.md", "€ 300")):
        write(tmp_path, name, body=paying(amount))
    first, second = checked(tmp_path), checked(tmp_path, on=date(2026, 11, 22))
    assert (first.findings, first.repeated) == (second.findings, second.repeated)
    assert len(first.findings) == 2
