"""Dutch words of the staff pages that are not in a template. Templates see this module as `t`."""

from __future__ import annotations

from assistant.days import local
from assistant.web.languages import DUTCH
from corpus.journey import load_journey
from corpus.model import EXPIRES_SOON

long_date, pages = DUTCH.long_date, DUTCH.pages
sectors, validity = DUTCH.sectors, DUTCH.validity

SITE = "Loketwijzer voor medewerkers"
WRONG_PASSWORD = "Dit wachtwoord klopt niet."
SIGNED_IN = "ingelogd"
NAV = (
    ("/staf", "Overzicht"),
    ("/staf/zoeken", "Zoeken"),
    ("/staf/vragen", "Vragen"),
    ("/staf/onbeantwoord", "Onbeantwoord"),
    ("/staf/feedback", "Feedback"),
    ("/staf/cijfers", "Cijfers"),
    ("/staf/documenten", "Documenten"),
    ("/staf/vaste-antwoorden", "Vaste antwoorden"),
    ("/staf/stop", "Stopknop"),
)
STATUSES = {
    "answered": "beantwoord",
    "partial": "deels beantwoord",
    "not_found": "niet gevonden",
    "out_of_scope": "ander onderwerp",
    "clarify": "wedervraag",
    "blocked": "geweigerd",
}
NO_PHASE = "geen fase"
OUT_OF_SCOPE = "Buiten ons onderwerp"
NO_DOCUMENT = "Geen document in de buurt"

DOCUMENT_CHOICES = {
    "": "Alle",
    "geldig": "Geldig",
    "binnenkort": f"Verloopt binnen {EXPIRES_SOON.days} dagen",
    "verlopen": "Verlopen",
    "toekomst": "Nog niet geldig",
    "staf": "Alleen voor medewerkers",
}
NO_FILE = "Kies een bestand."
WRONG_DATE = "Een datum klopt niet. Schrijf hem als 2026-12-31."
WRONG_URL = "Het adres moet beginnen met http:// of https://."
_REASONS = (
    ("larger than", "Het bestand is te groot."),
    ("is empty", "Het bestand is leeg."),
    ("can be read", "Dit soort bestand kan niet gelezen worden."),
    ("no passage of text", "In het bestand staat geen tekst die gelezen kan worden."),
    ("more than", "Het lezen duurde te lang."),
)


def rejected(reason: str) -> str:
    """Return why a file was refused; the reader's own words stand behind it."""
    known = (words for part, words in _REASONS if part in reason)
    return f"{next(known, 'Dit bestand kan niet gelezen worden.')} ({reason})"


def too_many(minutes: int) -> str:
    """Return what someone reads who guessed too often."""
    wait = "één minuut" if minutes == 1 else f"{minutes} minuten"
    return f"Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over {wait} opnieuw."


def when(at: str) -> str:
    """Return a moment of the records as a date and time in the Netherlands."""
    try:
        return local(at).strftime("%d-%m-%Y %H:%M")
    except ValueError:
        return at


def status(code: str) -> str:
    """Return a status in words."""
    return STATUSES.get(code, code)


def phase(id: str | None) -> str:
    """Return the title of a phase of the journey."""
    titles = {each.id: each.title for each in load_journey().phases}
    return titles.get(id or "", id or NO_PHASE)


def number(value: float | None, digits: int = 0) -> str:
    """Return a number as Dutch writes it, or a dash."""
    if value is None:
        return "–"
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def share(part: int, whole: int) -> str:
    """Return a share as a percentage, or a dash."""
    return f"{number(100 * part / whole)}%" if whole else "–"
