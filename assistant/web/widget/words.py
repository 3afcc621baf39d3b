"""Every sentence of the widget, in Dutch (B1, je-form) and in English."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Status
from assistant.web import strings_nl
from assistant.web.questions import MAX_QUESTION, Fault


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


NL = Words(
    site=strings_nl.SITE,
    open="Vraag het Loketwijzer",
    close="Sluiten",
    lead=strings_nl.START_LEAD,
    label=strings_nl.LABEL_QUESTION,
    label_again=strings_nl.LABEL_FOLLOW_UP,
    hint=strings_nl.HINT_QUESTION,
    ask=strings_nl.BUTTON_ASK,
    examples_title=strings_nl.EXAMPLES_TITLE,
    examples=strings_nl.EXAMPLES,
    empty=strings_nl.FAULTS[Fault.EMPTY],
    too_long=strings_nl.FAULTS[Fault.TOO_LONG],
    unreadable=strings_nl.FAULTS[Fault.UNREADABLE],
    error=strings_nl.ERROR_PREFIX,
    your_question=strings_nl.YOUR_QUESTION,
    busy=strings_nl.BUSY,
    statuses=strings_nl.STATUS_TITLES,
    read_as=strings_nl.READ_AS,
    more=strings_nl.MORE,
    missing=strings_nl.MISSING,
    choose=strings_nl.CLARIFY_TITLE,
    source=strings_nl.SOURCE_WORD,
    sources=strings_nl.SOURCES_TITLE,
    expired=strings_nl.EXPIRED,
    page=strings_nl.PAGE,
    published="verschenen {date}",
    checked="nagekeken op {date}",
    valid="geldig van {start} tot en met {end}",
    valid_from="geldig vanaf {start}",
    valid_until="geldig tot en met {end}",
    close_source="Sluit deze bron",
    document=strings_nl.OPEN_DOCUMENT,
    original=strings_nl.OPEN_ORIGINAL,
    new_tab="opent in een nieuw tabblad",
    follow_ups=strings_nl.FOLLOW_UPS_TITLE,
    route=strings_nl.ROUTE_OFFER,
    route_why=strings_nl.ROUTE_OFFER_WHY,
    elsewhere="Open dit antwoord op Loketwijzer",
    notice_title=strings_nl.NOTICE_TITLE,
    notice=strings_nl.NOTICE,
    computer=strings_nl.NOTICE_SHORT,
    contact=strings_nl.CONTACT_TITLE,
    call=strings_nl.CONTACT_CALL,
    mail=strings_nl.CONTACT_MAIL,
    person="",
    opinion=strings_nl.OPINION_ASK,
    yes=strings_nl.OPINION_YES,
    no=strings_nl.OPINION_NO,
    thanks=strings_nl.OPINION_THANKS,
    good=strings_nl.OPINION_GOOD,
    missed=strings_nl.OPINION_MISSED,
    send=strings_nl.OPINION_SEND,
    opinion_lost=strings_nl.OPINION_LOST,
    again="Nieuw gesprek",
    unreachable="Ik kan Loketwijzer nu niet bereiken. Kijk of je internet hebt.",
    not_ready="Loketwijzer is even niet klaar. Probeer het over een paar minuten opnieuw.",
    broken="Er ging iets mis. Het ligt niet aan jou.",
    retry="Probeer opnieuw",
)
EN = Words(
    site="Loketwijzer",
    open="Ask Loketwijzer",
    close="Close",
    lead=(
        "Ask your question about becoming a teacher in the Netherlands. "
        "A computer looks up the answer, with its source."
    ),
    label="What would you like to know?",
    label_again="Would you like to ask more?",
    hint="Do not write names, addresses or your citizen service number (BSN).",
    ask="Ask your question",
    examples_title="Questions to start with",
    examples=(
        "How do I become a primary school teacher?",
        "Can I teach with a foreign diploma?",
        "Who pays for my training?",
        "What does an education region do?",
    ),
    empty="First type your question in the field.",
    too_long=f"Your question is too long. Keep it under {MAX_QUESTION} characters.",
    unreadable="Your question holds characters that I cannot read. Type it again.",
    error="Error: ",
    your_question="Your question",
    busy="Looking in the sources …",
    statuses={
        Status.ANSWERED: "Answer",
        Status.PARTIAL: "Answer to part of your question",
        Status.NOT_FOUND: "The sources do not say this",
        Status.OUT_OF_SCOPE: "This is not what Loketwijzer is about",
        Status.CLARIFY: "One more thing",
        Status.BLOCKED: "A person can help you better with this",
    },
    read_as="I read your question as:",
    more="More from the sources",
    missing="I could not find this in the sources:",
    choose="Choose what you mean",
    source="source",
    sources="Sources of this answer",
    expired="Expired",
    page="page",
    published="published {date}",
    checked="checked on {date}",
    valid="valid from {start} to {end}",
    valid_from="valid from {start}",
    valid_until="valid until {end}",
    close_source="Close this source",
    document="Read on in the document",
    original="View the original",
    new_tab="opens in a new tab",
    follow_ups="Other questions you can ask",
    route="Do the route check",
    route_why=(
        "(in Dutch) and see which routes fit your situation. What you told here is filled in."
    ),
    elsewhere="Open this answer on Loketwijzer",
    notice_title="Written by a computer",
    notice=(
        "A computer makes this answer and can be wrong. "
        "Check it in the source, or ask a person. The sources are in Dutch."
    ),
    computer="You are talking to a computer, not to a person.",
    contact="Rather talk to a person?",
    call="Call",
    mail="Mail",
    person="Someone at {name} can look at your own situation with you.",
    opinion="Did this answer help you?",
    yes="Yes",
    no="No",
    thanks="Thank you. Your opinion is kept with the question, without your name.",
    good="What was good? You may leave this empty.",
    missed="What did you miss, or what was wrong? You may leave this empty.",
    send="Send",
    opinion_lost="Your opinion could not be kept. The answer may be too old.",
    again="New chat",
    unreachable="I cannot reach Loketwijzer now. Check your internet connection.",
    not_ready="Loketwijzer is not ready for a moment. Try again in a few minutes.",
    broken="Something went wrong. It is not your fault.",
    retry="Try again",
)
WORDS = {"nl": NL, "en": EN}


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
