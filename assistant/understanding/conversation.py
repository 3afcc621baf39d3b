"""
Follow-up questions: what an unfinished question means after the ones before it.

Rules over the parts of the questions (`assistant/understanding/slots.py`), no language model. A
bare phrase ('en in het mbo?') takes the place of its counterpart in the question before; a question
that refers back ('hoe lang duurt dat?') is read after that question, an elliptic one ('en hoe
lang?') after its subject; 'daar' becomes the place that was named; any other is a new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce

from assistant.messages import Messages
from assistant.understanding import follow_up_words as patterns
from assistant.understanding.slots import DEICTIC, OWNED, SCOPE, Kind, Slot, slots_in
from assistant.understanding.topic import topic_of, with_topic
from corpus.mentions import regions_in
from corpus.regions import load_regions
from retrieval.dutch import STOP_WORDS, plain, words

LONGEST_PHRASE = 9
"""Words; a longer text is no bare phrase but a sentence of its own."""

LEANS_STRONGLY, LEANS = 9, 5
"""Content words from which a question stands alone: with a strong reference back, with any."""

TOO_SHORT = 3
"""Content words; without a subject of its own, a question with fewer leans."""

LONGEST_CONTEXT = 40
"""Words of earlier questions that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """
    A question as it is read in its conversation.

    Args:

        text: What is asked; for a bare phrase the question before with the phrase in its place.

        context: The earlier question that `text` is to be read after, or ''.

        topic: What `text` is about; what a pronoun in the next question stands for.

        for_all: Whether the visitor cannot tell more of themselves: they were asked.

        follows: Whether `text` or `context` owes something to earlier questions.

        instead: The other way to read it, for where the documents do not answer this one; None
            where there is no doubt.

        after_all: Read after all that was said before, for where nothing else is answered.
    """

    text: str
    context: str = ""
    topic: str = ""
    for_all: bool = False
    follows: bool = False
    instead: Read | None = None
    after_all: Read | None = field(default=None, compare=False)

    def whole(self, messages: Messages) -> str:
        """Return the question in full, in words of its language."""
        if not self.context:
            return self.text
        return messages.read_after.format(before=_open(self.context), question=self.text)


def resolved(question: str, earlier: Sequence[str]) -> Read:
    """Return how a question reads after the earlier ones of its conversation, oldest first."""
    before = reduce(_next, earlier, None)
    read = _next(before, question)
    if before is None:
        return read
    return replace(
        read,
        instead=_other(read, before, question),
        after_all=_after_all(read, before, question),
    )


def _other(read: Read, before: Read, question: str) -> Read | None:
    """Return how a question reads that may or may not lean on the ones before, the other way."""
    low = patterns.NOT_A_REFERENCE.sub(" ", plain(question))
    content = len(_content(question))
    if read.for_all or not _asks(question) or patterns.STRONG.search(low):
        return None
    if not read.follows:
        short = content < LEANS and not patterns.ELSEWHERE.search(low)
        return replace(read, context=before.topic, follows=True) if short and before.topic else None
    if read.context and (content > 1 or _is_aspect(_bare(question))):
        return Read(text=question, topic=topic_of(question))
    return None


def _after_all(read: Read, before: Read, question: str) -> Read | None:
    """Return a question after the whole one before it, and what that was read after itself."""
    elsewhere = patterns.ELSEWHERE.search(plain(question))
    if read.for_all or elsewhere or len(_content(question)) >= LEANS_STRONGLY:
        return None
    said = _context(before)
    return None if read.context == said else Read(text=question, context=said, follows=True)


@lru_cache(maxsize=4096)
def _next(before: Read | None, question: str) -> Read:
    """Return how a question reads after one that was read already."""
    if before and (mended := _mended(before, question)):
        return mended
    if before and (there := _with_place(before, question)):
        refers = patterns.STRONG.search(patterns.NOT_A_REFERENCE.sub(" ", plain(there)))
        read = _after(before, there) if refers else Read(text=there, topic=topic_of(there))
        return replace(read, follows=True)
    if before is None or not (patterns.DO_NOT_KNOW.match(question) or leans(question)):
        return Read(text=question, topic=topic_of(question) if _asks(question) else "")
    if patterns.DO_NOT_KNOW.match(question):
        return replace(before, for_all=True, follows=True)
    if elsewhere := _asked_elsewhere(before, question):
        return in_place(before, elsewhere)
    phrase = bare_phrase(question)
    hangs = patterns.IF.match(phrase) and not patterns.IF_I.match(phrase)
    if not phrase or (hangs and not slots_in(phrase)):
        return _after(before, question)
    if tells(question) and not patterns.SAID.match(phrase) and not counterparts(phrase, before):
        return _after(before, question)
    if before.topic and _is_aspect(phrase) and not counterparts(phrase, before):
        return Read(text=phrase, context=before.topic, topic=before.topic, follows=True)
    return in_place(before, phrase)


def _mended(before: Read, question: str) -> Read | None:
    """
    Return the question behind 'ik bedoel SOOL:', read after the earlier one as mended by it.

    One that only asks the earlier one again ('wat is het daar') is the mended one itself.
    """
    found = patterns.CORRECTED.match(patterns.OPENER.sub("", question))
    if not found or not slots_in(found["mended"]) or not _asks(found["asked"]):
        return None
    mended = _next(before, found["mended"])
    if set(_content(found["asked"])) <= set(_content(f"{before.context} {before.text}")):
        return mended
    return replace(_next(mended, found["asked"]), follows=True)


def _asked_elsewhere(before: Read, question: str) -> str:
    """Return 'in Rotterdam' of 'geldt dat ook in Rotterdam', after a question on a place; or ''."""
    found = patterns.ALSO.match(_bare(question))
    if not found or not any(slot.kind in SCOPE for slot in slots_in(found["phrase"])):
        return ""
    return found["phrase"] if counterparts(found["phrase"], before) else ""


def _with_place(before: Read, question: str) -> str:
    """Return a question with the place before for its 'daar'; '' where that is no place."""
    found = patterns.IN_THAT_PLACE.search(question)
    said = before.text if _place_in(before.text) else before.context
    place = _place_in(said)
    if not found or not place or _place_in(question) or patterns.A_DESK.search(said):
        return ""
    own = re.match(r"(?:in|bij)\b", said[place.phrase : place.start])
    name = said[place.start : place.end]
    lead = own[0] if own else "bij" if regions_in(name, load_regions()) else "in"
    return f"{question[: found.start()]}{lead} {name}{question[found.end() :]}"


def _place_in(text: str) -> Slot | None:
    """Return the last place or region that a text names."""
    slots = (slot for slot in slots_in(text) if slot.kind == Kind.REGION)
    named = [slot for slot in slots if not DEICTIC.match(text[slot.start : slot.end])]
    return named[-1] if named else None


def _about(question: str) -> str:
    """Return 'de pabo' of 'hoe zit dat met de pabo', or ''."""
    bare = _bare(question)
    found = patterns.HOW_ABOUT.match(bare)
    return bare[found.end() :].strip() if found else ""


def _after(before: Read, question: str) -> Read:
    """Return a question with the topic before for its pronoun, or else after the one before."""
    if patterns.ASKS_WHY.match(question):
        return Read(text=question, context=_context(before), topic=before.topic, follows=True)
    bare = patterns.OPENER.sub("", question)
    is_act = patterns.AN_ACT.match(bare) or patterns.ASKS_WHAT.match(before.text)
    if before.topic and not is_act and not _about(question) and not patterns.IF.match(bare):
        said = with_topic(question, before.topic)
    else:
        said = None
    if said:
        return Read(text=said, topic=before.topic, follows=True)
    topic = "" if tells(question) else before.topic
    points = patterns.POINTS.search(patterns.NOT_A_REFERENCE.sub(" ", plain(question)))
    context = topic if topic and not points else _context(before)
    if _is_aspect(_bare(question)):
        topic = f"{topic} {_bare(question).split()[-1]}".strip()
    return Read(text=question, context=context, topic=topic, follows=True)


def tells(text: str) -> bool:
    """Tell whether visitors only say what is the case with them: 'ik heb alleen mavo'."""
    return bool(patterns.TELLS.match(plain(text))) and not _asks(text)


def leans(question: str) -> bool:
    """Tell whether a question leans on an earlier one."""
    low = plain(question).strip()
    content = _content(question)
    if tells(question):
        return True
    if content and patterns.ELSEWHERE.search(low) and not patterns.STRONG.search(low):
        return False
    if _is_whole_before_then(question, low):
        return False
    if bare_phrase(question) or not (content or slots_in(question)):
        return True
    sure = patterns.NOT_A_REFERENCE.sub(" ", low)
    if patterns.DEFINES.match(low) and slots_in(question) and not patterns.STRONG.search(low):
        return False
    about = _about(question)
    if slots_in(about) and _content(about) and not _is_aspect(about):
        return False
    then = patterns.THEN.search(low) and not patterns.IF_ANYWHERE.search(low)
    if then or _refers_back(sure):
        return len(content) < LEANS_STRONGLY
    if _is_aspect(_bare(low)):
        return True
    opens = bool(patterns.OPENER.match(low))
    if any(patterns.THIS.search(question[: slot.start]) for slot in slots_in(question)):
        return len(content) < LEANS
    if _has_subject(question):
        refers = patterns.WEAK.search(patterns.STILL.sub(" ", sure))
        return opens and bool(refers) and len(content) < LEANS
    if opens or patterns.WEAK.search(sure):
        return len(content) < LEANS
    return len(content) < TOO_SHORT


def _is_whole_before_then(question: str, low: str) -> bool:
    """Tell whether 'dan' only joins on a question that names what it is about: a route, a name."""
    if not patterns.THEN_AT_LAST.search(low) or patterns.ME.search(low):
        return False
    named = any(slot.kind in (Kind.ROUTE, Kind.NAME) for slot in slots_in(question))
    return named and _asks(question) and not patterns.STRONG.search(low)


def _bare(question: str) -> str:
    """Return a question without the words that join it on, and its marks."""
    return patterns.OPENER.sub("", question).strip(" ?!.")


def _is_aspect(phrase: str) -> bool:
    return bool(patterns.ASPECT.match(plain(phrase)))


def counterparts(phrase: str, before: Read) -> bool:
    """Tell whether an earlier question has a part that one of this phrase may stand for."""
    texts = (before.text, before.context)
    return any(counterpart(slot, text) for slot in slots_in(phrase) for text in texts)


def _refers_back(text: str) -> bool:
    """Tell whether a word refers back, to no subject that an earlier clause of the text has."""
    found = patterns.STRONG.search(text)
    if not found:
        return False
    clauses = re.split(r"[,.;:!?]", text[: found.start()])
    return not any(_has_subject(clause) for clause in clauses[:-1])


def _content(question: str) -> list[str]:
    """Return the words that carry meaning, without a place, a sector, a year or a diploma."""
    for slot in reversed(slots_in(question)):
        if slot.kind in SCOPE - {Kind.SCHOOL_SUBJECT}:
            question = f"{question[: slot.start]} {question[slot.end :]}"
    found = (word for word in words(question) if word not in STOP_WORDS)
    return [word for word in found if not patterns.ASKING.fullmatch(word)]


def _asks(text: str) -> bool:
    return bool(patterns.ASKING.search(text) or patterns.VERB_FIRST.match(text) or "?" in text)


def _has_subject(question: str) -> bool:
    """Tell whether a question says what it is about: more than a place, a sector or a year."""
    return bool(patterns.SUBJECT.search(question)) or any(
        slot.kind not in SCOPE for slot in slots_in(question)
    )


def bare_phrase(question: str) -> str:
    """Return the phrase that a question without a verb of its own consists of, or ''."""
    rest = patterns.OPENER.sub("", question)
    opened = rest != question
    rest = re.sub(r"\W+$", "", patterns.NOT_THAT.sub("", rest))
    said = patterns.MEANT.sub("", patterns.SAID.sub("", rest))
    phrase = patterns.ASIDE.sub("", said).strip(" ,")
    if not phrase or patterns.VERB_FIRST.match(rest) or "?" in phrase:
        return ""
    if patterns.CLAUSE.search(phrase):
        return ""
    most = 2 * LONGEST_PHRASE if patterns.IF.match(phrase) else LONGEST_PHRASE
    if len(phrase.split()) > most or (
        patterns.ASKING.search(phrase) and not patterns.IF.match(phrase)
    ):
        return ""
    slots = slots_in(phrase)
    if patterns.PHRASE.match(rest) or said != rest:
        return phrase if opened or slots else ""
    starts = bool(slots) and slots[0].phrase == 0
    return phrase if starts or (opened and len(phrase.split()) < 4) else ""


def in_place(before: Read, phrase: str) -> Read:
    """Return the earlier question with the slots of a phrase for their counterparts, or after."""
    phrase = _place_of(phrase) or phrase
    said = {"text": before.text, "context": before.context}
    left, is_condition, is_changed = phrase, bool(patterns.IF.match(phrase)), False
    for slot in slots_in(phrase):
        for part, text in said.items():
            old = counterpart(slot, text)
            if old and old.kind != slot.kind and _content(phrase[: slot.phrase]):
                continue  # 'en lenen bij DUO' is another thing to do
            if old and is_condition and _is_said_again(phrase, slot, text, old):
                continue
            if old and not _goes_along(phrase, slot, text, old):
                new = "" if is_condition else _fitted(phrase, slot, text, old)
                said[part] = f"{text[: old.phrase]}{new}{text[old.end :]}"
                left = left.replace(phrase[slot.phrase : slot.end], " ", 1)
                is_changed = True
                break
    rest = phrase if is_condition else " ".join(left.split()).strip(" ,")
    if left == phrase and (replaced := _one_for_another(said["text"], rest)):
        return Read(text=replaced, context=said["context"], topic=topic_of(replaced), follows=True)
    if any(word not in STOP_WORDS for word in words(rest)):
        joint = " " if patterns.PREPOSITION.match(rest) else ", "
        said["text"] = f"{_open(said['text'])}{joint}{rest}?"
    text = re.sub(r"\s+(?=[,?.]|$)|(?<=\s)\s+", "", said["text"])
    about = topic_of(said["context"] or text) if is_changed else before.topic
    return Read(text=text, context=said["context"], topic=about, follows=True)


def _is_said_again(phrase: str, slot: Slot, text: str, old: Slot) -> bool:
    """Tell whether a condition names what the question does: 'als ik Frans gestudeerd heb'."""
    is_same = plain(phrase[slot.start : slot.end]) == plain(text[old.start : old.end])
    return is_same and slot.kind == Kind.SCHOOL_SUBJECT


def _one_for_another(text: str, phrase: str) -> str | None:
    """Return a text with 'een leraar' for its only 'een piloot', 'artikel 6' for 'artikel 4'."""
    for thing in (patterns.AN_ARTICLE, patterns.A_THING, patterns.AS_A, patterns.FOR_WHOM):
        found = list(thing.finditer(text))
        if len(found) == 1 and thing.fullmatch(phrase):
            return f"{text[: found[0].start()]}{phrase}{text[found[0].end() :]}"
    return None


def _place_of(condition: str) -> str:
    """Return 'in Zwolle' for 'als ik in Zwolle woon' or 'als ik naar Zwolle verhuis', or ''."""
    slots = slots_in(condition)
    if not patterns.IF.match(condition) or [slot.kind for slot in slots] != [Kind.REGION]:
        return ""
    return f"in {condition[slots[0].start : slots[0].end]}"


def _goes_along(phrase: str, new: Slot, text: str, old: Slot) -> bool:
    """Tell whether a thing is added and replaces nothing: 'parttime', 'en tijdens zij-instroom'."""
    said = patterns.ADJUNCT.search(plain(phrase[: new.start]))
    if new.kind in SCOPE or not said:
        return False
    return said[0] not in plain(text[: old.start]).split()


def counterpart(slot: Slot, text: str) -> Slot | None:
    """Return the last slot of a text that is of the same kind, or else its only subject."""
    found = slots_in(text)
    same = next((each for each in reversed(found) if each.matches(slot)), None)
    subjects = [each for each in found if each.kind not in SCOPE]
    if same or slot.kind in SCOPE or len(subjects) != 1:
        return same
    return subjects[0]


def _fitted(phrase: str, new: Slot, text: str, old: Slot) -> str:
    """Return the new thing, with the preposition of the old one and an article of its own."""
    own, lead = phrase[new.phrase : new.start], text[old.phrase : old.start]
    thing = phrase[new.start : new.end]
    if not lead and OWNED.match(text[old.start : old.end]):
        return thing  # 'heeft onze regio': it is who does it
    if text[old.end : old.end + 1].isalnum():
        return f"{lead}{thing}"  # the first part of a compound: 'gymleraar'
    if patterns.WITH_OR_WITHOUT.match(own) and patterns.WITH_OR_WITHOUT.match(lead):
        return own + thing
    article, preposition = patterns.ARTICLE.search(own), patterns.ARTICLE.sub("", lead)
    if not own:
        return f"{preposition if thing.isupper() else lead}{thing}"  # 'voor SOOL', not 'een SOOL'
    return f"{preposition}{article[0] if article else ''}{thing}" if preposition else own + thing


def _context(read: Read) -> str:
    """Return what a question that leans on this one must be read after."""
    return " ".join(f"{read.context} {read.text}".split()[-LONGEST_CONTEXT:])


def _open(text: str) -> str:
    return re.sub(r"[\s?!.]+$", "", text)
