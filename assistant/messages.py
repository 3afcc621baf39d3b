"""Every fixed sentence of the answerer, per language. Other languages get the English ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """The sentences of one language; what stands in braces is filled in."""

    from_document: str
    from_expired: str
    not_found: str
    out_of_scope: str
    still_open: str
    ask_a_person: str
    follow_contact: str
    read_after: str
    holds_for: str
    route_check: str
    region: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """How an answer opens that says yes or no; `contrary` is yes to a negative question."""

    yes: str
    no: str
    right: str
    wrong: str
    contrary: str


DUTCH_VERDICTS = Verdicts(
    yes="Ja.",
    no="Nee.",
    right="Ja, dat klopt.",
    wrong="Nee, dat klopt niet.",
    contrary="Jawel.",
)
"""Only in Dutch: only a Dutch question is compared with the words of a passage."""


NL = Messages(
    from_document="In “{title}” staat:",
    from_expired="In “{title}” (niet meer geldig) staat:",
    not_found=(
        "Dat staat niet in de documenten die ik mag gebruiken. "
        "Ik geef daarom geen antwoord: een gok helpt je niet. {contact}"
    ),
    out_of_scope=(
        "Ik help met vragen over leraar worden en werken in het onderwijs. "
        "Over dit onderwerp heb ik geen informatie. {contact}"
    ),
    still_open="Over “{part}” heb ik niets gevonden.",
    ask_a_person="Vraag het aan {name}.",
    follow_contact="Daar kijkt een medewerker met je mee, ook naar jouw eigen situatie.",
    read_after="Na “{before}”: {question}",
    holds_for="Dit antwoord geldt voor: {scope}.",
    route_check=(
        "In de routecheck zie je welke routes bij jou passen. Wat je vertelde, "
        "kun je daar meenemen."
    ),
    region="regio",
    sector="sector",
)
EN = Messages(
    from_document="“{title}” says (in Dutch):",
    from_expired="“{title}” (no longer in force) says (in Dutch):",
    not_found=(
        "The documents that I may use do not say this. "
        "So I give no answer: a guess does not help you. {contact}"
    ),
    out_of_scope=(
        "I help with questions about becoming a teacher and working in Dutch education. "
        "I have no information on this subject. {contact}"
    ),
    still_open="I found nothing about “{part}”.",
    ask_a_person="Please ask {name}.",
    follow_contact="Someone there can look at your own situation with you.",
    read_after="After “{before}”: {question}",
    holds_for="This answer holds for: {scope}.",
    route_check="The route check shows which routes fit you. You can take along what you told.",
    region="region",
    sector="sector",
)
DE = Messages(
    from_document="In “{title}” steht (auf Niederländisch):",
    from_expired="In “{title}” (nicht mehr gültig) steht (auf Niederländisch):",
    not_found=(
        "Das steht nicht in den Dokumenten, die ich verwenden darf. "
        "Darum gebe ich keine Antwort. {contact}"
    ),
    out_of_scope=(
        "Ich helfe bei Fragen zum Lehrerberuf in den Niederlanden. "
        "Zu diesem Thema habe ich keine Informationen. {contact}"
    ),
    still_open="Zu “{part}” habe ich nichts gefunden.",
    ask_a_person="Frag {name}.",
    follow_contact="Dort schaut jemand mit dir auf deine eigene Situation.",
    read_after="Nach „{before}“: {question}",
    holds_for="Diese Antwort gilt für: {scope}.",
    route_check=(
        "Der Routencheck zeigt, welche Wege zu dir passen. Was du erzählt hast, nimmst du mit."
    ),
    region="Region",
    sector="Sektor",
)
FR = Messages(
    from_document="Dans “{title}” on lit (en néerlandais) :",
    from_expired="Dans “{title}” (plus en vigueur) on lit (en néerlandais) :",
    not_found=(
        "Les documents que je peux utiliser ne le disent pas. "
        "Je ne donne donc pas de réponse. {contact}"
    ),
    out_of_scope=(
        "J'aide pour les questions sur le métier d'enseignant aux Pays-Bas. "
        "Je n'ai pas d'information sur ce sujet. {contact}"
    ),
    still_open="Je n'ai rien trouvé sur “{part}”.",
    ask_a_person="Demandez à {name}.",
    follow_contact="Une personne y regarde avec vous votre propre situation.",
    read_after="Après « {before} » : {question}",
    holds_for="Cette réponse vaut pour : {scope}.",
    route_check="Le test des routes montre ce qui vous convient, avec ce que vous avez raconté.",
    region="région",
    sector="secteur",
)
BY_LANGUAGE = {"nl": NL, "en": EN, "de": DE, "fr": FR}


def messages_for(language: str) -> Messages:
    """Return the sentences of a language; English where we have none of our own."""
    return BY_LANGUAGE.get(language, EN)
