"""Every sentence of the widget, in Dutch (B1, je-form) and in English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.answer import Status
from assistant.questions import Fault
from assistant.web.languages import Words as PageWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """
    The sentences of one language; the widget's scripts use these names.

    Args:

        examples: Questions to start with.

        statuses: What is said above an answer, by Status.
    """

    site: str
    open: str
    close: str
    lead: str
    label: str
    label_again: str
    hint: str
    ask: str
    examples_title: str
    examples: tuple[str, ...]
    empty: str
    too_long: str
    unreadable: str
    error: str
    your_question: str
    busy: str
    statuses: dict[Status, str]
    read_as: str
    more: str
    missing: str
    choose: str
    source: str
    sources: str
    expired: str
    page: str
    published: str
    checked: str
    valid: str
    valid_from: str
    valid_until: str
    close_source: str
    document: str
    original: str
    new_tab: str
    follow_ups: str
    route: str
    route_why: str
    elsewhere: str
    notice_title: str
    notice: str
    computer: str
    contact: str
    call: str
    mail: str
    person: str
    opinion: str
    yes: str
    no: str
    thanks: str
    good: str
    missed: str
    send: str
    opinion_lost: str
    again: str
    unreachable: str
    not_ready: str
    broken: str
    retry: str


@cache
def words() -> dict[str, Words]:
    """Return the sentences by language; most of them are those of the pages."""
    return {
        "nl": Words(
            **_of_pages("nl"),
            open="Vraag het Loketwijzer",
            close="Sluiten",
            close_source="Sluit deze bron",
            new_tab="opent in een nieuw tabblad",
            elsewhere="Open dit antwoord op Loketwijzer",
            person="",
            again="Nieuw gesprek",
            unreachable="Ik kan Loketwijzer nu niet bereiken. Kijk of je internet hebt.",
            not_ready="Loketwijzer is even niet klaar. Probeer het over een paar minuten opnieuw.",
            broken="Er ging iets mis. Het ligt niet aan jou.",
            retry="Probeer opnieuw",
        ),
        "en": Words(
            **_of_pages("en"),
            open="Ask Loketwijzer",
            close="Close",
            close_source="Close this source",
            new_tab="opens in a new tab",
            elsewhere="Open this answer on Loketwijzer",
            person="Someone at {name} can look at your own situation with you.",
            again="New chat",
            unreachable="I cannot reach Loketwijzer now. Check your internet connection.",
            not_ready="Loketwijzer is not ready for a moment. Try again in a few minutes.",
            broken="Something went wrong. It is not your fault.",
            retry="Try again",
        ),
    }


def _of_pages(code: str) -> dict[str, Any]:
    pages = PageWords(code)
    return {
        "site": pages.SITE,
        "lead": pages.START_LEAD,
        "label": pages.LABEL_QUESTION,
        "label_again": pages.LABEL_FOLLOW_UP,
        "hint": pages.HINT_QUESTION,
        "ask": pages.BUTTON_ASK,
        "examples_title": pages.EXAMPLES_TITLE,
        "examples": tuple(pages.EXAMPLES),
        "empty": pages.FAULTS[Fault.EMPTY],
        "too_long": pages.FAULTS[Fault.TOO_LONG],
        "unreadable": pages.FAULTS[Fault.UNREADABLE],
        "error": pages.ERROR_PREFIX,
        "your_question": pages.YOUR_QUESTION,
        "busy": pages.BUSY,
        "statuses": pages.STATUS_TITLES,
        "read_as": pages.READ_AS,
        "more": pages.MORE,
        "missing": pages.MISSING,
        "choose": pages.CLARIFY_TITLE,
        "source": pages.SOURCE_WORD,
        "sources": pages.SOURCES_TITLE,
        "expired": pages.EXPIRED,
        "page": pages.PAGE,
        "document": pages.OPEN_DOCUMENT,
        "original": pages.OPEN_ORIGINAL,
        "follow_ups": pages.FOLLOW_UPS_TITLE,
        "route": pages.ROUTE_OFFER,
        "notice_title": pages.NOTICE_TITLE,
        "computer": pages.NOTICE_SHORT,
        "contact": pages.CONTACT_TITLE,
        "call": pages.CONTACT_CALL,
        "mail": pages.CONTACT_MAIL,
        "opinion": pages.OPINION_ASK,
        "yes": pages.OPINION_YES,
        "no": pages.OPINION_NO,
        "thanks": pages.OPINION_THANKS,
        "good": pages.OPINION_GOOD,
        "missed": pages.OPINION_MISSED,
        "send": pages.OPINION_SEND,
        "opinion_lost": pages.OPINION_LOST,
        "published": pages.WHEN_PUBLISHED,
        "checked": pages.WHEN_CHECKED,
        "valid": pages.VALID,
        "valid_from": pages.VALID_FROM,
        "valid_until": pages.VALID_UNTIL,
        "route_why": pages.ROUTE_OFFER_WHY,
        "notice": pages.NOTICE,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The sentences of the demo page."""

    school: str
    title: str
    text: str
    variants: str
    inline: str
    floating: str
    themed: str
    other_language: str
    fallback: str
    code_title: str
    code_text: str


DEMO = {
    "nl": Demo(
        school="Scholengroep Voorbeeld",
        title="Werken bij ons",
        text=(
            "Dit is een voorbeeld van een site van een schoolbestuur. Zo staat Loketwijzer op "
            "de site van een ander. De school bestaat niet; het antwoord is echt."
        ),
        variants="Voorbeelden",
        inline="In de pagina",
        floating="Achter een knop",
        themed="In eigen kleuren",
        other_language="English",
        fallback="Stel je vraag aan Loketwijzer",
        code_title="Zo zet je het op je site",
        code_text=(
            "Zet deze regels op de plek waar Loketwijzer moet komen. De link is er voor wie geen "
            "JavaScript heeft. Het adres van je site moet in de instellingen van Loketwijzer staan."
        ),
    ),
    "en": Demo(
        school="Example Schools",
        title="Work with us",
        text=(
            "This is an example of a school board's site. This is how Loketwijzer looks on "
            "someone else's site. The school does not exist; the answers are real."
        ),
        variants="Examples",
        inline="In the page",
        floating="Behind a button",
        themed="In own colours",
        other_language="Nederlands",
        fallback="Put your question to Loketwijzer",
        code_title="How to put it on your site",
        code_text=(
            "Put these lines where Loketwijzer should be. The link is for those without "
            "JavaScript. The address of your site must be in the settings of Loketwijzer."
        ),
    ),
}
