"""Whom an answer is for: the place, the sector and the diploma that are known of the visitor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.answer import Ask
from assistant.messages import NL, Messages
from assistant.understanding.conversation import bare_phrase
from assistant.understanding.sectors import NAMES, sector_in
from assistant.understanding.slots import DEICTIC, Kind, slots_in
from corpus.mentions import places_in, regions_in
from corpus.regions import load_regions

_ABOUT_ME = re.compile(
    r"\b(?:ik|we|wij) (?:\w+ ){0,2}?(?:woon|wonen|werk|zit|kom|zoek|verhuis|verhuizen|wil|ga|heb)\b"
    r"|\b(?:woon|werk|wil|verhuis) ik\b|\bi(?:'m| am)? (?:live|living|work|want|have|moving)\b"
    r"|\bich (?:wohne|arbeite|will|möchte|habe|ziehe)\b|^(?:woon|werk) (?:in|op)\b",
    re.I,
)
_BACKGROUND = re.compile(
    r"\b(?:ik|i|ich) (?:ben|was|werk|werkte|heb|had|studeer\w*|deed|doe|volg\w*|haalde|gaf|geef|sta"
    r"|am|have|had|work|worked|studied|bin|habe|arbeite)\b",
    re.I,
)
"""How visitors tell what they do, did or learned: 'ik ben kok', 'ik heb rechten gestudeerd'."""

_LEAD = re.compile(
    r"^(?:(?:in|bij|uit|naar|van|voor|rond|op|from|to|near|aus|nach|for|het|de|the)\s+)+", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    What is known of the visitor.

    Args:

        told: What they told of themselves in this conversation, as phrases: 'in Assen'.

        background: Whether they told before what they do, did or learned.

        region, sector: What the caller gave along with the question: codes.
    """

    told: Mapping[Kind, str] = field(default_factory=dict)
    background: bool = False
    region: str | None = None
    sector: str | None = None

    def given(self, kind: Kind) -> bool:
        """Tell whether the caller gave it, so that the search is narrowed to it already."""
        return bool({Kind.REGION: self.region, Kind.SECTOR: self.sector}.get(kind))

    def phrase(self, kind: Kind) -> str | None:
        """Return what was told of a kind, where the caller gave none."""
        return None if self.given(kind) else self.told.get(kind)

    def narrowed(self, ask: Ask) -> Ask:
        """Return an ask that prefers what is for this place and sector."""
        place = self.phrase(Kind.REGION)
        return replace(
            ask,
            prefer_regions=_regions_of(place) if place else (),
            prefer_sector=sector_in(self.phrase(Kind.SECTOR) or ""),
        )

    def note(self, messages: Messages, used: frozenset[Kind]) -> str | None:
        """Return the sentence that tells whom the answer is for, or None where it is for all."""
        region = load_regions().by_id.get(self.region or "")
        place = region.name if region else self.region or self.phrase(Kind.REGION)
        sector = self.sector or sector_in(self.phrase(Kind.SECTOR) or "")
        parts = {
            Kind.REGION: _LEAD.sub("", place or ""),
            Kind.SECTOR: _sector_name(sector, messages) if sector else "",
        }
        said = [part for kind, part in parts.items() if part and (kind in used or self.given(kind))]
        return messages.holds_for.format(scope=", ".join(said)) if said else None


def is_about_me(text: str) -> bool:
    """Tell whether visitors tell something of themselves: 'ik woon …', 'ik wil …'."""
    return bool(_ABOUT_ME.search(text))


def scope_of(ask: Ask) -> Scope:
    """Return what the caller gave, and what the visitor told in the conversation, latest last."""
    told: dict[Kind, str] = {}
    for text in (*ask.earlier, ask.question):
        if is_about_me(text) or (ask.earlier and bare_phrase(text)):
            told |= _phrases(text)
    background = any(_BACKGROUND.search(text) for text in ask.earlier)
    return Scope(told=told, background=background, region=ask.region, sector=ask.sector)


def _sector_name(sector: str, messages: Messages) -> str:
    return NAMES[sector] if messages is NL and sector in NAMES else f"{messages.sector} {sector}"


def _phrases(text: str) -> dict[Kind, str]:
    found: dict[Kind, str] = {}
    for slot in slots_in(text):
        said = text[slot.start : slot.end]
        if DEICTIC.match(said):
            continue
        if slot.kind == Kind.REGION:
            found[slot.kind] = f"in {said}"
        elif slot.kind in (Kind.SECTOR, Kind.DIPLOMA):
            found[slot.kind] = text[slot.phrase : slot.end]
    return found


def _regions_of(place: str) -> tuple[str, ...]:
    """Return the codes of the regions that a phrase names, or that cover the place it names."""
    regions = load_regions()
    found = {each.id for each in regions_in(place, regions)}
    for meanings in places_in(place, regions.places):
        found |= {each.id for each in regions.for_places(meanings, None).regions}
    return tuple(sorted(found))
