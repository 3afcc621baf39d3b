"""Places of the Netherlands: municipality, village, province, part of the country, postcode."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from corpus.errors import DataProblem
from corpus.text import slug
from corpus.yaml_data import DATA, build, read_yaml

SHORTEST_TYPO = 5
"""Letters a town needs before one wrong letter is forgiven: short names are too much alike."""

SHORTEST_VILLAGE_TYPO = 7

_POSTCODE = re.compile(r"([1-9]\d{3})\s*(?:[A-Za-z]{2})?")


class PlaceKind(StrEnum):
    """What a name stands for."""

    POSTCODE = "postcode"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    AREA = "area"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    One meaning of a name.

    Args:

        name: As the data spell it.

        municipalities: All that it lies in or covers; never empty.

        province: None where it covers more than one.
    """

    name: str
    kind: PlaceKind
    municipalities: tuple[str, ...]
    province: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A row of `municipalities.csv`; postcodes are ranges of four digits, both ends included."""

    name: str
    province: str
    aliases: tuple[str, ...]
    postcodes: tuple[tuple[int, int], ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the country, from `places.yaml`."""

    name: str
    aliases: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Names that are ordinary words too, as keys; `places.yaml` says what each group means."""

    towns: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Words around a name, as keys; `places.yaml` says what each group means."""

    before: frozenset[str] = frozenset()
    before_van: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    institutes: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()


class Gazetteer:
    """Every place by its names and postcodes."""

    def __init__(
        self,
        municipalities: Iterable[Municipality],
        areas: Iterable[Area],
        words: Words,
        cues: Cues,
    ) -> None:
        """Index the names; raises DataProblem where an area names an unknown municipality."""
        self.words, self.cues = words, cues
        self.municipalities = {each.name: each for each in municipalities}
        self.provinces: dict[str, tuple[str, ...]] = {}
        for each in self.municipalities.values():
            known = self.provinces.get(each.province, ())
            self.provinces[each.province] = (*known, each.name)
        areas = tuple(areas)
        self.areas: dict[str, tuple[str, ...]] = {}
        for area in areas:
            self.areas[area.name] = self.resolve(area.name, area.provinces, (), area.municipalities)
        self._names: dict[str, list[Place]] = {}
        self._index(areas)
        self.longest = max(name.count(" ") + 1 for name in self._names)
        """Words of the longest name."""

    def resolve(
        self,
        owner: str,
        provinces: Iterable[str],
        areas: Iterable[str],
        municipalities: Iterable[str],
    ) -> tuple[str, ...]:
        """Return the municipalities of all that is named; raises DataProblem, with the owner."""
        found: dict[str, None] = {}
        try:
            for province in provinces:
                found |= dict.fromkeys(self.provinces[province])
            for area in areas:
                found |= dict.fromkeys(self.areas[area])
            for name in municipalities:
                found[self.municipalities[name].name] = None
        except KeyError as missing:
            raise DataProblem(f"{owner}: there is no place {missing}") from missing
        return tuple(found)

    def _index(self, areas: Iterable[Area]) -> None:
        """Enter every name: a town outranks a province, that a part, and that a village."""
        for town in self.municipalities.values():
            place = self._place(town.name, PlaceKind.MUNICIPALITY, (town.name,))
            names = (town.name, *town.aliases)
            heard = [f"De {name[4:]}" for name in names if name.startswith("Den ")]
            self._enter([(name, place) for name in (*names, *heard)])
        provinces = [
            (name, self._place(name, PlaceKind.PROVINCE, towns))
            for name, towns in self.provinces.items()
        ]
        parts = [
            (name, self._place(area.name, PlaceKind.AREA, self.areas[area.name]))
            for area in areas
            for name in (area.name, *area.aliases)
        ]
        villages = [
            (name, self._place(name, PlaceKind.VILLAGE, (town.name,)))
            for town in self.municipalities.values()
            for name in town.places
        ]
        for level in (provinces, parts, villages):
            taken = frozenset(self._names)
            self._enter([each for each in level if key_of(each[0]) not in taken])
        self._enter([(f"provincie {name}", place) for name, place in provinces])

    def _place(self, name: str, kind: PlaceKind, towns: tuple[str, ...]) -> Place:
        provinces = {self.municipalities[town].province for town in towns}
        province = provinces.pop() if len(provinces) == 1 else None
        return Place(name=name, kind=kind, municipalities=towns, province=province)

    def _enter(self, names: Iterable[tuple[str, Place]]) -> None:
        for name, place in names:
            key = key_of(name)
            for spelling in {key, key.replace(" ", "")}:
                known = self._names.setdefault(spelling, [])
                if place not in known:
                    known.append(place)

    def find(self, text: str) -> list[Place]:
        """
        Return the meanings of a name or postcode; several where a name stands for several places.

        Case, accents, hyphens and apostrophes do not matter. A name with one wrong letter is
        understood where only one name is that near. Unknown: [].
        """
        found = self.exactly(text)
        if found:
            return found
        near = self.near(text)
        return self.exactly(near[0]) if len(near) == 1 else []

    def exactly(self, text: str) -> list[Place]:
        """Return the meanings of a name or postcode without a guess at its spelling."""
        postcode = _POSTCODE.fullmatch(text.strip())
        if postcode:
            return self.by_postcode(int(postcode[1]))
        return self.named(text) or self.named(text.replace(" ", ""))

    def named(self, name: str) -> list[Place]:
        """Return the meanings of exactly this name; its words may be written as one."""
        return list(self._names.get(key_of(name), ()))

    def by_postcode(self, digits: int) -> list[Place]:
        """Return the place of a postcode of four digits, or []."""
        return [
            self._place(str(digits), PlaceKind.POSTCODE, (town.name,))
            for town in self.municipalities.values()
            if any(first <= digits <= last for first, last in town.postcodes)
        ]

    def near(self, text: str, *, villages: bool = True) -> list[str]:
        """Return the names that differ from a text by about one letter, nearest first."""
        key = key_of(text)
        if len(key) < SHORTEST_TYPO:
            return []
        villages = villages and len(key) >= SHORTEST_VILLAGE_TYPO
        names = [
            name
            for name, places in self._names.items()
            if name[:1] == key[:1]
            and abs(len(name) - len(key)) <= 1
            and (villages or places[0].kind != PlaceKind.VILLAGE)
        ]
        # One letter of n changed leaves a ratio of 1 - 1/n; a little less, for rounding.
        found = difflib.get_close_matches(key, names, n=5, cutoff=1 - 1.01 / len(key))
        return list(dict.fromkeys(self._names[name][0].name for name in found))


@lru_cache(maxsize=1 << 14)
def key_of(name: str) -> str:
    """Return a name for comparing: plain lower-case words, 'St.' as 'Sint', 'a/d' as 'aan den'."""
    words = f" {slug(name.replace('’', ' ')).replace('-', ' ')} "
    return words.replace(" st ", " sint ").replace(" a d ", " aan den ").strip()


def read_municipalities(path: Path) -> Iterator[Municipality]:
    """Yield the rows of a table like `municipalities.csv`; lines with '#' are its description."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield Municipality(
                name=row["municipality"],
                province=row["province"],
                aliases=_cell(row["aliases"]),
                postcodes=tuple(_range(each) for each in _cell(row["postcodes"])),
                places=_cell(row["places"]),
            )


def _cell(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def read_gazetteer(folder: Path) -> Gazetteer:
    """Return the places of a folder with `municipalities.csv` and `places.yaml`."""
    raw = read_yaml(folder / "places.yaml")
    if not isinstance(raw, Mapping) or set(raw) != {"areas", "words", "cues"}:
        raise DataProblem("places.yaml: expected 'areas', 'words' and 'cues' and nothing else")
    return Gazetteer(
        read_municipalities(folder / "municipalities.csv"),
        [build(Area, each, "places.yaml") for each in raw["areas"]],
        build(Words, _keys(raw["words"]), "places.yaml"),
        build(Cues, _keys(raw["cues"]), "places.yaml"),
    )


def _keys(groups: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {group: frozenset(map(key_of, names)) for group, names in groups.items()}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the places of this project's own tables; raises DataProblem for a fault in them."""
    return read_gazetteer(DATA)
