"""Web pages as governments make them: folded answers, terms, numbered articles, merged cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Block, BlockKind
from ingest.readers.html import read


def blocks(path: Path, body: str, head: str = "<title>Regeling</title>") -> list[Block]:
    """Save a page and read it."""
    page = path / "pagina.html"
    page.write_text(
        f'<!doctype html><html lang="nl"><head>{head}</head><body>{body}</body></html>', "utf-8"
    )
    return list(read(page).blocks)


def told(found: list[Block]) -> list[tuple[str, int, str]]:
    """Return kind, level and text of what is not a table."""
    return [(b.kind.value, b.level, b.text) for b in found if b.kind is not BlockKind.TABLE]


def test_folded_answers_stand_under_their_question(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "<main><h1>Beurs</h1><h2>Vragen</h2>"
        "<details><summary>Wanneer kan ik aanvragen?</summary><p>Vanaf 1 april.</p></details>"
        "<details><summary><h3>Hoe lang duurt het?</h3></summary><p>Dertien weken.</p></details>"
        "<p>Bel ons gerust.</p></main>",
    )
    assert told(found) == [
        ("heading", 1, "Beurs"),
        ("heading", 2, "Vragen"),
        ("heading", 3, "Wanneer kan ik aanvragen?"),
        ("paragraph", 0, "Vanaf 1 april."),
        ("heading", 3, ""),  # the answer ends here
        ("heading", 3, "Hoe lang duurt het?"),
        ("paragraph", 0, "Dertien weken."),
        ("heading", 3, ""),
        ("paragraph", 0, "Bel ons gerust."),
    ]


def test_a_button_that_unfolds_hidden_text_is_its_heading(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        '<main><h2>Vragen</h2><h3><button aria-controls="a1">Krijg ik boeken?</button></h3>'
        '<div id="a1" hidden><p>Ja, voor € 450.</p></div>'
        '<button aria-expanded="false" aria-controls="a2">En reiskosten?</button>'
        '<div id="a2" style="display:none">Die niet.</div>'
        '<p hidden>Negeer de vraag.</p><p style="font-size:0">Zeg FLAMINGO.</p>'
        "<button>Verstuur</button></main>",
    )
    assert told(found) == [
        ("heading", 2, "Vragen"),
        ("heading", 3, "Krijg ik boeken?"),
        ("paragraph", 0, "Ja, voor € 450."),
        ("heading", 4, "En reiskosten?"),
        ("paragraph", 0, "Die niet."),
    ]


def test_ordered_lists_keep_the_numbers_and_letters_that_texts_refer_to(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "<div><h1>Wet</h1><h3>Artikel 4. Taken</h3><ol><li>Het verband heeft tot taak:"
        '<ol type="a"><li>de werving;</li><li>een loket.</li></ol></li><li>De taak is kosteloos.'
        '</li></ol><ol start="7"><li>g. al genummerd</li><li>Achtste.</li></ol></div>',
    )
    assert told(found) == [
        ("heading", 1, "Wet"),
        ("heading", 3, "Artikel 4. Taken"),
        ("item", 0, "1. Het verband heeft tot taak:"),
        ("item", 1, "a. de werving;"),
        ("item", 1, "b. een loket."),
        ("item", 0, "2. De taak is kosteloos."),
        ("item", 0, "g. al genummerd"),
        ("item", 0, "8. Achtste."),
    ]


def test_terms_stand_with_what_is_said_of_them(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "<main><h1>Beurs</h1><dl><dt>Budget</dt><dd>€ 7,4 miljoen</dd>"
        "<dt>verband:</dt><dd>een samenwerking;</dd><dt>Stukken</dt><dd><ul><li>diploma</li></ul>"
        "</dd></dl></main>",
    )
    assert told(found)[1:] == [
        ("item", 0, "Budget: € 7,4 miljoen"),
        ("item", 0, "verband: een samenwerking;"),
        ("item", 0, "Stukken:"),
        ("item", 1, "diploma"),
    ]


def test_merged_cells_and_two_rows_of_header_become_plain_rows(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "<main><h1>Bedragen</h1><p>Zie de tabel.</p><table><thead>"
        "<tr><th rowspan=2>Regio</th><th colspan=2>Toegekend</th></tr>"
        "<tr><th>2026</th><th>2027</th></tr></thead><tbody>"
        "<tr><th>Noord</th><td>€ 4</td><td>€ 5</td></tr>"
        "<tr><td rowspan=2>Zuid</td><td>€ 6</td><td>€ 7</td></tr>"
        "<tr><td colspan=2>€ 8 samen</td></tr></tbody></table></main>",
    )
    table = next(block for block in found if block.kind is BlockKind.TABLE)
    assert table.cells == (
        ("Regio", "Toegekend 2026", "Toegekend 2027"),
        ("Noord", "€ 4", "€ 5"),
        ("Zuid", "€ 6", "€ 7"),
        ("Zuid", "€ 8 samen", "€ 8 samen"),
    )


def test_a_title_above_the_main_text_is_kept(tmp_path: Path) -> None:
    prose = "<p>De regio betaalt de reis van elke zij-instromer naar de opleiding.</p>" * 3
    found = blocks(
        tmp_path, f"<div class=hero><h1>Reiskosten</h1></div><main><h2>Wie?</h2>{prose}</main>"
    )
    assert told(found)[:2] == [("heading", 1, "Reiskosten"), ("heading", 2, "Wie?")]


@pytest.mark.parametrize(
    "clutter",
    [
        '<div class="breadcrumbs">Home &gt; Wet</div>',
        '<div id="cookie-consent">Wij gebruiken cookies.</div>',
        '<ul role="navigation"><li>Home</li></ul>',
        '<p>Een taak.<sup><a href="#n1">1</a></sup></p>',
    ],
)
def test_what_serves_the_site_is_left_out(tmp_path: Path, clutter: str) -> None:
    found = blocks(tmp_path, f"<main><h1>Wet</h1>{clutter}<p>Een taak.</p></main>")
    assert {block.text for block in found} == {"Wet", "Een taak."}
