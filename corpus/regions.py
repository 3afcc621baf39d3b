"""Which onderwijsregio's and desks fit a place and a sector."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from corpus.errors import DataProblem
from corpus.model import SECTORS
from corpus.places import Gazetteer, Place, gazetteer, key_of
from corpus.region_data import Kind, Region, read_entries
from corpus.yaml_data import DATA

_TYPO_CUTOFF = 0.85
_PREFIX = re.compile(r"^onderwijsregio +", re.IGNORECASE)


class Status(StrEnum):
    """How a search for desks ended."""

    ALL = "all"
    FOUND = "found"
    NO_DESK = "no_desk"
    AMBIGUOUS_PLACE = "ambiguous_place"
    UNKNOWN_PLACE = "unknown_place"


class Certainty(StrEnum):
    """How sure it is that a desk works for a place, surest first."""

    STATED = "stated"
    """The source names the place, or the whole province or part of the country."""

    REGION = "region"
    """The source does not name it for the desk, but for an onderwijsregio of the desk."""

    LIKELY = "likely"
    """Filled in by us: the source says 'and surroundings'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A desk that fits, for which sectors, how surely, and through which onderwijsregio."""

    desk: Region
    sectors: tuple[str, ...]
    certainty: Certainty
    via: Region | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    What is known for a place and a sector.

    Args:

        places: The meanings of the place; several where its name stands for several places.

        desks: Regional desks that fit, best first; of an ambiguous place, for any meaning.

        regions: Onderwijsregio's that cover the place.

        also: National desks for the sector; never the regional fit.

        suggestions: Names near an unknown one.
    """

    status: Status
    places: tuple[Place, ...] = ()
    desks: tuple[Fit, ...] = ()
    regions: tuple[Region, ...] = ()
    also: tuple[Region, ...] = ()
    suggestions: tuple[str, ...] = ()


class Regions:
    """Every onderwijsregio and desk, by id, with the places that they cover."""

    def __init__(self, entries: Iterable[Region], places: Gazetteer) -> None:
        """Take the entries; raises DataProblem for an id that stands twice or is missing."""
        self.places = places
        self.by_id: dict[str, Region] = {}
        for entry in entries:
            if entry.id in self.by_id:
                raise DataProblem(f"the id '{entry.id}' stands twice")
            self.by_id[entry.id] = entry
        for desk in self.by_id.values():
            for each in desk.regions:
                if each not in self.by_id or self.by_id[each].kind != Kind.REGION:
                    raise DataProblem(f"{desk.id}: '{each}' is no onderwijsregio")
        self._names: dict[str, list[Region]] = {}
        for entry in self.by_id.values():
            for name in {key_of(each) for each in spellings(entry)}:
                self._names.setdefault(name, []).append(entry)
        self.longest = max((name.count(" ") + 1 for name in self._names), default=1)
        """Words of the longest name."""

    def all(self, kind: Kind, sector: str | None = None) -> list[Region]:
        """Return the entries of a kind that work for a sector, in the order of the file."""
        return [
            each for each in self.by_id.values() if each.kind == kind and each.works_for(sector)
        ]

    def named(self, name: str) -> list[Region]:
        """Return the entries with exactly this name, in any case."""
        return list(self._names.get(key_of(name), ()))

    def desks_of(self, region: Region) -> list[Region]:
        """Return the desks of an onderwijsregio; a desk has only itself."""
        if region.kind == Kind.DESK:
            return [region]
        return [each for each in self.all(Kind.DESK) if region.id in each.regions]

    def extent(self, region: Region) -> frozenset[str]:
        """Return the municipalities of an entry; those of its desks where it names none itself."""
        own = region.stated | region.likely
        if own or region.kind == Kind.DESK:
            return own
        return frozenset().union(*(desk.stated | desk.likely for desk in self.desks_of(region)))

    def find(self, place: str | None, sector: str | None = None) -> Finding:
        """Return the desks for a place and a sector; see `find_desks`."""
        if sector is not None and sector not in SECTORS:
            raise ValueError(f"there is no sector '{sector}'; there are {', '.join(SECTORS)}")
        if place is None:
            return self._everything(sector)
        places = self.places.exactly(place)  # 'Twente' is a part of the country before a region
        named = [] if places else self.named(place)
        places = places or ([] if named else self.places.find(place))
        named = named or ([] if places else self._misspelled(place))
        if named:
            return self.for_regions(named, sector)
        if places:
            return self.for_places(places, sector)
        near = [each[0].name for each in self._near(place)]
        return Finding(
            status=Status.UNKNOWN_PLACE,
            also=self._national(sector),
            suggestions=tuple(dict.fromkeys([*self.places.near(place), *near])),
        )

    def _misspelled(self, name: str) -> list[Region]:
        """Return the entries that a misspelled name must mean; [] where it may mean several."""
        near = self._near(name)
        return near[0] if near and all(each == near[0] for each in near) else []

    def _near(self, name: str) -> list[list[Region]]:
        near = difflib.get_close_matches(key_of(name), self._names, n=3, cutoff=_TYPO_CUTOFF)
        return [self._names[each] for each in near]

    def _everything(self, sector: str | None) -> Finding:
        desks = [each for each in self.all(Kind.DESK, sector) if not each.is_national]
        return Finding(
            status=Status.ALL,
            desks=tuple(
                Fit(desk=each, sectors=each.sectors, certainty=Certainty.STATED) for each in desks
            ),
            regions=tuple(self.all(Kind.REGION, sector)),
            also=tuple(each for each in self.all(Kind.DESK, sector) if each.is_national),
        )

    def for_regions(self, regions: Iterable[Region], sector: str | None) -> Finding:
        """Return the desks of entries that were named themselves."""
        regions = tuple(regions)
        desks = {
            desk.id: Fit(
                desk=desk,
                sectors=desk.sectors,
                certainty=Certainty.STATED,
                via=region if region.kind == Kind.REGION else None,
            )
            for region in regions
            for desk in sorted(self.desks_of(region), key=lambda each: not each.email)
            if desk.works_for(sector)
        }
        return Finding(
            status=Status.FOUND if desks else Status.NO_DESK,
            desks=tuple(desks.values()),
            regions=tuple(each for each in regions if each.kind == Kind.REGION),
            also=self._national(sector),
        )

    def for_places(self, places: Iterable[Place], sector: str | None) -> Finding:
        """Return the desks for the meanings of one name."""
        places = tuple(places)
        wanted = frozenset(town for place in places for town in place.municipalities)
        fits = [
            fit
            for desk in self.all(Kind.DESK, sector)
            if not desk.is_national and (fit := self._fit(desk, wanted, sector))
        ]
        fits.sort(key=lambda fit: self._rank(fit, wanted, sector))
        status = Status.FOUND if fits else Status.NO_DESK
        return Finding(
            status=Status.AMBIGUOUS_PLACE if len(places) > 1 else status,
            places=places,
            desks=tuple(fits),
            regions=tuple(
                each
                for each in self.all(Kind.REGION, sector)
                if not each.is_national and self.extent(each) & wanted
            ),
            also=self._national(sector, wanted),
        )

    def _national(
        self, sector: str | None, wanted: frozenset[str] = frozenset()
    ) -> tuple[Region, ...]:
        """Return the national desks; one with places of its own only where it has a wanted one."""
        return tuple(
            each
            for each in self.all(Kind.DESK, sector)
            if each.is_national and (not self.extent(each) or self.extent(each) & wanted)
        )

    def _fit(self, desk: Region, wanted: frozenset[str], sector: str | None) -> Fit | None:
        """Return how a desk fits: by its own area, else by that of a region it works for."""
        regions = [self.by_id[each] for each in desk.regions]
        if desk.stated & wanted:
            return Fit(desk=desk, sectors=desk.sectors, certainty=Certainty.STATED)
        fit = _fit_via(desk, [each for each in regions if each.stated & wanted], Certainty.REGION)
        if fit and (sector is None or sector in fit.sectors):
            return fit
        if desk.likely & wanted:
            return Fit(desk=desk, sectors=desk.sectors, certainty=Certainty.LIKELY)
        fit = _fit_via(desk, [each for each in regions if each.likely & wanted], Certainty.LIKELY)
        return fit if fit and (sector is None or sector in fit.sectors) else None

    def _rank(
        self, fit: Fit, wanted: frozenset[str], sector: str | None
    ) -> tuple[float | str, ...]:
        """
        Order: covers most, not likely only, reachable, most sectors if any may do, smallest.

        A desk of an onderwijsregio that covers all for a sector does so too, though its own list
        names less.
        """
        extent = self.extent(fit.desk) | (self.extent(fit.via) if fit.via else frozenset())
        regions = [self.by_id[each] for each in fit.desk.regions if sector]
        if any(each.works_for(sector) and each.stated >= wanted for each in regions):
            extent = extent | wanted
        return (
            -len(extent & wanted) / len(wanted),
            fit.certainty == Certainty.LIKELY,
            not (fit.desk.website or fit.desk.email),
            0 if sector else -len(fit.sectors),
            len(extent),
            not fit.desk.email,
            fit.desk.id,
        )


def _fit_via(desk: Region, regions: list[Region], certainty: Certainty) -> Fit | None:
    held = {sector for region in regions for sector in region.sectors}
    sectors = tuple(each for each in desk.sectors if each in held)
    if not sectors:
        return None
    return Fit(desk=desk, sectors=sectors, certainty=certainty, via=regions[0])


def spellings(entry: Region) -> set[str]:
    """Return the ways to write an entry: name, with or without 'Onderwijsregio', and aliases."""
    bare = _PREFIX.sub("", entry.name) if entry.kind == Kind.REGION else entry.name
    return {entry.id, entry.name, bare, *entry.aliases}


def read_regions(path: Path, places: Gazetteer) -> Regions:
    """Return the regions of a file like `regions.yaml`; raises DataProblem for any fault."""
    return Regions(read_entries(path, places), places)


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """Return this project's own regions; raises DataProblem for a fault in the files."""
    return read_regions(DATA / "regions.yaml", gazetteer())


def find_desks(place: str | None, sector: str | None = None) -> Finding:
    """
    Return the desks for a place and a sector ('po', 'so', 'vo', 'mbo', or None for any).

    The place is a municipality, village, province, part of the country, postcode (four digits,
    letters allowed) or the name of a region or desk, spelled loosely. None: every desk. A national
    desk is never among `desks`, only in `also`. Raises ValueError for an unknown sector.
    """
    return load_regions().find(place, sector)
