"""Typed values in text: dates, amounts, shares, counts, names, contact details. Rules only."""

from __future__ import annotations

import re

from assistant.understanding.number_words import CARDINALS, ORDINALS

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
FULL_MONTH = "|".join(MONTHS)
MONTH = f"{FULL_MONTH}|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
NUMBER_WORD = "|".join(["één", *CARDINALS, *ORDINALS[:5], "halve?", "anderhalf"])
_NUMBER = rf"(?:\d+(?:[.,]\d+)*|{NUMBER_WORD})"
_UNIT_OF_TIME = (
    r"(?:school|studie|kalender|les|werk)?"
    r"(?:jaar|jaren|maand(?:en)?|we(?:ek|ken)|dag(?:en|de(?:el|len))?|u(?:ur|ren)|kwartaal|kwartalen"
    r"|kwartier(?:en)?|minu(?:ut|ten)|semesters?|periodes?|avond(?:en)?|blok(?:ken)?)"
)

DAY = re.compile(rf"\b\d{{1,2}}\s+(?:{MONTH})\b|\b\d{{1,2}}-\d{{1,2}}-\d{{4}}\b", re.I)
DATE = re.compile(
    rf"\b\d{{1,2}}\s+(?:{MONTH})\b|\b\d{{1,2}}-\d{{1,2}}-\d{{4}}\b|\b(?:{MONTH})\.?\s*-?\s*\d{{4}}\b"
    rf"|\b(?:19|20)\d\d(?:\s*[-/–]\s*(?:19|20)?\d\d)?\b|\b(?:half|eind|begin)\s+(?:{MONTH})\b"
    r"|\bvoor de zomer\b|\bvoorjaar\b|\bnajaar\b",
    re.I,
)
WEEKDAY = re.compile(
    r"\b(?:(?:maan|dins|woens|donder|vrij|zater|zon|werk|week|feest)dag(?:en|s|avond|middag|ochtend)?"
    r"|weekend(?:en)?)\b",
    re.I,
)
_HOUR = rf"(?:\d{{1,2}}(?:[.:]\d\d)?|(?:half |kwart (?:voor|over) )?(?:{NUMBER_WORD}))"
HOURS = re.compile(
    r"\b(?:[01]?\d|2[0-3])[.:][0-5]\d\b(?!\.\d)"
    rf"|\b(?:om|vanaf|tot|van|voor|na|tussen)\s+{_HOUR}(?:\s+(?:tot|en|t/m)\s+{_HOUR})?\s+uur\b"
    rf"|\b(?:om|vanaf|tot|van|begint|na)\s+(?:half|kwart (?:voor|over))\s+(?:{NUMBER_WORD})\b",
    re.I,
)
"""Clock times: '9.00-12.30', 'van 14 tot 17 uur', 'om half acht'; not '16 uur les in een week'."""

MONEY = re.compile(
    r"(?:€|\beur(?:o|\.)?\b)\s*\d[\d.,]*|\b\d[\d.,]*\s*(?:€|euro\b|miljoen\b|miljard\b)", re.I
)
PERCENT = re.compile(rf"\b\d+(?:[.,]\d+)?\s*(?:%|procent\b)|\b(?:{NUMBER_WORD})\s+procent\b", re.I)
COUNT = re.compile(rf"\b{_NUMBER}\b", re.I)
DURATION = re.compile(rf"\b{_NUMBER}\s+(?:aaneengesloten\s+|volle\s+)?{_UNIT_OF_TIME}\b", re.I)
FREQUENCY = re.compile(
    r"\b(?:dagelijks|wekelijks|maandelijks|jaarlijks"
    r"|per (?:half )?(?:dag|week|maand|kwartaal|jaar)"
    rf"|elke? (?:dag|week|maand|kwartaal|jaar)|{_NUMBER}\s*(?:keer|maal|x)\b|tweemaal|eenmaal"
    r"|periodiek|half ?jaarlijks|om de \w+ weken)",
    re.I,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\d.])(?:\+31|0)[\s-]?\d(?:[\s-]?\d){7,9}(?!\d)")
WEB = re.compile(r"https?://\S+|\b(?:www\.)?[\w-]+\.(?:nl|com|org|eu)\b", re.I)
ARTICLE = re.compile(r"\bart(?:ikel|\.)\s*\d+\w*", re.I)
_PARTICLE = r"(?:van|de|der|den|ten|ter|la|le|'t|te|in)"
_SURNAME = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*"
PERSON = re.compile(
    rf"\b(?!(?:Wet|Hogeschool|Universiteit|Ministerie|Onderwijsregio|Regeling|Stichting|Platform"
    rf"|Raad|Samen|Noord|Zuid|Oost|West|Groot|Plan|Het|De|Een|Primair|Voortgezet)\b)"
    rf"{_SURNAME}\s+(?:{_PARTICLE}\s+)*{_SURNAME}\b|\b(?:[A-Z]\.){{1,4}}\s*(?:{_PARTICLE}\s+)*{_SURNAME}"
    rf"|\b{_SURNAME},\s*(?:[A-Z]\.){{1,4}}|\b(?:mevrouw|meneer|dhr\.?|mw\.?|mevr\.?)\s+{_SURNAME}"
)
_STREET = (
    r"\b[A-ZÀ-Þ][\w.-]*(?:\s[\w.-]+){0,3}?(?:straat|laan|weg|plein|kade|singel|gracht|dijk|hof|pad"
    r"|dreef|markt|steeg|park|plantsoen|baan|ring|haven|boulevard)\s+\d+"
)
_PART = r"(?!(?:Artikel|Bijlage|Figuur|Hoofdstuk|Lid|Stap|Tabel)\b)"
_HOUSE = (
    rf"\b{_PART}[A-ZÀ-Þ][\w'.-]*(?:\s{_PART}[\w'.-]+){{0,3}}?\s\d{{1,4}}[a-z]?"
    r"(?:,\s*|\s+(?:in|te)\s+)"
    r"(?:\d{4}\s?[A-Z]{2}\s+)?[A-ZÀ-Þ][\w-]+"
)
PLACE = re.compile(
    r"\b(?:in|te|bij|naar|vanuit)\s+(?:de\s+)?[A-ZÀ-Þ][\w-]+|\b\d{4}\s?[A-Z]{2}\b|"
    + f"{_STREET}|{_HOUSE}"
)
NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][\w&-]+|\b[A-Z]{2,}\b|\b[a-z]+[A-Z]\w+")

DIGITS = re.compile(r"\d+(?:[.,]\d+)*(?:[a-df-z](?!\w))?", re.I)
"""A number; a letter right behind it, as in 'artikel 35a', is part of it; '2e' is 2."""


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, without thousands separators: '€ 20.000' gives '20000'."""
    found = set()
    for number in DIGITS.findall(text):
        plain = re.sub(r"\.(?=\d{3}(?!\d))", "", number.lower())
        found.add(plain)
    return found
