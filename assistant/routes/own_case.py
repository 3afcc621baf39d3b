"""What depends on the one who asks: the route that fits them, and what only a person can tell."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answer import Ask, Contact
from assistant.understanding.scope import is_about_me
from assistant.understanding.situation_text import situation_from_text
from retrieval.dutch import plain

_OWN_ROUTE = re.compile(
    r"\b(?:welke?|wat is (?:de|het|mijn)|wat voor) (?:\w+ )?(?:route|weg|pad|traject|manier)s?\b.*"
    r"\b(?:mij|me|ik|mijn)\b"
    r"|\b(?:mijn|beste|snelste) (?:route|weg|traject)\b"
    r"|\b(?:ik|mij|me)\b.*\bwelke (?:route|weg)s?\b|\bwelke opleiding past bij (?:mij|me)\b"
    r"|\bhoe (?:word|kan) ik (?:\w+ ){0,4}?(?:leraar|lerares|docent|leerkracht|juf|meester)\b"
    r"|\bwat kan ik (?:worden )?met (?:mijn|een) (?:\w+ ?-?)?(?:diploma|opleiding|studie)\b"
    r"|\b(?:which|what) (?:\w+ )?(?:route|path|way)s?\b.*\b(?:me|i|my)\b"
    r"|\bhow (?:do|can) i become a (?:\w+ )?teacher\b"
    r"|\bwelche[rn]? weg\b.*\b(?:mir|mich|ich)\b|\bwie werde ich (?:\w+ )?lehrer"
)
_BY_A_PERSON = re.compile(
    r"\b(?:vacatures?|baan|plek|stageplek|werkplek)\b.*\b(?:mij|me|ik|mijn|school|scholen)\b"
    r"|\b(?:neemt|nemen|wil|willen)\b.*\bschool\w*\b.*\b(?:mij|me) (?:aan|hebben)\b"
    r"|\b(?:is|past|telt|geldt|voldoet|volstaat|beoordeelt|beoordelen)\b.*\bmijn (?:\w+ )?"
    r"(?:diploma|opleiding|studie|vooropleiding|situatie|geval)\b"
    r"|\bmijn (?:\w+ )?(?:diploma|opleiding|vooropleiding)\b.*\b(?:genoeg|geschikt|beoordeel\w*)\b"
    r"|\b(?:kom|mag|word) ik (?:\w+ ){0,4}?(?:in aanmerking|toegelaten|aangenomen)\b"
    r"|\b(?:vacanc(?:y|ies)|hire me|is my (?:degree|diploma))\b"
)
_IN_DOCUMENTS = re.compile(r"\b(?:site|website|waar (?:staan|vind|kijk)|where (?:can|do) i find)\b")
HAND_OVER = (
    "Dit hangt af van jouw situatie; een medewerker kan het met je uitzoeken. "
    "Deze vraag kun je zo doorgeven: “{question}”"
)


def facts_for_route_check(ask: Ask) -> dict[str, str] | None:
    """
    Return what someone told of themselves, for the route check: fact -> value.

    None where the question is not about the asker's own route.
    """
    if not _OWN_ROUTE.search(plain(ask.question)):
        return None
    told = [text for text in ask.earlier if is_about_me(text)]
    return situation_from_text(". ".join([*told, ask.question])).known()


def handed_over(contact: Contact, question: str) -> Contact:
    """Return the way to a person with the question to pass on, where only a person can tell."""
    low = plain(question)
    if not _BY_A_PERSON.search(low) or _IN_DOCUMENTS.search(low):
        return contact
    return replace(contact, why=f"{contact.why} {HAND_OVER.format(question=question)}")
