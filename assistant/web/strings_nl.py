"""Every Dutch sentence of the pages, in B1 and in the je-form. Templates see this module as `t`."""

from __future__ import annotations

from datetime import date

from assistant.answer import Contact, Status
from assistant.web.questions import MAX_QUESTION, Fault

SITE = "Loketwijzer"
TAGLINE = "Wegwijzer naar werken in het onderwijs"
SKIP = "Naar de inhoud"
NAV_LABEL = "Hoofdmenu"
NAV_JOURNEY = "Je reis"
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
    Status.CLARIFY: "Kun je iets meer vertellen?",
    Status.BLOCKED: "Deze vraag kan ik niet behandelen",
}
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
FOLLOW_UPS_TITLE = "Andere vragen die je kunt stellen"
CLARIFY_TITLE = "Kies wat je bedoelt"
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
    "Kies de fase waarin je nu zit. Vooraan beginnen hoeft niet."
)
JOURNEY_MAP = "De zes fasen"
JOURNEY_PHASE = "Fase"
JOURNEY_EXPECT = "Wat je kunt verwachten"
JOURNEY_QUESTIONS = "Vragen die hierbij horen"
JOURNEY_WHERE = "Waar je terechtkunt"
JOURNEY_READ = "Lees verder"
JOURNEY_NEXT = "Volgende stap"
JOURNEY_TO_PHASE = "Naar fase {number}: {title}"
JOURNEY_BACK = "Terug naar de zes fasen"
JOURNEY_ASK = "Stel zelf een vraag"

DOCUMENTS_TITLE = "Bronnen"
DOCUMENTS_LEAD = "Loketwijzer antwoordt alleen met wat in deze documenten staat."
DOCUMENTS_EMPTY = "Er zijn nu geen documenten om te lezen."
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


def long_date(value: date | str | None) -> str:
    """Return a date as '1 januari 2026'; a text that is no full date stays as it is."""
    if value is None:
        return ""
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


def pages(first: int | None, last: int | None = None) -> str:
    """Return 'bladzijde 3' or 'bladzijde 3-4', or ''."""
    if first is None:
        return ""
    return f"{PAGE} {first}" + (f"-{last}" if last and last != first else "")


def sectors(codes: tuple[str, ...]) -> str:
    """Return sector codes in words."""
    return ", ".join(SECTORS_LONG.get(code, code) for code in codes)
