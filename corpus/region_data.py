"""What an onderwijsregio or a desk is, and reading them from `corpus/data/regions.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import DataProblem
from corpus.model import SECTORS
from corpus.places import Gazetteer
from corpus.yaml_data import build, read_yaml


class Kind(StrEnum):
    """What an entry is: a partnership of schools, or a desk for visitors."""

    REGION = "onderwijsregio"
    DESK = "loket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from; date as far as known (year, or YYYY-MM-DD)."""

    title: str
    publisher: str
    url: str | None
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The places of an entry, as the file names them; `likely` was filled in by us."""

    provinces: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """
    An onderwijsregio or a desk.

    Args:

        sectors: Of SECTORS; empty where the source does not tell.

        regions: For a desk, the ids of the onderwijsregio's that it works for.

        reach: 'regional', or 'national' for what works (nearly) everywhere.

        stated, likely: The municipalities of `area`, resolved when read.

        confidence: Of the source: 'hoog' or 'middel'.
    """

    id: str
    kind: Kind
    name: str
    sectors: tuple[str, ...]
    confidence: str
    sources: tuple[Source, ...]
    aliases: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    area: Coverage = field(default_factory=Coverage)
    reach: str = "regional"
    website: str | None = None
    other_websites: tuple[str, ...] = ()
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    stated: frozenset[str] = frozenset()
    likely: frozenset[str] = frozenset()

    @property
    def is_national(self) -> bool:
        """Tell whether it is never the regional desk of a place."""
        return self.reach == "national"

    def works_for(self, sector: str | None) -> bool:
        """Tell whether it works for a sector; what is not known does not exclude."""
        return sector is None or not self.sectors or sector in self.sectors


def read_entries(path: Path, places: Gazetteer) -> list[Region]:
    """Return the entries of a file like `regions.yaml`; raises DataProblem for any fault."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping) or set(raw) != {"sources", "regions"}:
        raise DataProblem(f"{path.name}: expected 'sources' and 'regions' and nothing else")
    sources = {key: build(Source, each, key) for key, each in raw["sources"].items()}
    return [_entry(each, sources, places) for each in raw["regions"]]


def _entry(raw: Mapping[str, Any], sources: Mapping[str, Source], places: Gazetteer) -> Region:
    owner = str(raw.get("id", "an entry without id"))
    unknown = {*raw.get("sources", ())} - {*sources} | {*raw.get("sectors", ())} - {*SECTORS}
    if raw.get("kind") not in {*Kind}:
        unknown.add(str(raw.get("kind")))
    if unknown:
        raise DataProblem(f"{owner}: not known: {', '.join(sorted(unknown))}")
    area = build(Coverage, raw.get("area") or {}, owner)
    stated = places.resolve(owner, area.provinces, area.areas, area.municipalities)
    fields = {
        **raw,
        "kind": Kind(raw["kind"]),
        "area": area,
        "sources": [sources[key] for key in raw.get("sources", ())],
        "stated": frozenset(stated),
        "likely": frozenset(places.resolve(owner, (), (), area.likely)),
    }
    return _checked(build(Region, fields, owner))


def _checked(region: Region) -> Region:
    websites = [each for each in (region.website, *region.other_websites) if each]
    is_regional_desk = region.kind == Kind.DESK and not region.is_national
    rules = {
        "reach is 'regional' or 'national'": region.reach in ("regional", "national"),
        "confidence is 'hoog' or 'middel'": region.confidence in ("hoog", "middel"),
        "at least one source": bool(region.sources),
        "a place is stated or likely, not both": not region.stated & region.likely,
        "a regional desk has an area": not is_regional_desk or bool(region.stated),
        "a website starts with https://": all(each.startswith("https://") for each in websites),
    }
    broken = [rule for rule, held in rules.items() if not held]
    if broken:
        raise DataProblem(f"{region.id}: {'; '.join(broken)}")
    return region
