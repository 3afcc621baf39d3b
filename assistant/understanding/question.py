"""What a question asks for: its language, the kind of answer, and the names and years in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.understanding import values
from corpus.text import filled
from retrieval.dutch import plain, stem, words


class Expects(StrEnum):
    """The kind of answer that a question asks for."""

    DAY = "day"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    MEASURE = "measure"
    DURATION = "duration"
    FREQUENCY = "frequency"
    PERSON = "person"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"
    PLACE = "place"
    ORGANISATION = "organisation"
    ARTICLE = "article"
    EXPANSION = "expansion"
    REASON = "reason"
    PROCEDURE = "procedure"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    FREE = "free"


HARD = frozenset(
    {
        Expects.DAY,
        Expects.MONEY,
        Expects.PERCENT,
        Expects.COUNT,
        Expects.MEASURE,
        Expects.FREQUENCY,
        Expects.PERSON,
        Expects.EMAIL,
        Expects.PHONE,
        Expects.PLACE,
        Expects.ORGANISATION,
        Expects.EXPANSION,
    }
)
"""Kinds that a passage either holds or does not: without one there is no answer."""

_AMOUNTS = frozenset(
    {Expects.MONEY, Expects.PERCENT, Expects.COUNT, Expects.MEASURE, Expects.DURATION}
)

RULES_FILE = Path(__file__).with_name("question_rules.toml")
_SCRIPTS = (
    ("fa", r"[\u067e\u0686\u0698\u06a9\u06af\u06cc]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("ru", r"[ыэъё]"),
    ("uk", r"[\u0400-\u04ff]"),
)
_LETTERS = (("tr", "ğış"), ("pl", "łąęśćźż"), ("es", "ñ¿¡"), ("de", "ßä"))
"""Letters that Dutch does not write, as good as two words of a language."""

_ENOUGH_SCRIPT = 0.3
"""The share of letters that must be in a script; less is a name or a word in passing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    A question, understood.

    Args:

        expects: Kinds of answer, the most specific first; never empty.

        names: Proper names and acronyms in it, as plain words.

        years: Years that it names.
    """

    text: str
    language: str
    expects: tuple[Expects, ...]
    names: tuple[str, ...]
    years: tuple[str, ...]

    @property
    def kind(self) -> Expects:
        """The most specific kind of answer that is asked for."""
        return self.expects[0]


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def _patterns(table: str) -> tuple[tuple[Expects, re.Pattern[str]], ...]:
    """Return the kinds of a table of the rules with their patterns, the most specific first."""
    shared = {"role": "|".join(_rules()["roles"]), "what": _rules()["what"]}
    return tuple(
        (
            Expects(rule["kind"]),
            re.compile(filled("|".join(rule["patterns"]), shared)),
        )
        for rule in _rules()[table]
    )


@lru_cache(maxsize=1)
def _age() -> re.Pattern[str]:
    rules = _rules()["age"]
    text = filled("|".join(rules["patterns"]), {"age": rules["number"]})
    return re.compile(text, re.IGNORECASE)


@lru_cache(maxsize=1)
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(text.split()) for code, text in _rules()["languages"].items()}


def understand(text: str) -> Question:
    """Return what a question asks for, by the rules in `question_rules.toml`."""
    low = plain(text)
    expects = [kind for kind, pattern in _patterns("rule") if pattern.search(low)]
    opens = next((kind for kind, pattern in _patterns("opening") if pattern.match(low)), None)
    if opens is not None:
        expects = [opens, *(kind for kind in expects if kind not in HARD and kind != opens)]
    if low.startswith("wie ") and Expects.NAME in expects:
        # 'Wie stelt de begroting op?' names money and asks for a person; German 'wie' does not.
        expects = [kind for kind in expects if kind not in _AMOUNTS]
    return Question(
        text=text,
        language=language_of(text),
        expects=tuple(expects) or (Expects.FREE,),
        names=names_in(text),
        years=tuple(dict.fromkeys(re.findall(r"\b(?:19|20)\d\d\b", text))),
    )


def language_of(text: str) -> str:
    """
    Return the code of a question's language, Dutch where nothing tells otherwise.

    By the script, else by the words and letters of each language that it holds: that is sound for
    questions of a few words, where frequencies of letters are not.
    """
    low = text.lower()
    letters = sum(ch.isalpha() for ch in low)
    for code, script in _SCRIPTS:
        if re.search(script, low) and _in_script(low) >= _ENOUGH_SCRIPT * letters:
            return code
    found = re.findall(r"[^\W\d_]+", low)
    scores = {
        code: sum(word in known for word in found) for code, known in _function_words().items()
    }
    for code, own in _LETTERS:
        scores[code] += 2 * bool(set(own) & set(low))
    best = max(scores, key=lambda code: (scores[code], code == "nl"))
    return best if scores[best] > scores["nl"] else "nl"


def without_age(text: str) -> str:
    """Return a question with the asker's own age as the word that documents have: 'leeftijd'."""
    return _age().sub("leeftijd", text)


def without_country(text: str) -> str:
    """Return a question without 'in Nederland', unless something from abroad is to hold here."""
    rules = _rules()["country"]
    if re.search(rules["abroad"], plain(text)):
        return text
    return re.sub(rules["named"], "", text, count=1, flags=re.IGNORECASE)


def _in_script(text: str) -> int:
    """Count the Cyrillic and Arabic letters of a text."""
    return len(re.findall(r"[\u0400-\u04ff\u0600-\u06ff]", text))


_ARTICLES = frozenset({"de", "het", "een", "den", "der", "'t"})
"""A name may open with one ('De Heuvelrand'); alone it names nothing."""


def names_in(text: str) -> tuple[str, ...]:
    """Return capitalised words that do not open the question, and acronyms, as plain words."""
    found = [match.group() for match in values.NAME.finditer(text)]
    said = (word for name in found for word in words(name))
    return tuple(dict.fromkeys(word for word in said if word not in _ARTICLES))


def name_forms(names: tuple[str, ...]) -> list[set[str]]:
    """Return, per name, the index terms that show it: the whole, or a part of a hyphenated one."""
    return [
        {stem(form) for form in {name.replace("-", ""), *name.split("-")} if len(form) > 1}
        for name in names
    ]
