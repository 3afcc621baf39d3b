"""
Whether a statement carries a Dutch sentence: strict rules over words, and no model.

A sentence may be a shorter version of its statement, and nothing else: each word that means
something stands in the statement, in its order; numbers keep their company; the small words that
turn a meaning ('niet', 'moet', 'als') are neither added nor dropped. What a row of a table says
may come in any order, its numbers beside the names of their columns. Method: leaving out words is
what keeps a shortened sentence near its source (Knight and Marcu, "Summarization beyond sentence
extraction", 2002).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.generate import signals
from assistant.generate.statements import Statement
from assistant.understanding.values import numbers
from retrieval.dutch import STOP_WORDS, stem, words

LEAST_SHARE = 0.5
"""Of the words of a statement, that a sentence must keep: cut further, it says something else."""

LEAST_SHARE_WHOLE = 0.75
"""The same where the statement is only true as a whole."""

_PRONOUNS = {
    **dict.fromkeys(("ik", "mij", "me", "mijn"), "@ik"),
    **dict.fromkeys(("je", "jij", "jou", "jouw", "u", "uw", "jullie"), "@jij"),
    **dict.fromkeys(("wij", "we", "ons", "onze"), "@wij"),
    **dict.fromkeys(("hij", "hem", "zij", "ze", "haar", "hun", "hen"), "@zij"),
}
_GLUE = STOP_WORDS - signals.word_list("telling") | signals.word_list("glue")
_BEFORE_NUMBER = signals.word_list("before_number")
_ARTICLES = frozenset({"de", "het", "een", "euro", "eur"})
_NEGATING = frozenset({"on", "niet", "non"})


def carries(statement: Statement, sentence: str) -> bool:
    """Tell whether a statement holds all that a Dutch sentence says."""
    return (
        signals.turns(sentence, "nl") == signals.turns(statement.text, "nl")
        and signals.kinds(sentence) <= signals.kinds(statement.text)
        and numbers(sentence) <= numbers(statement.text)
        and (_is_of_row if statement.is_row else _is_shorter)(statement, sentence)
    )


def _roots(text: str) -> list[str]:
    """Return what means something in a text, in order: roots, numbers in digits, pronouns."""
    return [_root(word) for word in words(text) if word not in _GLUE or word in _PRONOUNS]


def _root(word: str) -> str:
    """Return a word without its endings: 'betaalt', 'betaald' and 'betalen' are one."""
    if word in _PRONOUNS:
        return _PRONOUNS[word]
    number = signals.number_words("nl").get(word)
    if number or word[0].isdigit():
        return number or word
    plain = word.replace("-", "")
    # The stemmer takes 'scholing' for 'school'.
    short = plain if plain.endswith("ing") else stem(plain)
    short = short[:-1] if len(short) > 3 and short[-1] in "td" else short
    return re.sub(r"([a-z])\1", r"\1", short)


def _is_shorter(statement: Statement, sentence: str) -> bool:
    said, own = _roots(sentence), _roots(statement.text)
    least = LEAST_SHARE_WHOLE if statement.is_whole else LEAST_SHARE
    return (
        len(said) >= max(2, least * len(own))
        and all(_is_among(root, own) for root in said)
        and _stand_in_order(said, own)
        and _keep_company(sentence, statement.text)
    )


def _is_among(root: str, own: Iterable[str]) -> bool:
    return any(_is_said_by(other, root) for other in own)


def _is_said_by(word: str, root: str) -> bool:
    """A compound says its last part: 'geschiktheidsonderzoek' is an 'onderzoek'."""
    before = word.removesuffix(root)
    is_last_part = len(root) > 4 and root.isalpha() and 2 < len(before) < len(word)
    return word == root or (is_last_part and before not in _NEGATING)


def _stand_in_order(said: list[str], own: list[str]) -> bool:
    """Who does what to whom is a matter of order; only what Dutch puts last may move."""
    free = {_root(word) for word in signals.word_list("order_free")}
    rest = iter(root for root in own if root not in free)
    fixed = (root for root in said if root not in free)
    return all(any(_is_said_by(other, root) for other in rest) for root in fixed)


def _keep_company(sentence: str, own_text: str) -> bool:
    """
    Tell whether each number is of what it is of in the statement.

    The small word before it ('voor' 1 mei) is the same, and in a statement with several numbers
    so are the two words after it or the two before it, articles left out.
    """
    said, own = _sequence(sentence), _sequence(own_text)
    several = len({word for word in own if word[0].isdigit()}) > 1
    return all(
        any(
            _small_word(said, at) == _small_word(own, place)
            and (not several or _neighbours_agree(said, at, own, place))
            for place, other in enumerate(own)
            if other == word
        )
        for at, word in enumerate(said)
        if word[0].isdigit()
    )


def _sequence(text: str) -> list[str]:
    """Return every word of a text but articles: glue as it is, the rest as roots."""
    kept = (word for word in words(text) if word not in _ARTICLES)
    return [word if word in _GLUE and word not in _PRONOUNS else _root(word) for word in kept]


def _small_word(sequence: list[str], at: int) -> str:
    word = sequence[at - 1] if at else ""
    return word if word in _BEFORE_NUMBER else ""


def _neighbours_agree(said: list[str], at: int, own: list[str], place: int) -> bool:
    after, others = said[at + 1 : at + 3], own[place + 1 : place + 3]
    before, earlier = said[max(0, at - 2) : at], own[max(0, place - 2) : place]
    return (bool(after) and after == others) or (bool(before) and before == earlier)


def _is_of_row(statement: Statement, sentence: str) -> bool:
    """The row's first cell says what it is of; its other cells stand under their headers."""
    said = _roots(sentence)
    own = [*_roots(statement.text), *_roots(statement.header)]
    cells = statement.text.split(" | ")
    subject = _roots(cells[0] if statement.header else " ".join(cells[:-1]))
    return (
        len(said) > 1
        and all(_is_among(root, own) for root in said)
        and any(_is_among(root, subject) for root in said)
        and _in_columns(statement.header.split(" | "), cells, said)
    )


def _in_columns(names: list[str], cells: list[str], said: list[str]) -> bool:
    """Beside each number stands a word of its column, where several columns hold numbers."""
    columns = [
        (set(_roots(name)), numbers(cell))
        for name, cell in zip(names[1:], cells[1:], strict=False)
        if numbers(cell)
    ]
    elsewhere = numbers(cells[0]) if len(columns) > 1 else set(said)
    return all(
        any(word in held and name & {*said[max(0, at - 1) : at + 2]} for name, held in columns)
        for at, word in enumerate(said)
        if word[0].isdigit() and word not in elsewhere
    )
