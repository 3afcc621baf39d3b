"""Every Dutch sentence of the pages, in B1 and in the je-form. Templates see this module as `t`."""

from __future__ import annotations

import re
from datetime import date

from assistant.answer import Contact, Status
from assistant.web.questions import MAX_QUESTION, Fault
from corpus.model import Document

SITE = "Loketwijzer"
TAGLINE = "Wegwijzer naar werken in het onderwijs"
SKIP = "Naar de inhoud"
NAV_LABEL = "Hoofdmenu"
NAV_JOURNEY = "Je reis"
NAV_ROUTES = "Routecheck"
NAV_DOCUMENTS = "Bronnen"
NAV_GLOSSARY = "Begrippen"
NAV_CONTACT = "Contact"

START_TITLE = "Wil je voor de klas?"
START_LEAD = (
    "Stel je vraag over leraar worden. Een computer zoekt het antwoord op, met de bron erbij."
)
LABEL_QUESTION = "Wat wil je weten?"
LABEL_FOLLOW_UP = "Wil je verder vragen?"
HINT_QUESTION = "Schrijf geen namen, adressen of je burgerservicenummer op."
BUTTON_ASK = "Stel je vraag"
NEW_QUESTION = "Begin met een nieuwe vraag"
EXAMPLES_TITLE = "Vragen om mee te beginnen"
EXAMPLES = (
    "Welke route naar het leraarschap past bij mij?",
    "Hoe word ik zij-instromer in het basisonderwijs?",
    "Wie vraagt de subsidie voor zij-instroom aan?",
    "Wat doet een onderwijsregio?",
)

WAYS_IN = "Andere manieren om te beginnen"
EARLIER_TITLE = "Je eerdere vragen"
EARLIER_WHERE = "Deze lijst staat alleen op dit apparaat, in je browser."
EARLIER_FORGET = "Wis deze lijst"
EARLIER_GONE = "De lijst is gewist."

FAULTS = {
    Fault.EMPTY: "Typ eerst je vraag in het veld.",
    Fault.TOO_LONG: f"Je vraag is te lang. Maak hem korter dan {MAX_QUESTION} tekens.",
    Fault.UNREADABLE: "In je vraag staan tekens die ik niet kan lezen. Typ je vraag opnieuw.",
}
ERROR_PREFIX = "Fout: "

ANSWER_H1 = "Antwoord op je vraag"
YOUR_QUESTION = "Je vraag"
BUSY = "Ik zoek in de bronnen …"
STATUS_TITLES = {
    Status.ANSWERED: "Antwoord",
    Status.PARTIAL: "Antwoord op een deel van je vraag",
    Status.NOT_FOUND: "Dit staat niet in de bronnen",
    Status.OUT_OF_SCOPE: "Hier gaat Loketwijzer niet over",
    Status.CLARIFY: "Nog even dit",
    Status.BLOCKED: "Hier kan een mens je beter helpen",
}
READ_AS = "Ik las je vraag zo:"
MORE = "Meer uit de bronnen"
MISSING = "Dit kon ik niet in de bronnen vinden:"
SOURCE_WORD = "bron"
SOURCES_TITLE = "Bronnen bij dit antwoord"
SOURCES_HINT = (
    "Open een bron om de letterlijke tekst te lezen. Wat in het antwoord staat, is gemarkeerd."
)
QUOTE_ELSEWHERE = "Letterlijk in de bron"
BACK_TO_ANSWER = "Terug naar het antwoord"
OPEN_DOCUMENT = "Lees verder in het document"
OPEN_ORIGINAL = "Bekijk het origineel"
OPEN_SHEET = "Bekijk de bladzijde zelf"
SHEETS_LABEL = "Bladzijden"
SHEETS = "Bekijk de pdf per bladzijde"
SHEET_PLACE = "Bladzijde {number} van {pages}"
SHEET_MARKED = "De passage is gemarkeerd."
SHEET_PARTLY = (
    "Een deel van de passage is gemarkeerd. De rest vond ik op deze bladzijde niet terug."
)
SHEET_LOST = "Ik vond de passage op deze bladzijde niet terug. Daarom is er niets gemarkeerd."
SHEET_NOT_HERE = "De passage staat niet op deze bladzijde."
SHEET_ALSO = "Ga naar de passage op bladzijde {number}"
SHEET_BROKEN = "Deze bladzijde kan niet getoond worden. Je kunt de tekst wel in het document lezen."
SHEET_NAV = "Bladeren"
SHEET_BEFORE = "Vorige"
SHEET_AFTER = "Volgende"
SHEET_LARGER = "Vergroot"
SHEET_SMALLER = "Verklein"
SHEET_PICTURE = "De bladzijde, vergroot"
SHEET_ALT = "Bladzijde {number} zoals hij eruitziet. De tekst staat hieronder."
SHEET_BACK = "Lees verder in het document"
SHEET_TO_TEXT = "Naar de tekst"
SHEET_TEXT = "De tekst van deze bladzijde"
SHEET_NO_TEXT = "Op deze bladzijde staat geen tekst die gelezen kan worden."
FOLLOW_UPS_TITLE = "Andere vragen die je kunt stellen"
TOOL_COPY = "Kopieer"
TOOL_PRINT = "Print"
TOOL_SHARE = "Deel de link"
TOOL_COPIED = "Gekopieerd."
TOOL_LINKED = "De link is gekopieerd."
TOOL_FAILED = "Kopiëren lukt niet in deze browser."
OPINION_ASK = "Heeft dit antwoord je geholpen?"
OPINION_YES = "Ja"
OPINION_NO = "Nee"
OPINION_TITLE = "Je mening over het antwoord"
OPINION_THANKS = "Dank je wel. Je mening is bewaard bij de vraag, zonder je naam."
OPINION_GOOD = "Wat was er goed? Dit hoeft niet."
OPINION_MISSED = "Wat miste je, of wat klopte niet? Dit hoeft niet."
OPINION_SEND = "Verstuur"
OPINION_TOO_LONG = "Dit is te lang. Maak het korter dan 2000 tekens."
OPINION_LOST = "Je mening kon niet worden bewaard. Het antwoord is misschien te oud."
OPINION_BACK = "Terug naar het antwoord"
STRIP_LABEL = "Waar deze vraag hoort op je reis"
STRIP = "Deze vraag hoort bij fase {number} van 6:"
CLARIFY_TITLE = "Kies een vraag"
NOTICE_TITLE = "Geschreven door een computer"
NOTICE = (
    "Een computer maakt dit antwoord en kan zich vergissen. "
    "Kijk het na in de bron, of vraag het aan een mens."
)
NOTICE_SHORT = "Je praat met een computer, niet met een mens."

CONTACT_TITLE = "Liever een mens spreken?"
CONTACT_MAIL = "Mail"
CONTACT_CALL = "Bel"
CONTACT = Contact(
    name="Onderwijsloket",
    url="https://www.onderwijsloket.com",
    email="vraag@onderwijsloket.com",
    phone="030 227 0374",
    why="Een adviseur van het Onderwijsloket denkt gratis met je mee.",
)

JOURNEY_TITLE = "Je reis naar het onderwijs"
JOURNEY_LEAD = (
    "Van de eerste twijfel tot doorgroeien als leraar: dit zijn de zes fasen. "
    "Open de fase waarin je nu zit. Vooraan beginnen hoeft niet."
)
JOURNEY_TEASER = "Zes fasen: wat je kunt verwachten, van wie, en welke vragen erbij horen."
JOURNEY_MAP = "De zes fasen"
JOURNEY_PHASE = "Fase"
JOURNEY_EXPECT = "Wat je kunt verwachten"
JOURNEY_QUESTIONS = "Vragen die hierbij horen"
JOURNEY_WHERE = "Waar je terechtkunt"
JOURNEY_READ = "Lees verder"
JOURNEY_NEXT = "Volgende stap"
JOURNEY_TO_PHASE = "Naar fase {number}: {title}"
JOURNEY_ASK = "Stel zelf een vraag"
JOURNEY_ASK_WHY = "Je krijgt antwoord met de bron erbij."

ROUTE_TITLE = "Doe de routecheck"
ROUTE_TEASER = "Een paar korte vragen, en je ziet welke routes bij jou passen."
ROUTE_OFFER = "Doe de routecheck"
ROUTE_OFFER_WHY = (
    "en zie welke routes bij jouw situatie passen. Wat je hier vertelde, staat er al in."
)

ROUTE_NAME = "Routecheck"
ROUTE_LEAD = (
    "Beantwoord een paar korte vragen, meestal tien tot zestien. Daarna zie je welke routes "
    "naar het leraarschap bij je passen, en wat je nog mist."
)
ROUTE_PRIVACY = (
    "Je hoeft je naam niet te geven. Je antwoorden staan alleen in het adres van deze pagina; "
    "Loketwijzer bewaart ze niet."
)
ROUTE_BACK = "Vorige vraag"
ROUTE_NUMBER = "Vraag {number}."
ROUTE_POSSIBLE = "{possible} van de {total} routes kunnen nog passen."
ROUTE_CHOOSE = "Maak een keuze"
ROUTE_UNSURE = "Weet ik niet"
ROUTE_NEXT = "Volgende"
ROUTE_MEANWHILE = "Bekijk de uitslag tot nu toe"
ROUTE_EMPTY = "Kies een antwoord. Weet je het niet? Kies dan ‘Weet ik niet’."
ROUTE_DROPPED = "Dit antwoord past niet meer bij wat je nu koos. Ik heb het weggehaald:"
ROUTE_TOLD = "Wat je vertelde"
ROUTE_CHANGE = "Wijzig"
ROUTE_RESULT = "Jouw uitslag"
ROUTE_CONTINUE = "Beantwoord de volgende vraag"
ROUTE_CONTINUE_WHY = "en je uitslag wordt preciezer."
ROUTE_STEP = "Jouw volgende stap"
ROUTE_STEP_OF = "Dit hoort bij: {route}."
ROUTE_FITS = "Deze routes passen bij jou"
ROUTE_NEARLY = "Deze routes passen bijna"
ROUTE_OPEN = "Deze routes kunnen nog passen"
ROUTE_NEVER = "Deze routes passen niet"
ROUTE_AGAINST = "Waarom niet"
ROUTE_WHY = "Waarom deze route"
ROUTE_NOTES = "Goed om te weten"
ROUTE_NOTICE_TITLE = "Dit is geen besluit."
ROUTE_DESK = "Een loket voor jou"
ROUTE_PROVINCE = "In welke provincie wil je lesgeven?"
ROUTE_FIND_DESK = "Zoek het loket"
ROUTE_KEEP = "Bewaar of deel het adres van deze pagina: daar staan je antwoorden in."
ROUTE_SOURCES = "Bronnen bij deze uitslag"
ROUTE_AGAIN = "Begin opnieuw"

DOCUMENTS_TITLE = "Bronnen"
DOCUMENTS_LEAD = "Loketwijzer antwoordt alleen met wat in deze documenten staat."
DOCUMENTS_EMPTY = "Er zijn nu geen documenten om te lezen."
DOCUMENTS_FIND = "Zoek op titel, uitgever of soort"
DOCUMENTS_SHOW = "Toon"
DOCUMENTS_ALL = "Toon alle documenten"
ABOUT_DOCUMENT = "Over dit document"
OWN_SOURCES = "Waar dit document op steunt"
TYPE = "Soort"
PUBLISHER = "Uitgever"
PUBLISHED = "Verschenen"
VALIDITY = "Geldigheid"
CHECKED = "Nagekeken op"
REGIONS = "Regio"
SECTORS = "Sector"
LINK = "Origineel"
EXPIRED = "Verlopen"
EXPIRED_LONG = "Dit document geldt niet meer. Kijk of er een nieuwere versie is."
TABLE = "Tabel"
PAGE = "bladzijde"
SECTORS_LONG = {
    "po": "basisonderwijs",
    "so": "speciaal onderwijs",
    "vo": "voortgezet onderwijs",
    "mbo": "mbo",
}

TERMS_TITLE = "Begrippen in dit antwoord"
GLOSSARY_TITLE = "Begrippen"
GLOSSARY_LEAD = "Wat woorden en afkortingen in het onderwijs betekenen."
GLOSSARY_LETTERS = "Naar een letter"
GLOSSARY_MORE = "Lees meer"
GLOSSARY_ABOUT = "over"

ERRORS = {
    404: ("Deze pagina bestaat niet", "Misschien is het document verplaatst of weggehaald."),
    405: ("Dit kan hier niet", "Ga terug naar het begin en probeer het opnieuw."),
    413: ("Je bericht is te groot", "Maak je vraag korter en probeer het opnieuw."),
    503: (
        "Loketwijzer is even niet klaar",
        "De bronnen zijn nu niet te lezen. Probeer het over een paar minuten opnieuw.",
    ),
}
ERROR_OTHER = ("Er ging iets mis", "Het ligt niet aan jou. Probeer het later opnieuw.")
ERROR_ID = "Meld je dit? Noem dan dit nummer:"
ERROR_HOME = "Stel een vraag"

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def long_date(value: date | str | None) -> str:
    """Return '1 januari 2026' or 'januari 2026'; a text that is no date stays as it is."""
    if value is None:
        return ""
    month = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if month:
        return f"{_MONTHS[int(month[2]) - 1]} {month[1]}"
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def validity(start: date | str | None, end: date | str | None) -> str:
    """Return the validity as a phrase, or '' where nothing is known."""
    if start and end:
        return f"geldig van {long_date(start)} tot en met {long_date(end)}"
    if start:
        return f"geldig vanaf {long_date(start)}"
    return f"geldig tot en met {long_date(end)}" if end else ""


def dates(document: Document | None, start: date | str | None, end: date | str | None) -> str:
    """Return when a document appeared, was checked and is in force: what is known of it."""
    parts = [validity(start, end)]
    if document and document.published and document.published != document.checked_on:
        parts.insert(0, f"{PUBLISHED.lower()} {long_date(document.published)}")
    if document and document.checked_on:
        parts.append(f"{CHECKED.lower()} {long_date(document.checked_on)}")
    return " · ".join(part for part in parts if part)


def route_counts(fits: int, nearly: int, maybe: int) -> str:
    """Return how many routes fit, in a sentence."""
    parts = [
        f"1 route {one}" if count == 1 else f"{count} routes {more}"
        for count, one, more in (
            (fits, "past", "passen"),
            (nearly, "past bijna", "passen bijna"),
            (maybe, "kan nog passen", "kunnen nog passen"),
        )
        if count
    ]
    if not parts:
        return "Geen enkele route past bij wat je vertelde. Praat erover met een adviseur."
    return (f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else parts[0]) + "."


def documents_found(count: int, words: str) -> str:
    """Return how many documents have these words, in a sentence."""
    how_many = {0: "Geen enkel document", 1: "1 document"}.get(count, f"{count} documenten")
    return f"{how_many} met “{words}”."


def pages(first: int | None, last: int | None = None) -> str:
    """Return 'bladzijde 3' or 'bladzijde 3-4', or ''."""
    if first is None:
        return ""
    return f"{PAGE} {first}" + (f"-{last}" if last and last != first else "")


def sectors(codes: tuple[str, ...]) -> str:
    """Return sector codes in words."""
    return ", ".join(SECTORS_LONG.get(code, code) for code in codes)
