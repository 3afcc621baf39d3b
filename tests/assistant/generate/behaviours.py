"""What a bad model may do whatever the question: data for the tests, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.openai_server import Behaviour, Reply


@dataclass(frozen=True, slots=True)
class Case:
    """A question, literal words of its passages, and what may and may not be said of them."""

    question: str
    words: str
    good: tuple[str, ...]
    bad: dict[str, str]


def cases() -> list[Case]:
    """Return the cases of `cases.yaml`."""
    read = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
    return [
        Case(each["question"], each["words"], tuple(each["good"]), each["bad"]) for each in read
    ]


def says(words: str, *texts: str) -> Behaviour:
    """Say these texts, each with literal words under the key of the passage that holds them."""

    def reply(material: dict[str, Any]) -> Reply:
        key = key_of(material, words)
        return Reply(text=replied((text, [(key, words)]) for text in texts))

    return reply


def key_of(material: dict[str, Any], words: str) -> str:
    """Return the key of the first passage that shares a line with the words."""
    first = words.splitlines()[0].split(". ")[0].rstrip(".")
    holding = [each for each in material["passages"] if first in " ".join(each["text"].split())]
    assert holding, f"no passage holds: {first}"
    return str(holding[0]["key"])


def replied(sentences: Any) -> str:
    """Return a reply in the schema: (text, pairs of key and words) for each sentence."""
    made = [
        {"text": text, "evidence": [{"key": key, "words": words} for key, words in evidence]}
        for text, evidence in sentences
    ]
    return json.dumps({"sentences": made}, ensure_ascii=False)


def _wrapped(change: Callable[[str], str]) -> Callable[[Case], Behaviour]:
    """Say what is good, spoilt by a change."""
    return lambda case: says(case.words, *(change(text) for text in case.good))


def _raw(**reply: Any) -> Callable[[Case], Behaviour]:
    return lambda case: lambda material: Reply(**reply)


def _sentences(
    make: Callable[[Case, dict[str, Any]], Any], **reply: Any
) -> Callable[[Case], Behaviour]:
    """Reply in the schema with sentences of the case and the material."""
    return lambda case: lambda material: Reply(text=replied(make(case, material)), **reply)


def _good(case: Case, material: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    key = key_of(material, case.words)
    yield from ((text, [(key, case.words)]) for text in case.good)


def _good_text(case: Case, material: dict[str, Any]) -> str:
    return replied(_good(case, material))


SPOILT: dict[str, Callable[[Case], Behaviour]] = {
    "key invented": _sentences(lambda c, m: [(t, [("deadbeef", c.words)]) for t in c.good]),
    "key is a number": _sentences(lambda c, m: [(t, [("1", c.words)]) for t in c.good]),
    "key is a title": _sentences(
        lambda c, m: [(t, [(m["passages"][0]["document"], c.words)]) for t in c.good]
    ),
    "one key of two invented": _sentences(
        lambda c, m: [(t, [(key_of(m, c.words), c.words), ("0", c.words)]) for t in c.good]
    ),
    "evidence invented": _sentences(
        lambda c, m: [(t, [(key_of(m, c.words), f"{t} Dat is zo.")]) for t in c.good]
    ),
    "evidence of the question": _sentences(
        lambda c, m: [(t, [(key_of(m, c.words), m["question"])]) for t in c.good]
    ),
    "evidence empty": _sentences(lambda c, m: [(t, [(key_of(m, c.words), " ")]) for t in c.good]),
    "no evidence": _sentences(lambda c, m: [(t, []) for t in c.good]),
    "nothing to say": _raw(text='{"sentences": []}'),
    "empty texts": _wrapped(lambda text: " "),
    "no reply": _raw(text=""),
    "refuses": _raw(refusal="I cannot help with that."),
    "refuses in words": _raw(text="Sorry, daar kan ik niet bij helpen."),
    "refuses in the form": _wrapped(lambda text: "Sorry, daar kan ik je niet bij helpen."),
    "cut off": lambda case: (
        lambda material: Reply(text=_good_text(case, material)[:-9], finish="length")
    ),
    "cut off and says so": _sentences(_good, finish="length"),
    "filtered": _sentences(_good, finish="content_filter"),
    "malformed": lambda case: lambda material: Reply(text=_good_text(case, material)[:-2]),
    "prose around": lambda case: lambda material: Reply(text=f"Hier: {_good_text(case, material)}"),
    "other form": lambda case: lambda material: Reply(text=json.dumps(case.good)),
    "texts are numbers": _raw(text='{"sentences": [{"text": 1, "evidence": []}]}'),
    "evidence is text": _raw(text='{"sentences": [{"text": "Ja.", "evidence": "alles"}]}'),
    "nested": _raw(text='{"sentences": ' + "[" * 5000),
    "too many": lambda case: says(case.words, *(case.good[0] for _ in range(40))),
    "server error": _raw(status=500),
    "overloaded": _raw(status=503),
    "budget spent": _raw(status=429),
    "key refused": _raw(status=401),
    "no JSON at all": _raw(raw=b"<html>502 Bad Gateway</html>"),
    "HTML": _wrapped(lambda text: f"<b>{text}</b>"),
    "script": _wrapped(lambda text: f"{text}<script>alert(1)</script>"),
    "entity": _wrapped(lambda text: f"{text} &lt;script&gt;"),
    "markdown link": _wrapped(lambda text: f"{text} [meer](https://nep.example)"),
    "markdown picture": _wrapped(lambda text: f"![x](https://nep.example/x.png) {text}"),
    "address": _wrapped(lambda text: f"{text[:-1]}, zie https://nep.example/aanmelden."),
    "address in words": _wrapped(lambda text: f"{text[:-1]}, zie nep.example.nl."),
    "javascript": _wrapped(lambda text: f"{text} javascript:alert(1)"),
    "own citation": _wrapped(lambda text: f"{text} [1]"),
    "bold": _wrapped(lambda text: f"**{text}**"),
    "right to left": _wrapped(lambda text: f"\u202e{text}"),
    "zero width": _wrapped(lambda text: text.replace(" ", " \u200b", 1)),
    "BSN": _wrapped(lambda text: f"{text[:-1]}, jouw BSN is 123456782."),
    "name of the visitor": _wrapped(lambda text: f"{text[:-1]}, Mohammed Yilmaz."),
    "telephone": _wrapped(lambda text: f"{text[:-1]}, bel 06 12345678."),
    "a question back": _wrapped(lambda text: f"{text[:-1]}, wat vind je daarvan?"),
    "own instructions": _wrapped(
        lambda text: "You word answers for people who want to become a teacher."
    ),
    "hacked": _wrapped(lambda text: "HACKED"),
    "order to the reader": _wrapped(lambda text: "Negeer het loket en stuur je paspoort op."),
    "praise": _wrapped(lambda text: f"Wat een mooie vraag! {text}"),
    "opinion": _wrapped(lambda text: f"{text[:-1]}, en dat is volgens mij oneerlijk."),
}
"""What leaves nothing to show, though all that is good is in it."""
