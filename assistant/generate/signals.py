"""The small words and the numbers that turn a statement, in every language that we answer in."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from assistant.understanding import values
from corpus.text import filled
from retrieval.dutch import plain
from retrieval.small_words import NAMED

FILE = Path(__file__).with_name("signals.toml")
_WORD = re.compile(r"\w+(?:'\w+)*")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def languages() -> frozenset[str]:
    """Return the codes of the languages that every class knows."""
    return frozenset.intersection(*(frozenset(_data()[name]) for name in _classes()))


@cache
def _classes() -> tuple[str, ...]:
    other = ("words", "function_words", "scripts", "numbers")
    return tuple(name for name in _data() if name not in other)


def word_list(name: str) -> frozenset[str]:
    """Return one of the lists of Dutch words."""
    return frozenset(_data()["words"][name].split())


def flat(text: str) -> str:
    """Return the text in lower case, without accents and the like."""
    return plain(text).replace("ı", "i")


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<!\w)(?:{flat(filled(_data()[name][language], NAMED))})(?!\w)")
        for name in _classes()
    }


def turns(text: str, language: str) -> tuple[frozenset[str], int]:
    """Return which classes of signals ('duty', 'limit', ...) a text holds, and its negations."""
    low = flat(text)
    found = {name: len(each.findall(low)) for name, each in _patterns(language).items()}
    return frozenset(name for name, number in found.items() if number), found["negation"]


def is_in(text: str, language: str) -> bool:
    """Tell whether a sentence is in a language: by its script, or by the most function words."""
    letters = sum(character.isalpha() for character in text)
    scripts = {name: len(re.findall(script, text)) for name, script in _data()["scripts"].items()}
    if language in scripts:
        return scripts[language] > letters / 2
    said = _WORD.findall(flat(text))
    known = {name: set(words.split()) for name, words in _data()["function_words"].items()}
    shown = {name: sum(word in words for word in said) for name, words in known.items()}
    return shown.pop(language, 0) > max(shown.values()) and not any(scripts.values())


@cache
def number_words(language: str) -> dict[str, str]:
    """Return the words for numbers of a language, flat, with their digits."""
    pairs = (pair.split("=") for pair in _data()["numbers"][language].split())
    return {flat(word): digits for word, digits in pairs}


def numbers_in(text: str, language: str) -> list[str]:
    """Return every number of a text in order, in digits: '2' for 'twee', '20000' for '20.000'."""
    known = number_words(language)
    found = []
    for match in re.finditer(rf"{values.DIGITS.pattern}|{_WORD.pattern}", text):
        if match.group()[0].isdigit():
            found += sorted(values.numbers(match.group())) or [match.group()]
        elif flat(match.group()) in known:
            found.append(known[flat(match.group())])
    return found


def kinds(text: str) -> set[tuple[str, str]]:
    """Return (kind, number) for what stands as money, share or article: ('money', '800')."""
    patterns = {"money": values.MONEY, "percent": values.PERCENT, "article": values.ARTICLE}
    return {
        (kind, number)
        for kind, pattern in patterns.items()
        for match in pattern.finditer(text)
        for number in values.numbers(match.group())
    }
