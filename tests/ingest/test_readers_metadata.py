"""Front matter, sidecars, and the checks on metadata."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind
from ingest.readers.metadata import complete, front_matter, sidecar

PATH = Path("regioplan-noord_2025.md")
FULL = {
    "title": "Plan",
    "publisher": "Regio",
    "type": "regioplan",
    "published": "2025",
    "url": "https://regio.example/plan",
}


def completed(**raw: Any) -> dict[str, Any]:
    """Return the metadata of a full document with some keys changed."""
    return complete(FULL | raw, [], PATH)[0]


def noted(**raw: Any) -> list[str]:
    """Return the notes on a full document with some keys changed."""
    return complete(FULL | raw, [], PATH)[1]


def test_front_matter_is_split_from_the_text() -> None:
    text = "\ufeff---\ntitle: Plan\nregions: [a, b]\n---\n# Kop\n\n---\n\nTekst\n"
    assert front_matter(text) == (
        {"title": "Plan", "regions": ["a", "b"]},
        "# Kop\n\n---\n\nTekst\n",
    )


@pytest.mark.parametrize(
    "text",
    ["# Kop\n", "---\n# Kop\n", "---\nGewone tekst.\n---\nMeer.\n", "tekst\n---\na: 1\n---\n"],
)
def test_text_without_front_matter_is_left_alone(text: str) -> None:
    assert front_matter(text) == ({}, text)


def test_empty_front_matter() -> None:
    assert front_matter("---\n---\nTekst") == ({}, "Tekst")


@pytest.mark.parametrize(
    ("yaml", "line"),
    [("a: 1\nb: [1, 2\nc: 3\n", 4), ("a: 1\nb: 'x\n", 4), ("a: b: c\n", 2), ("a: 1\n\x07: 2\n", 3)],
)
def test_broken_front_matter_is_rejected_with_its_line(yaml: str, line: int) -> None:
    with pytest.raises(RejectedFile, match=f"broken YAML in front matter, line {line}: "):
        front_matter(f"---\n{yaml}---\nTekst\n")


def test_front_matter_that_is_a_list_is_rejected() -> None:
    with pytest.raises(RejectedFile, match="expected 'key: value'"):
        front_matter("---\n- a\n- b\n---\n")


def test_a_sidecar_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    assert sidecar(path) == {}
    (tmp_path / "plan.pdf.meta.yaml").write_text("title: Eén plan\nvalid_to: 2025-12-31\n", "utf-8")
    assert sidecar(path) == {"title": "Eén plan", "valid_to": "2025-12-31"}


def test_a_broken_sidecar_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf.meta.yaml"
    file.write_text("title: a\nregions: [b\n")
    with pytest.raises(RejectedFile, match=r"plan\.pdf\.meta\.yaml, line 3"):
        sidecar(tmp_path / "plan.pdf")
    file.write_bytes(b"title: caf\xe9\n")
    with pytest.raises(RejectedFile, match="not UTF-8"):
        sidecar(tmp_path / "plan.pdf")


def test_everything_is_typed_and_has_a_default() -> None:
    found, notes = complete(dict(FULL), [], PATH)
    assert notes == []
    assert found == FULL | {
        "regions": (),
        "sectors": (),
        "audience": "public",
        "language": "nl",
        "valid_from": None,
        "valid_to": None,
        "checked_on": None,
        "sources": (),
    }


@pytest.mark.parametrize(
    ("given", "first", "last", "text"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (2024, date(2024, 1, 1), date(2024, 12, 31), "2024"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3), "2024-02-03"),
        (date(2024, 2, 3), date(2024, 2, 3), date(2024, 2, 3), "2024-02-03"),
    ],
)
def test_dates(given: Any, first: date, last: date, text: str) -> None:
    found = completed(valid_from=given, valid_to=given, published=given, checked_on=given)
    assert (found["valid_from"], found["valid_to"]) == (first, last)
    assert (found["published"], found["checked_on"]) == (text, text)


@pytest.mark.parametrize("wrong", ["2025-02-30", "maart 2025", "2025-3", ["2025"], True, 20251])
def test_wrong_dates_are_noted_and_left_out(wrong: Any) -> None:
    assert completed(valid_to=wrong)["valid_to"] is None
    assert [note for note in noted(valid_to=wrong) if note.startswith("valid_to is not a date")]


def test_an_impossible_date_in_yaml_is_not_fatal() -> None:
    raw, _ = front_matter("---\nvalid_to: 2025-02-30\n---\n")
    assert completed(**raw)["valid_to"] is None


def test_lists_are_lower_case_without_doubles() -> None:
    found = completed(regions=["Noord", "noord", " HAK "], sectors="PO, vo")
    assert (found["regions"], found["sectors"]) == (("noord", "hak"), ("po", "vo"))
    assert noted(regions={"a": 1}) == ["regions is not a list: {'a': 1}"]
    assert completed(sectors=["po", 3])["sectors"] == ("po",)
    assert noted(sectors=["po", 3]) == ["sectors holds a value that is not a text: 3"]


def test_a_national_document_has_no_regions() -> None:
    assert completed(regions=["Landelijk"])["regions"] == ()
    assert completed(regions="nederland, hak")["regions"] == ("hak",)


def test_the_title_is_derived() -> None:
    heading = Block(kind=BlockKind.HEADING, text="Eerste  kop", level=2)
    found, notes = complete({}, [heading], PATH)
    assert found["title"] == "Eerste kop"
    assert "title taken from the first heading" in notes
    found, notes = complete({"title": " "}, [], PATH)
    assert found["title"] == "Regioplan noord 2025"
    assert "title taken from the file name" in notes


def test_what_is_missing_wrong_or_unknown_is_noted() -> None:
    assert noted(publisher=None) == ["no publisher known"]
    assert noted(auteur="x") == ["unknown metadata key 'auteur' ignored"]
    assert "auteur" not in completed(auteur="x")
    assert noted(valid_from="2025", valid_to="2024") == ["valid_to lies before valid_from"]
    assert noted(type=["a"]) == ["type is not a text: ['a']", "no type known"]
    assert noted(language="Nederlands") == [
        "language is not a language code, taken as nl: 'Nederlands'"
    ]


def test_an_unclear_audience_never_becomes_public() -> None:
    assert completed(audience="Staff")["audience"] == "staff"
    assert completed(audience="intern")["audience"] == "staff"
    assert "taken as staff" in noted(audience="intern")[0]


def test_only_web_addresses_are_kept() -> None:
    assert completed(url="javascript:alert(1)")["url"] is None
    assert noted(url="javascript:alert(1)")[0].startswith("url is not an http(s) address")


def test_language_codes_are_shortened() -> None:
    assert completed(language="nl-NL")["language"] == "nl"
