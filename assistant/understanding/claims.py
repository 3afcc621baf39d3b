"""What a yes/no question, or a sentence of a document, claims: its predicate, sign and scope."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.dates import asking_when
from assistant.understanding.predicates import Predicate, predicate_of
from assistant.understanding.quantities import asking
from assistant.understanding.question_words import DEED, MODAL, OPENING, STATE, WHAT
from corpus.text import fold
from retrieval.dutch import plain, words
from retrieval.small_words import ONLY, denials


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    A claim, read from a question or a sentence.

    Args:

        text: The claim without the words around it ('klopt het dat', 'toch').

        before: The sentences before it.

        predicate: One of Predicate, or the stem of its verb; '' where none was recognised.

        said: The words that show the predicate.

        positive: Its sign: 'mag niet' is negative, as is 'gestopt' of what exists.

        negated: It has a word like 'niet'; two of them leave it as it was.

        allowed: It says that something may be done, whatever its predicate.

        premise: The asker believes it and asks to confirm: 'Klopt het dat ...'.

        negated_condition: A clause beside the main one is negated ('als ik niet bevoegd ben').

        universal: It speaks of everyone, always or everywhere.

        unconditional: It is believed to be so without more ado ('dat mag gewoon').

        exclusive: It says that only this is so ('alleen', 'uitsluitend').
    """

    text: str
    predicate: str
    positive: bool
    said: frozenset[str] = frozenset()
    before: str = ""
    negated: bool = False
    allowed: bool = False
    premise: bool = False
    negated_condition: bool = False
    universal: bool = False
    unconditional: bool = False
    exclusive: bool = False

    @property
    def searched(self) -> str:
        """What to search for: the claim, asking for its amounts or dates, which may be wrong."""
        return asking(self._whole) if self.has_amount else fold(asking_when(self._whole))

    @property
    def has_amount(self) -> bool:
        """Tell whether it claims an amount, which a passage must then give."""
        return asking(self._whole) != fold(self._whole)

    @property
    def _whole(self) -> str:
        return f"{self.before} {self.text}".strip()


_PEOPLE = r"(?:mijn|een|m'n|de|onze|iemand|ze|men|mensen|collega'?s?)(?: \w+){0,3}"
_FRAME_BEFORE = re.compile(
    r"^(?:hoi|hallo|dag|goedendag|en|maar|dus|volgens mij|eh|nou)?[\s,.!]*(?:"
    r"(?:klopt het|is het (?:echt |nog )?(?:waar|zo|juist)|het is toch zo|het klopt toch)"
    r"(?: nou| nog| echt| toch| eigenlijk)* dat"
    r"|ik (?:hoor|hoorde|las|lees|dacht|denk|begrijp|begreep|weet|meen|geloof)(?: \w+){0,5}? dat"
    r"|ik heb (?:\w+ ){0,4}?(?:gehoord|gelezen|begrepen|vernomen) dat"
    rf"|{_PEOPLE} (?:zegt|zei|zeggen|beweert|vertelde|denkt|schrijft)(?: me| mij)?,? dat"
    r"|er wordt gezegd dat"
    r")\s+",
    re.I,
)
_FRAME_AFTER = re.compile(
    r"[\s,.?!;–-]*\b(?:klopt (?:dat|het)(?: nog| echt| wel)?|is dat (?:zo|waar|juist|correct)"
    r"|(?:zo zit (?:dat|het) )?toch|niet\s?waar|of niet|hoor ik|hoorde ik|dacht ik|las ik"
    r"|heb ik (?:gehoord|gelezen)|klopt)[\s?!.]*$",
    re.I,
)
_OPENS = re.compile(
    rf"^(?:en |maar |dus |als [^,?]*,? )?(?:(?:{OPENING}|{STATE})\b"
    rf"|(?:{DEED}) (?:ik|je|jij|u|we|wij)\b)",
    re.I,
)
_ASKS_OPENLY = re.compile(rf"(?:{WHAT})\b", re.I)
_ASKS_MORE = re.compile(rf"{_ASKS_OPENLY.pattern}|.*\bof\b.*\?", re.I)
_TAKEN = re.compile(
    r"(?:nu|omdat|aangezien|doordat|gezien(?: het feit)? dat|ik (?:las|hoorde|weet|begreep) dat)"
    rf" (.{{12,}}?)\s*[:,]\s*(?:dus )?(?:{WHAT}|{MODAL})\b.*\?$",
    re.I,
)
_AS = re.compile(r"als [^,?]+\btoch\b", re.I)
"""'Als zij-instromer krijg je toch ...': no question, though its verb comes first."""

_ASKS_ALSO = re.compile(
    rf",? en (?:zo ja,? )?(?:(?:door|van|bij|voor|met) )?(?:{WHAT})\b.*$"
    r"|,? of is dat \w+\W*$",
    re.I,
)
_EITHER = re.compile(
    r"\b(over|bij|voor|per|met|in|aan|van|naar|door|op) (?:\S+ ){1,4}of \1\b", re.I
)
"""'Gaat het over mij of over de school': which of the two is asked."""

_CLEFT = re.compile(
    r"^(?:is|zijn|was|waren) (.+?) (?:degenen?|diegenen?|de [\w-]+|het [\w-]+) (?:die|dat) (.+)$",
    re.I,
)
_NOT_ME = re.compile(
    r",? (?:en |maar )?niet (?:aan |voor |naar |door )?(?:ik|mij|me|jij|jou|(?:de|het) [\w-]+)$",
    re.I,
)
_LAST_SENTENCE = re.compile(r"^.*[.!?]\s+(?=\S)")
_BRACKETS = re.compile(r"\s*\([^)]*\)")

_CONDITION = re.compile(
    r"(?<! van)(?<! voor)(?<! met)(?<! bij)(?<! in)(?<! op)(?<! aan)(?<! door)[,\s]\s*\b(?:als"
    r"(?= (?:ik|je|jij|u|we|wij|ze|zij|hij|die|de|het|een|mijn|er|iemand|men|dat|geen|niemand)"
    r"(?![\w-])| [\w-]+ (?:die|dat|de|het|je)\b)"
    r"|mits|tenzij|indien|wanneer|voordat|zolang|zodra|terwijl|omdat|want|waar|die"
    r"|dat|doordat|hoewel|totdat"
    r"|tot(?! (?:en met )?(?:\d|eind|begin|half|wanneer|(?:school|studie)jaar))"
    r"|behalve|zodat|om(?=.*\bte\b))\b"
)
_TURNED = re.compile(
    r"(?:als|wanneer|indien) .+? "
    r"(?=(?:moe[tn]\w*|mag|mogen|kan|kun\w*|krijg\w*|betaalt?|is|zijn|hoef\w*|wordt|geldt|gelden"
    r"|heb\w*|heeft|ben|gaat|ga) (?:ik|je|jij|hij|zij|ze|de|het|een|we|u|er|mijn)\b)"
)
"""'Als je stopt moet je ...': the main clause begins at its verb."""

_RELATIVE = re.compile(
    r"\s(?:die|dat|waar\w*)\s[^,]*,\s(?=(?:is|zijn|mag|mogen|kan|kun|moet|moeten|geldt|telt|krijg\w*)\b)"
)
_WHOEVER = re.compile(
    r"wie (?!(?:is|zijn|mag|mogen|kan|kun|kunnen|moet|moeten|krijgt?|betaalt?|vraagt?|beslist)\b)"
    r"[^;:.?]+?(?:, |\b(?:heeft|is|wil|kan|mag|werkt|wordt|staat|doet|volgt) )"
    r"(?=(?:kan|kunnen|mag|mogen|moet|moeten|hoeft|hoeven|krijgt|heeft|is|gaat|komt|doet|volgt"
    r"|betaalt|vraagt) (?!of\b|en\b))"
)
_IF_TURNED = re.compile(
    r"[a-z]+ (?:ik|je|jij|u|we|ze|zij|hij|er|iemand|een|de|het|mijn)\b[^;:.?]*?, dan (?=\S)"
)
"""'Haal je de toets niet, dan mag je toch beginnen.'"""

_PURPOSE = re.compile(r",?\s\bom (?:[\w-]+ ){0,6}?te [\w-]+\b(?=\s)")
_NOT_NEGATION = re.compile(
    rf"\bniet (?:{ONLY})\b(?=.*\b(?:maar|ook)\b)|\bof niet\b"
    r"|\b(?:niet|nooit) (?:langer|ouder|meer|minder|hoger|groter|korter|jonger|lager|kleiner)"
    r" (?:\w+ ){0,2}dan\b"
    r"|\bkost(?:en)? (?:\w+ ){0,2}niets\b"
    r"|\bniet (?:jij|aan jou|voor jou|naar jou)\b|\bniet ouder (?:zijn |is )?dan\b"
    r"|, niet (?:de|het) [\w-]+$"
    r"|(?:, ook|\ben) niet (?:in|aan|voor|op|bij|van|met)\b"
)
_ONLY_WITH = re.compile(rf"\b(?:{ONLY}) met\b")
_WITHOUT = re.compile(r"\bzonder\b")
_UNIVERSAL = re.compile(
    r"\b(?:altijd|iedereen|alle|elke?|iedere?|overal|allemaal|ieder|vanzelf|automatisch|hele|heel"
    r"|zomaar|sowieso|onbeperkt|per definitie)\b"
)
_AT_ONCE = re.compile(r"\b(?:gewoon|meteen|direct|zonder meer|zomaar|automatisch|altijd)\b")
_EXCLUSIVE = re.compile(
    rf"\b(?:{ONLY})\b"
    r"(?! (?:staan|werken|lesgeven|voor (?:de|een) (?:groep|klas)))"
)


def claim_of(question: str) -> Claim | None:
    """Return what a question asks to be confirmed; None where no yes or no can answer it."""
    whole = _BRACKETS.sub("", fold(question))
    text = _LAST_SENTENCE.sub("", whole)
    if not _FRAME_AFTER.sub("", f" {text}").strip():
        # 'Ik hoorde dat ... . Klopt dat?': the claim is the sentence before.
        whole = _FRAME_AFTER.sub("", whole)
        text, premise = _LAST_SENTENCE.sub("", whole), True
    else:
        premise = False
    before = whole.removesuffix(text).strip()
    bare = _FRAME_BEFORE.sub("", text)
    premise = premise or bare != text
    while (shorter := _FRAME_AFTER.sub("", bare)) != bare:
        bare, premise = shorter, True
    if re.search(r"\btoch\b", bare) and (_AS.match(bare) or not _OPENS.match(bare)):
        bare, premise = re.sub(r"\btoch\b\s*", "", bare), True
    bare = _ASKS_ALSO.sub("", bare)
    asks_more = _ASKS_MORE if not premise else _ASKS_OPENLY
    if not premise and _EITHER.search(bare):
        return None
    if not (premise or _OPENS.match(bare)) or asks_more.match(bare):
        return None
    # 'Krijgt de school het geld en niet ik' claims nothing of me but that.
    bare = _NOT_ME.sub("", bare.strip(" ,.?!"))
    # 'Is DUO degene die het betaalt' claims that DUO pays it.
    bare = _CLEFT.sub(r"\1 \2", bare)
    return _read(bare, premise, before)


def presupposed_in(question: str) -> Claim | None:
    """Return what an open question takes for granted: 'Nu X gratis is: hoe ...?'; else None."""
    match = _TAKEN.match(_LAST_SENTENCE.sub("", _BRACKETS.sub("", fold(question))))
    return _read(match[1].strip(" ,"), premise=True) if match else None


def statement_of(text: str) -> Claim:
    """Return what a sentence of a document claims, by its main clause."""
    return _read(_BRACKETS.sub("", fold(text)).strip(" ,.?!"), False)


def _read(text: str, premise: bool, before: str = "") -> Claim:
    main, conditions = _parts(plain(text))
    counted = _NOT_NEGATION.sub(" ", main)
    negated = denials(counted) % 2 == 1
    predicate, sign, said = predicate_of(main)
    positive, allowed = not negated, predicate == Predicate.MAY
    if allowed and positive and _ONLY_WITH.search(main):
        # 'mag alleen met X': that X is needed.
        predicate = Predicate.MUST
    elif (allowed or (premise and not predicate)) and _WITHOUT.search(main):
        # 'zonder X mag': that X is not needed.
        predicate, positive, sign = Predicate.MUST, not positive, True
    return Claim(
        text=text,
        predicate=predicate,
        positive=positive == sign,
        said=frozenset(words(said)),
        before=before,
        negated=negated,
        allowed=allowed,
        premise=premise,
        negated_condition=bool(denials(conditions)),
        universal=bool(_UNIVERSAL.search(main)),
        unconditional=premise and bool(_AT_ONCE.search(main)),
        exclusive=bool(_EXCLUSIVE.search(main)),
    )


def main_of(text: str) -> str:
    """Return a clause without the ones that hang on it ('als je ...', 'die de school ...')."""
    low = plain(text)
    main = _parts(low)[0]
    # Capitals stay where the main clause opens the text.
    return text[: len(main)] if low.startswith(main) and len(low) == len(text) else main


def condition_of(text: str) -> str:
    """Return the clause beside the main one ('als je ...'), plain, or ''."""
    return _parts(plain(text))[1]


def _parts(text: str) -> tuple[str, str]:
    """Return the main clause and what stands beside it."""
    if aside := _WHOEVER.match(text) or _IF_TURNED.match(text):
        # 'Wie geen havo heeft, kan met een toets naar de pabo.'
        return text[aside.end() :], aside[0].strip(" ,")
    if re.match(r"(?:als|wanneer|indien) ", text):
        first, comma, rest = text.partition(",")
        if comma:
            return rest.strip(), first
        if turned := _TURNED.match(text):
            main, more = _parts(text[turned.end() :])
            return main, f"{turned[0].strip()} {more}".strip()
        later = _CONDITION.search(text, len("als "))
        return (text[: later.start()], text[later.start() :]) if later else (text, "")
    inside = _RELATIVE.search(text)
    if inside:
        # 'Op een school die zelf examens afneemt, is de pabo niet genoeg.'
        return f"{text[: inside.start()]} {text[inside.end() :]}", inside[0].strip(" ,")
    aim = _PURPOSE.search(text)
    if aim and not _CONDITION.search(text[: aim.start()]):
        # 'Subsidie vragen om leraar te worden kan niet.'
        return f"{text[: aim.start()]} {text[aim.end() :].strip()}", aim[0].strip(" ,")
    match = _CONDITION.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")
