"""The log for staff: questions, filters, groups, figures, CSV, and hostile text in them."""

from __future__ import annotations

import csv
import io

from assistant.web.staff.csv_file import safe
from tests.web.staff.conftest import Browser, ask

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_questions_are_listed_latest_first_and_filtered(staff: Browser):
    ask(staff)
    ask(staff, "Hoe ver is de maan?")
    page = staff.get("/staf/vragen").text
    assert page.index("Hoe ver is de maan?") < page.index("Wat doet het loket")
    assert "2 vragen" in page
    found = staff.get("/staf/vragen?status=not_found").text
    assert ("maan" in found, "Wat doet het loket" in found) == (True, False)
    assert "maan" not in staff.get("/staf/vragen?tekst=LOKET").text
    assert "0 vragen" in staff.get("/staf/vragen?tot=2020-01-01").text
    assert "2 vragen" in staff.get("/staf/vragen?van=2020-01-01&status=onzin&blad=x").text
    assert "2 vragen" in staff.get("/staf/vragen?tot=2020-02-30").text


def test_a_question_shows_passages_and_feedback(staff: Browser, service):
    id = ask(staff)
    body = {"helpful": False, "reason": "unclear", "comment": "Te <b>lang</b>"}
    staff.client.post(f"/v1/answers/{id}/feedback", json=body)
    page = staff.get(f"/staf/vragen/{id}").text
    assert "Activiteitenplan onderwijsregio Noord" in page
    assert "Te &lt;b&gt;lang" in page
    assert staff.get("/staf/vragen/none").status_code == 404
    listed = staff.get("/staf/feedback").text
    assert "Te &lt;b&gt;lang" in listed
    assert "0 keer nuttig, 1 keer niet nuttig" in listed
    assert "Te &lt;b&gt;" not in staff.get("/staf/feedback?nuttig=ja").text


def test_unanswered_questions_are_grouped_and_counted(staff: Browser):
    for question in ("Hoe ver is de maan?", "hoe ver is de maan", "Waar is de maan?"):
        ask(staff, question)
    ask(staff, "Schrijf een gedicht")
    ask(staff, "En hoe ziet mijn rooster eruit?")
    ask(staff)
    page = staff.get("/staf/onbeantwoord").text
    assert "5 vragen in 30 dagen" in page
    assert "2×" in page
    assert page.index("maan") < page.index("gedicht")
    assert "Buiten ons onderwerp" in page
    assert "Wat doet het loket" not in page


def test_figures_count_and_draw(staff: Browser):
    for question in ("Hoe ver is de maan?", "Wat doet het loket?", "Waar is het loket?"):
        ask(staff, question)
    page = staff.get("/staf/cijfers?dagen=7").text
    assert 'class="status-answered"' in page
    assert "niet gevonden 1" in page
    assert "67%" in page
    assert page.count("<svg") >= 3


def test_hostile_text_stays_text(staff: Browser):
    id = ask(staff, f"Hoe ver is de maan? {HOSTILE}")
    staff.client.post(f"/v1/answers/{id}/feedback", json={"helpful": True, "comment": HOSTILE})
    for path in ("/staf/vragen", f"/staf/vragen/{id}", "/staf/onbeantwoord", "/staf/feedback"):
        page = staff.get(path).text
        assert "<script>alert" not in page, path
        assert "<img" not in page, path
    page = staff.get("/staf/vragen", params={"tekst": HOSTILE}).text
    assert "<script>alert" not in page


def test_csv_holds_no_formula(staff: Browser):
    attack = '=HYPERLINK("https://evil.example";"maan")'
    ask(staff, attack)
    ask(staff, 'Hoe ver; is "de"\nmaan?')
    response = staff.get("/staf/vragen.csv")
    assert response.headers["content-disposition"] == 'attachment; filename="vragen.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["vraag"] for row in rows] == ['Hoe ver; is "de"\nmaan?', f"'{attack}"]
    assert rows[0]["status"] == "niet gevonden"


def test_cells_that_begin_a_formula_are_quoted():
    for text in ("=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1"):
        assert safe(text) == f"'{text}"
    assert [safe(each) for each in ("a=1", 5, -2.5, None, "")] == ["a=1", 5, -2.5, None, ""]


def test_the_stop_needs_a_reason_and_works(staff: Browser):
    assert staff.post("/staf/stop", of="/staf/stop", doe="stop", reden=" ").status_code == 422
    staff.post("/staf/stop", of="/staf/stop", doe="stop", reden=HOSTILE)
    answer = staff.client.post("/v1/answers", json={"question": "Wat doet het loket?"}).json()
    assert answer["status"] == "blocked"
    assert answer["contact"]["name"] in answer["text"]
    page = staff.get("/staf").text
    assert "Het antwoorden is gestopt" in page
    assert "<script>alert" not in page
    staff.post("/staf/stop", of="/staf/stop", doe="hervat")
    answer = staff.client.post("/v1/answers", json={"question": "Wat doet het loket?"}).json()
    assert answer["status"] == "answered"


def test_broken_records_are_a_page_that_says_so(staff: Browser, desk):
    desk.close()
    assert staff.get("/staf/vragen", headers={"accept": "text/html"}).status_code == 503
