"""The checks on one document: each rule broken once, with its line, and kept once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.checks.amounts import Amount, amounts_in, years_in
from ingest.checks.finding import Severity
from ingest.checks.links import is_web_address
from ingest.checks.manuscript import read_manuscript
from ingest.sources import find_files
from tests.ingest.checked import (
    BODY,
    GONE,
    SOURCE,
    TITLE,
    checked,
    findings,
    line_of,
    rules,
    text_of,
    write,
)


def test_a_good_document_breaks_no_rule(tmp_path: Path):
    write(tmp_path)
    assert findings(tmp_path) == ()


# --- metadata ------------------------------------------------------------------------------------

BROKEN_METADATA = [
    *(
        ("metadata-missing", {key: GONE})
        for key in ("title", "publisher", "type", "audience", "language", "published")
    ),
    ("metadata-missing", {"checked_on": None}),
    ("metadata-missing", {"publisher": "  "}),
    ("metadata-missing", {"regions": GONE}),
    ("metadata-missing", {"sectors": GONE}),
    ("metadata-unknown", {"titel": "x"}),
    ("metadata-invalid", {"published": "vorige week"}),
    ("metadata-invalid", {"checked_on": "2026-02-30"}),
    ("metadata-invalid", {"valid_to": "eind 2026"}),
    ("metadata-invalid", {"sectors": ["po", "hbo"]}),
    ("metadata-invalid", {"sectors": "po"}),
    ("metadata-invalid", {"regions": ["Noord Nederland"]}),
    ("metadata-invalid", {"type": "Een uitleg"}),
    ("metadata-invalid", {"audience": "iedereen"}),
    ("metadata-invalid", {"publisher": ["Loketwijzer"]}),
    ("metadata-invalid", {"language": "Nederlands"}),
    ("source-missing", {"sources": []}),
    ("source-missing", {"sources": GONE}),
    *(
        ("source-incomplete", {"sources": [SOURCE, {**SOURCE, key: ""}]})
        for key in ("title", "publisher", "date")
    ),
    ("source-incomplete", {"sources": [{k: v for k, v in SOURCE.items() if k != "url"}]}),
    ("source-incomplete", {"sources": [{**SOURCE, "datum": "2026"}]}),
    ("source-incomplete", {"sources": [{**SOURCE, "publisher": True}]}),
    ("date-future", {"published": "2026-12"}),
    ("date-future", {"checked_on": "2026-11-23"}),
    ("validity-reversed", {"valid_from": "2028-01-01", "valid_to": "2027-12-31"}),
    ("checked-long-ago", {"checked_on": "2025-11-21"}),
    ("expired", {"valid_to": "2026-11-21"}),
    ("expires-soon", {"valid_to": "2026-11-22"}),
    ("expires-soon", {"valid_to": "2027-02-20"}),
    ("link-malformed", {"url": "www.voorbeeld.example"}),
    ("link-malformed", {"sources": [{**SOURCE, "url": "https://voorbeeld"}]}),
]


@pytest.mark.parametrize(
    ("rule", "changes"),
    BROKEN_METADATA,
    ids=[f"{rule}-{'-'.join(changes)}" for rule, changes in BROKEN_METADATA],
)
def test_each_rule_on_metadata_is_broken_alone(tmp_path: Path, rule: str, changes: dict[str, Any]):
    file = write(tmp_path, **changes)
    [finding] = findings(tmp_path)
    assert (finding.file, finding.rule) == ("meelopen.md", rule)
    key = list(changes)[-1]
    if changes[key] is GONE:
        assert finding.line == 1
    elif key != "sources":
        assert finding.line == line_of(file, f"{key}:")


KEPT_METADATA = [
    {"published": "2026"},
    {"published": "2026-11"},
    {"published": 2026},
    {"checked_on": "2025-11-22"},
    {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "checked_on": "2026-01-01"},
    {"valid_to": "2027-02-21"},
    {"regions": ["noord-nederland"]},
    {"sectors": []},
    {"audience": "staff"},
    {"url": "https://voorbeeld.example/a?b=c#d"},
    {"sources": [{**SOURCE, "url": None, "date": "onbekend"}]},
    {"sources": [{**SOURCE, "date": 2026}]},
    {"valid_from": GONE, "valid_to": GONE, "url": GONE},
]


@pytest.mark.parametrize("changes", KEPT_METADATA, ids=str)
def test_metadata_that_can_be_used_breaks_no_rule(tmp_path: Path, changes: dict[str, Any]):
    write(tmp_path, **changes)
    assert [each for each in rules(tmp_path) if each != "expires-soon"] == []


def test_the_day_decides_what_is_in_the_future_long_ago_or_expired(tmp_path: Path):
    write(tmp_path, valid_to="2027-12-31")
    assert rules(tmp_path) == []
    assert rules(tmp_path, on=date(2026, 10, 1)) == ["date-future", "date-future"]
    assert rules(tmp_path, on=date(2028, 1, 1)) == ["expired", "checked-long-ago"]


def test_dates_and_expiry_are_warnings_where_a_person_must_judge(tmp_path: Path):
    write(tmp_path, valid_to="2026-01-01", checked_on="2025-01-01")
    assert {each.severity for each in findings(tmp_path)} == {Severity.WARNING}


def test_a_faulty_source_is_shown_at_its_own_line(tmp_path: Path):
    file = write(tmp_path, sources=[SOURCE, {**SOURCE, "title": "Twee", "date": ""}])
    [finding] = findings(tmp_path)
    assert finding.line == line_of(file, "- title: Twee")
    assert finding.message.startswith("bron 2:")


def test_metadata_in_a_sidecar_counts(tmp_path: Path):
    write(tmp_path, publisher=GONE)
    (tmp_path / "meelopen.md.meta.yaml").write_text("publisher: Voorbeeldloket\n")
    assert rules(tmp_path) == []


# --- headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text", "start"),
    [
        ("title-heading", text_of(heading="Een andere titel"), "# Een"),
        ("title-heading", text_of() + "\n# Nog een titel\n\nTekst hieronder.\n", "# Nog"),
        ("title-heading", text_of().replace(f"# {TITLE}\n", "Eerst een zin.\n"), "Eerst"),
        ("title-heading", text_of().replace("# Mee", "Vooraf een zin.\n\n# Mee"), "Vooraf"),
        ("empty-section", text_of(BODY + "\n## Leeg\n\n## Vol\n\nHier staat tekst.\n"), "## Leeg"),
        ("empty-section", text_of(BODY + "\n## Leeg aan het eind\n"), "## Leeg"),
        ("leaning-start", text_of(BODY + "\n## Wie betaalt?\n\nDit betaal je zelf.\n"), "Dit"),
        ("leaning-start", text_of(BODY + "\n## Wie betaalt?\n\nOok de school.\n"), "Ook"),
    ],
)
def test_each_rule_on_headings_is_broken_alone(tmp_path: Path, rule: str, text: str, start: str):
    file = write(tmp_path, text=text)
    [finding] = findings(tmp_path)
    assert (finding.rule, finding.line) == (rule, line_of(file, start))


@pytest.mark.parametrize(
    "more",
    [
        "## Boven\n\n### Onder\n\nTekst staat hier dieper.\n",
        "## Lijst\n\n- een punt van de lijst\n",
        "## Tabel\n\n| a | b |\n|---|---|\n| een | twee |\n",
        "## Wie?\n\nDe school betaalt. Dit staat in de wet.\n",
        "## Wat?\n\nDitmaal gaat het goed met de reis.\n",
        "## Code\n\n```\n# geen kop\n```\n",
    ],
)
def test_sections_with_text_of_their_own_break_no_rule(tmp_path: Path, more: str):
    write(tmp_path, text=text_of(f"{BODY}\n{more}"))
    assert rules(tmp_path) == []


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "target"),
    [
        ("link-malformed", "https:/voorbeeld.example"),
        ("link-malformed", "https://voorbeeld .example"),
        ("link-malformed", "http://"),
        ("link-malformed", "https://voorbeeld.example/http://ander.example"),
        ("link-malformed", "mailto:niemand"),
        ("link-missing", "niet-hier.md"),
        ("link-missing", ""),
        ("link-missing", "../geld/reis.md"),
        ("link-missing", "geld/reis.md#geen-kop"),
        ("link-missing", "#geen-kop"),
        ("link-missing", "/document/geld-rijs"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, rule: str, target: str):
    write(tmp_path, "geld/reis.md", title="Reiskosten")
    more = f"\n## Waar lees je meer?\n\nEr staat meer in [een ander stuk]({target}).\n"
    file = write(tmp_path, text=text_of(BODY + more))
    found = findings(tmp_path)
    assert {each.rule for each in found} == {rule}
    assert {each.line for each in found} == {line_of(file, "Er staat meer")}


@pytest.mark.parametrize(
    "target",
    [
        "https://voorbeeld.example/pad_(1)?q=a%20b",
        "mailto:info@voorbeeld.example",
        "geld/reis.md",
        "./geld/../geld/reis.md",
        "geld/reis.md#wat-kost-meelopen",
        "#wat-kost-meelopen",
        "/document/geld-reis",
    ],
)
def test_a_link_that_leads_somewhere_breaks_no_rule(tmp_path: Path, target: str):
    write(tmp_path, "geld/reis.md", title="Reiskosten")
    more = f"\n## Waar lees je meer?\n\nEr staat meer in [een ander stuk]({target}).\n"
    write(tmp_path, text=text_of(BODY + more))
    assert rules(tmp_path) == []


@pytest.mark.parametrize(
    ("mention", "broken"),
    [
        ("'Reis en regio's'", []),
        ("“Reis en regio's”", []),
        ("'Reis en regio'", ["link-missing"]),
        ("over de reis", []),
    ],
)
def test_a_document_named_by_its_title_must_exist(tmp_path: Path, mention: str, broken: list[str]):
    write(tmp_path, "reis.md", title="Reis en regio's")
    write(tmp_path, body=f"{BODY}\n## Waar?\n\nDat staat in het document {mention}.\n")
    assert [each for each in rules(tmp_path) if each != "leaning-start"] == broken


def test_a_bare_address_in_the_text_is_judged_too(tmp_path: Path):
    write(tmp_path, text=text_of(BODY + "\n## Waar?\n\nKijk op https://voorbeeld nu.\n"))
    assert rules(tmp_path) == ["link-malformed"]


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://wetten.overheid.nl/BWBR0039459/2021-02-24", True),
        ("http://www.vgs.nl/", True),
        ("ftp://voorbeeld.example", False),
        ("https://a.example ; https://b.example", False),
        ("https://[voorbeeld.example", False),
        ("https://-a.example", False),
        ("", False),
    ],
)
def test_web_addresses(address: str, good: bool):
    assert is_web_address(address) is good


# --- amounts -------------------------------------------------------------------------------------

FAR = "De eerste zin. De tweede zin. De derde zin. De vierde zin."


@pytest.mark.parametrize(
    "section",
    [
        "De bijdrage is € 40 per dag.",
        "De bijdrage is 40 euro per dag.",
        "De school betaalt 50% van de reis.",
        "De school betaalt 12,5 procent van de reis.",
        "De bijdrage is € 2000 per keer.",
        f"Dit is de stand van 2026. {FAR} De bijdrage is € 40 per dag.".replace("Dit", "Nu"),
        f"De bijdrage is € 40 per dag. {FAR} Nu is het 2026.",
        "De bijdragen:\n\n| Wie | Wat |\n|---|---|\n| jij | € 40 |",
    ],
)
def test_an_amount_without_a_year_is_found(tmp_path: Path, section: str):
    write(tmp_path, text=text_of(f"{BODY}\n## Wie betaalt?\n\n{section}\n"))
    [finding] = findings(tmp_path)
    assert (finding.rule, finding.severity) == ("amount-without-year", Severity.ERROR)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Wie betaalt?", "De bijdrage is in 2026 € 40 per dag."),
        ("Wie betaalt?", "De bijdrage is € 40 per dag (studiejaar 2025/26)."),
        ("Wie betaalt?", "Nu is het 2026. De bijdrage is € 40 per dag."),
        ("Wie betaalt?", "De bijdrage is € 40 per dag. Dat was in 2026."),
        ("Wie betaalt in 2026?", "De bijdrage is € 40 per dag."),
        ("Wie betaalt?", "De bijdrage is € 40 per dag (datum van de bron onbekend)."),
        ("Wie betaalt?", "De bijdragen in 2026:\n\n- jij betaalt € 40;\n- wij betalen € 80."),
        ("Wie betaalt?", "Bijdragen:\n\n| Wie | In 2026 |\n|---|---|\n| jij | € 40 |"),
        ("Wie betaalt?", "Cijfers van 2026:\n\n| Wie | Wat |\n|---|---|\n| a | € 4 |\n| b | € 5 |"),
        ("Wie betaalt?", "Je werkt 40 uur, in 12 weken."),
        ("Wie betaalt?", "Met 0,4 fte krijg je 40% van het loon."),
    ],
)
def test_an_amount_with_a_year_near_it_breaks_no_rule(tmp_path: Path, heading: str, section: str):
    write(tmp_path, text=text_of(f"{BODY}\n## {heading}\n\n{section}\n"))
    assert rules(tmp_path) == []


def test_a_validity_or_a_title_dates_every_amount(tmp_path: Path):
    body = f"{BODY}\n## Wie betaalt?\n\nDe bijdrage is € 40 per dag.\n"
    write(tmp_path, "a.md", body=body, valid_from="2026-01-01")
    write(tmp_path, "b.md", body=body, title="Meelopen in 2026")
    assert rules(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("€ 25.000 of 1.250 euro", ["€ 25.000", "€ 1.250"]),
        ("€ 2,7 miljoen en 3 miljoen euro", ["€ 2.700.000", "€ 3.000.000"]),
        ("in 2022 € 5.750, dat is 12,5%", ["€ 5.750", "12,5%"]),
        ("€ 12,50 of 100%", ["€ 12,50", "100%"]),
        ("20 procent van 40 uur, artikel 5", ["20%"]),
    ],
)
def test_amounts_are_read_as_dutch_writes_them(text: str, amounts: list[str]):
    assert [str(amount) for amount in amounts_in(text)] == amounts


def test_equal_amounts_are_equal_however_written():
    assert amounts_in("€ 2,5 miljoen") == amounts_in("2.500.000 euro") == [Amount("€", 2.5e6)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("van 2024 tot en met 2026", {2024, 2026}),
        ("studiejaar 2025/26", {2025}),
        ("cao 2023-2024", {2023}),
        ("plan 2026-2029, bronnen van 2014–18", {2026, 2029, 2014, 2018}),
        ("op 2024-03-01 en 1-10-2025", {2024, 2025}),
        ("€ 2000 en 2024%", set()),
        ("nummer 12026 en 20.245", set()),
    ],
)
def test_years_are_told_from_other_figures(text: str, years: set[int]):
    assert years_in(text) == years


# --- reading -------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_an_error_and_stops_nothing(tmp_path: Path):
    write(tmp_path, "a.md", text="---\ntitle: [\n---\n# A\n")
    write(tmp_path, "b.md", publisher=GONE)
    assert [(each.file, each.rule) for each in findings(tmp_path)] == [
        ("a.md", "unreadable"),
        ("b.md", "metadata-missing"),
    ]
    assert len(checked(tmp_path).manuscripts) == 1


def test_what_the_reader_leaves_out_is_a_warning(tmp_path: Path):
    canvas = Canvas(str(tmp_path / "folder.pdf"), pagesize=A4)
    canvas.drawString(72, 700, "Meelopen op een school kan in elke regio.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 0, 0, *A4)
    canvas.save()
    [doubt] = [each for each in findings(tmp_path) if each.rule == "doubtful-text"]
    assert doubt.severity == Severity.WARNING
    assert "bladzijde 2" in doubt.message


def test_a_document_that_is_no_markdown_is_judged_on_its_sentences(tmp_path: Path):
    made = docx.Document()
    made.add_heading("Reiskosten", level=1)
    made.add_paragraph("De bijdrage is € 40 per dag en die betaalt de school.")
    made.save(str(tmp_path / "reis.docx"))
    found = findings(tmp_path)
    assert {each.line for each in found} == {None}
    assert "amount-without-year" in {each.rule for each in found}
    assert not {"title-heading", "empty-section"} & {each.rule for each in found}


def test_each_statement_knows_its_line_and_what_introduces_it(tmp_path: Path):
    body = (
        "## Een\n\nZin met **nadruk** en een [link](https://a.example). Nog een zin\nover twee"
        " regels.\n\n| Wie | Wat |\n|---|---|\n| jij | reis |\n\n## Twee\n\nDit volgt:\n\n- punt\n"
    )
    file = write(tmp_path, body=body)
    [source] = find_files([tmp_path])
    statements = read_manuscript(source).statements
    assert [(each.text, each.first) for each in statements] == [
        ("Zin met nadruk en een link.", True),
        ("Nog een zin over twee regels.", False),
        ("jij | reis", False),
        ("Dit volgt:", True),
        ("punt", False),
    ]
    line = line_of(file, "Zin met")
    assert [each.line for each in statements][:2] == [line, line]
    assert statements[2].line == line_of(file, "| jij")
    assert (statements[2].opens, statements[4].opens) == ("Wie | Wat", "Dit volgt:")
    assert statements[4].line == line_of(file, "- punt")
