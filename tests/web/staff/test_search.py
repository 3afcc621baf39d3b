"""The staff search: documents for staff too, filters, counts, order, comparing, CSV."""

from __future__ import annotations

import csv
import html
import io

import pytest

from tests.web.staff.conftest import Browser
from tests.web.staff.test_log import HOSTILE


def test_search_finds_documents_for_staff_and_marks_words(staff: Browser):
    page = staff.get("/staf/zoeken?q=werkafspraak").text
    assert "Werkafspraken" in page
    assert "alleen voor medewerkers" in page
    assert "<mark>Werkafspraak</mark>" in page


def test_facets_count_and_narrow(staff: Browser):
    page = staff.get("/staf/zoeken?q=de subsidie het loket").text
    assert "verlopen (" in page
    narrowed = staff.get("/staf/zoeken?q=de subsidie het loket&geldig=verlopen").text
    assert "Regeling subsidie zij-instroom 2019" in narrowed
    assert "Activiteitenplan" not in narrowed
    then = staff.get("/staf/zoeken?q=de subsidie&geldig=verlopen&op=2019-06-01").text
    assert "Regeling subsidie" not in then
    by_type = staff.get("/staf/zoeken?q=de subsidie het loket&soort=regeling").text
    assert "Activiteitenplan" not in by_type


def test_order_by_date(staff: Browser):
    def first(order: str) -> bool:
        page = staff.get(f"/staf/zoeken?q=de subsidie het loket&orde={order}").text
        results = page[page.index('class="results"') :]
        return results.index("Activiteitenplan") < results.index("Regeling subsidie")

    assert (first("nieuwste"), first("oudste")) == (True, False)


@pytest.mark.parametrize(
    "query", ["", "q=", "q=%00", "q=a&geldig=onzin&orde=x&op=32-13", "q=a&blad=99999", "q=zzzzqq"]
)
def test_odd_searches_are_pages(staff: Browser, query: str):
    assert staff.get(f"/staf/zoeken?{query}").status_code == 200


def test_a_search_can_be_saved_and_forgotten(staff: Browser):
    path = "/staf/zoeken?q=subsidie&soort=regeling"
    fields = {"naam": f"Subsidies {HOSTILE}", "query": "q=subsidie&soort=regeling"}
    assert staff.post("/staf/zoeken/bewaren", of=path, **fields).status_code == 303
    staff.post("/staf/zoeken/bewaren", of=path, **fields)
    page = staff.get("/staf/zoeken").text
    assert page.count('href="/staf/zoeken?q=subsidie&amp;soort=regeling"') == 1
    assert "<script>alert" not in page
    staff.post("/staf/zoeken/vergeten", of="/staf/zoeken", id="1")
    assert "Bewaarde zoekvragen" not in staff.get("/staf/zoeken").text


def test_saving_leads_nowhere_else(staff: Browser):
    response = staff.post(
        "/staf/zoeken/bewaren", of="/staf/zoeken?q=a", naam="x", query="\r\nLocation: //evil"
    )
    assert response.headers["location"].startswith("/staf/zoeken?")
    assert "\n" not in response.headers["location"]


def test_csv_of_a_search_holds_references(staff: Browser):
    response = staff.get("/staf/zoeken.csv?q=gesprek met het loket")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["titel"] == "Activiteitenplan onderwijsregio Noord 2026-2029"
    assert rows[0]["bladzijde"] == "22"
    assert "bladzijde 22" in rows[0]["verwijzing"]


def test_a_passage_stands_between_its_neighbours_with_a_reference(staff: Browser, service):
    document, passages = service.entries["plan-noord"]
    page = html.unescape(staff.get(f"/staf/passage/{passages[0].id}").text)
    assert passages[0].text.split("\n")[0] in page
    assert "Planning" in page
    assert (
        f"{document.title}, 8. Regionale loketfunctie › 8.1 Wat het loket doet, bladzijde 22."
        " Onderwijsregio Noord. Geldig van 1 januari 2026 tot en met 31 december 2029."
        " Geraadpleegd op 22 november 2026."
        " https://onderwijsregio-noord.example/plan.pdf#page=22"
    ) in page
    assert staff.get("/staf/passage/none").status_code == 404


def test_a_document_for_staff_can_be_read(staff: Browser):
    page = staff.get("/staf/document/werk").text
    assert "Werkafspraak alleen voor medewerkers" in page
    assert "alleen medewerkers" in page
    assert staff.get("/staf/document/none").status_code == 404
    assert staff.get("/document/werk").status_code == 404


def test_two_documents_stand_side_by_side(staff: Browser, service):
    page = staff.get("/staf/vergelijken?id=plan-noord&id=regeling-2019").text
    assert page.count('class="only"') > 5
    ids = [passage.id for passage in service.entries["regeling-2019"][1]]
    assert staff.get(f"/staf/vergelijken?id={ids[0]}&id={ids[1]}").status_code == 200
    same = staff.get("/staf/vergelijken?id=werk&id=werk").text
    assert "De twee teksten zijn gelijk" in same
    assert staff.get("/staf/vergelijken").status_code == 200
    assert staff.get("/staf/vergelijken?id=werk").status_code == 422
    assert staff.get("/staf/vergelijken?id=werk&id=none").status_code == 404


def test_documents_can_be_found_sorted_and_kept_as_csv(staff: Browser):
    page = staff.get("/staf/documenten?tekst=onderwijsregio&orde=geldig+tot").text
    assert "1 document." in page
    assert "Activiteitenplan" in page
    assert "Werkafspraken" not in page
    assert 'href="/staf/documenten?geldig=verlopen&amp;tekst=onderwijsregio&amp;orde=geldig' in page
    response = staff.get("/staf/documenten.csv?geldig=verlopen")
    assert response.headers["content-disposition"] == 'attachment; filename="documenten.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["kenmerk"], row["stand"]) for row in rows] == [("regeling-2019", "verlopen")]
    assert staff.get("/staf/documenten?orde=x&geldig=y").status_code == 200


def test_the_list_of_documents_is_for_staff_only(stranger: Browser):
    response = stranger.get("/staf/documenten.csv", follow_redirects=False)
    assert response.status_code == 303
