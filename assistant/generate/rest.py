"""What is left of an extractive answer where a model broke off after its first sentences."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from assistant.wording.compose import Draft
from corpus.text import fold


def rest_of(draft: Draft, said: Collection[str]) -> Draft:
    """
    Return the draft without the sentences that say what was said already.

    A passage with a list stays as it is: its items cannot be read without what introduces them.

    Args:

        said: The units of passages that a shown sentence rests on, as they stand there.
    """
    known = [fold(text) for text in said]
    left = []
    for _, group in groupby(draft.sentences, key=lambda sentence: sentence.citations):
        sentences = list(group)
        if any(sentence.text.startswith("- ") for sentence in sentences):
            left += sentences
        else:
            left += [each for each in sentences if not any(text in each.text for text in known)]
    cited = {number for sentence in left for number in sentence.citations}
    sources = tuple(source for source in draft.sources if source.number in cited)
    return Draft(sentences=tuple(left), sources=sources)
