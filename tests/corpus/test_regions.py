"""Desks by place and sector, on the project's own data; and every fault that data may have."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from corpus.errors import DataProblem
from corpus.model import SECTORS
from corpus.places import PlaceKind, gazetteer
from corpus.region_data import Kind
from corpus.regions import Certainty, Finding, Status, find_desks, load_regions, read_regions
from corpus.yaml_data import DATA

CASES = [
    # North: vo has a desk of its own in Drenthe and in Friesland
    ("Assen", "vo", ["noorderwijzer"]),
    ("Assen", "po", ["schoolpleinnoord"]),
    ("Assen", "mbo", ["schoolpleinnoord"]),
    ("9401 AB", "vo", ["noorderwijzer"]),
    ("9401ab", "po", ["schoolpleinnoord"]),
    ("Emmen", "vo", ["noorderwijzer"]),
    ("Roden", "vo", ["noorderwijzer", "schoolpleinnoord"]),
    ("Groningen", "vo", ["schoolpleinnoord"]),
    ("Leeuwarden", "vo", ["friesland", "schoolpleinnoord"]),
    ("Ljouwert", "po", ["schoolpleinnoord"]),
    ("Drachten", "po", ["schoolpleinnoord"]),
    ("Texel", "vo", ["stappen-in-het-onderwijs", "welkom-in-het-onderwijs"]),
    # East
    ("Zwolle", "mbo", ["hatseklas"]),
    ("Meppel", "vo", ["noorderwijzer", "hatseklas"]),
    ("Emmeloord", "vo", ["friesland", "hatseklas?"]),
    ("Enschede", "vo", ["vota"]),
    ("Enschede", "po", ["durf", "oost-nederland"]),
    ("Doetinchem", "vo", ["oost", "vota"]),
    ("Apeldoorn", "po", ["oost-nederland"]),
    ("Apeldoorn", "vo", []),
    ("Apeldoorn", "mbo", ["mbo-gelderland"]),
    ("Ede", "vo", ["food-valley"]),
    ("Bemmel", "vo", ["arnhem-vo"]),
    ("Arnhem", "po", ["arnhem"]),
    ("Geldermalsen", "vo", ["rivierenland"]),
    ("Nijmegen", "po", ["nijmegen", "talent-voor-onderwijs"]),
    ("Nijmegen", "mbo", ["leraar-in-nijmegen", "mbo-gelderland"]),
    ("Almere", "so", ["flevowijs"]),
    ("Zeewolde", None, []),
    # Middle and west
    ("Utrecht", "po", ["utrecht-leert", "midden-nederland-po"]),
    ("Hilversum", "vo", ["midden-nederland-leert"]),
    ("1012", "po", ["liever-voor-de-klas"]),
    ("Hoofddorp", "vo", ["talent-als-docent"]),
    ("Haarlem", "po", ["blijf-zitten-in-haarlem", "ik-word-leerkracht", "echt-het-verschil-maken"]),
    ("Alkmaar", "po", ["echt-het-verschil-maken"]),
    ("Zaandam", "vo", ["welkom-in-het-onderwijs"]),
    ("Zaandam", "po", []),
    ("Rotterdam", "vo", ["rotterdam", "leraar-van-buiten?"]),
    ("Dordrecht", "po", ["passie-voor-onderwijs", "zuidwest-samen"]),
    ("Gouda", "vo", ["leraar-van-buiten?"]),
    ("Leiden", "vo", ["leiden-vo"]),
    ("den haag", "vo", ["rode-loper"]),
    ("'s-Gravenhage", "po", ["expeditie-leerkracht", "haagse-klas", "pool-west"]),
    # South
    ("Middelburg", "mbo", ["zeeland"]),
    ("Roosendaal", "po", ["onderwijshart", "west-brabant"]),
    ("Breda", "mbo", ["west-brabant"]),
    ("Tilburg", "po", ["wijzer-in-het-onderwijs"]),
    ("Tilburg", "vo", ["midden-brabant"]),
    ("Den Bosch", "po", ["primair-voor-jou"]),
    ("s hertogenbosch", "vo", ["brabant-oost"]),
    ("Eindhoven", "po", ["brabantoost-po"]),
    ("Venlo", "po", ["po-limburg"]),
    ("Maastricht", "po", ["po-limburg"]),
    ("Helmond", "vo", ["brabant-oost", "limburg-vo"]),
    # Provinces, parts of the country, regions and desks
    ("Zeeland", "vo", ["zeeland"]),
    ("Twente", "vo", ["vota"]),
    ("Twente", "po", ["durf", "oost-nederland"]),
    ("de Achterhoek", "vo", ["oost", "vota"]),
    ("provincie Groningen", "vo", ["schoolpleinnoord"]),
    ("provincie Drenthe", "so", ["schoolpleinnoord", "hatseklas"]),
    ("HAK", "so", ["echt-het-verschil-maken"]),
    ("Onderwijsregio Scope", "po", ["scope"]),
]


def found(finding: Finding) -> list[str]:
    """Return the desks in order; '?' where it is only likely that they work there."""
    return [
        fit.desk.id.removeprefix("loket-") + "?" * (fit.certainty == Certainty.LIKELY)
        for fit in finding.desks
    ]


@pytest.mark.parametrize(("place", "sector", "desks"), CASES)
def test_the_desks_of_a_place(place: str, sector: str | None, desks: list[str]) -> None:
    finding = find_desks(place, sector)
    assert found(finding) == desks
    assert finding.status == (Status.FOUND if desks else Status.NO_DESK)
    assert finding.places or finding.regions


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("ASSEN", "Assen"),
        ("s-Hertogenbosch", "'s-Hertogenbosch"),
        ("’s-Hertogenbosch", "'s-Hertogenbosch"),
        ("Sudwest Fryslan", "Súdwest-Fryslân"),
        ("alphen a/d rijn", "Alphen aan den Rijn"),
        ("noordholland", "Noord-Holland"),
        ("St. Annaparochie", "Sint Annaparochie"),
        ("The Hague", "Den Haag"),
        ("  Zwolle ", "Zwolle"),
        ("Zwole", "Zwolle"),
        ("Amsterdm", "Amsterdam"),
        ("Deventr", "Deventer"),
        ("Hoofdorp", "Hoofddorp"),
    ],
)
def test_loose_spelling_is_understood(spelled: str, name: str) -> None:
    assert [place.name for place in gazetteer().find(spelled)] == [name]


@pytest.mark.parametrize(
    "unknown",
    ["Parijs", "Londen", "Leuven", "Gent", "Atlantis", "", "?", "0123", "12345", "9401 ABC", "x"],
)
def test_what_is_no_place_here_is_unknown(unknown: str) -> None:
    finding = find_desks(unknown, "vo")
    assert (finding.status, finding.places, finding.desks) == (Status.UNKNOWN_PLACE, (), ())
    assert finding.also[0].id == "loket-landelijk"


def test_a_name_that_is_near_two_is_suggested_not_guessed() -> None:
    finding = find_desks("noorderwijser")
    assert finding.status == Status.UNKNOWN_PLACE
    assert set(finding.suggestions) == {
        "Onderwijsregio Noorderwijzer",
        "Onderwijsregio Noorderwijs",
    }
    assert found(find_desks("Schoolplein Nord")) == ["schoolpleinnoord"]


def test_a_name_of_several_places_keeps_them_all() -> None:
    finding = find_desks("Bergen", "vo")
    assert finding.status == Status.AMBIGUOUS_PLACE
    assert {place.province for place in finding.places} == {"Noord-Holland", "Limburg"}
    assert {"limburg-vo", "stappen-in-het-onderwijs"} <= set(found(finding))
    assert found(find_desks("Bergen (L)", "vo"))[0] == "limburg-vo"


def test_a_town_outranks_a_village_of_its_name() -> None:
    [hengelo] = find_desks("Hengelo").places
    [zeeland] = find_desks("Zeeland").places
    assert (hengelo.kind, hengelo.province) == (PlaceKind.MUNICIPALITY, "Overijssel")
    assert zeeland.kind == PlaceKind.PROVINCE


def test_a_desk_for_surroundings_is_only_likely() -> None:
    fits = {fit.desk.id: fit for fit in find_desks("Staphorst", "po").desks}
    assert fits["loket-hatseklas"].certainty == Certainty.LIKELY


def test_a_desk_through_its_region_has_only_the_regions_sectors() -> None:
    fits = {fit.desk.id: fit for fit in find_desks("Assen").desks}
    through = fits["loket-schoolpleinnoord"]
    assert through.certainty == Certainty.REGION
    assert through.sectors == ("po", "so", "mbo")
    assert through.via is not None
    assert through.via.id == "noord-nederland"


def test_a_national_desk_is_never_the_regional_one() -> None:
    for town in gazetteer().municipalities:
        finding = find_desks(town)
        assert not [fit for fit in finding.desks if fit.desk.is_national]
        assert "loket-landelijk" in [each.id for each in finding.also]
    scope = [each.id for each in find_desks("Zwolle", "po").also]
    assert "loket-scope" in scope
    assert "loket-scope" not in [each.id for each in find_desks("Assen", "po").also]


def test_every_desk_is_found_from_every_place_it_names() -> None:
    for desk in load_regions().all(Kind.DESK):
        for town in () if desk.is_national else desk.stated:
            for sector in desk.sectors:
                assert desk in [fit.desk for fit in find_desks(town, sector).desks]


def test_every_region_of_the_facts_is_here() -> None:
    regions = load_regions()
    assert (len(regions.all(Kind.REGION)), len(regions.all(Kind.DESK))) == (52, 53)
    lonely = [each.id for each in regions.all(Kind.REGION) if not regions.desks_of(each)]
    assert lonely == ["christelijk-reformatorisch", "plg-plus"]
    for region in regions.all(Kind.REGION):
        for desk in regions.desks_of(region):
            assert set(desk.sectors) & set(region.sectors), (region.id, desk.id)


def test_a_wrong_sector_is_an_error() -> None:
    with pytest.raises(ValueError, match="no sector 'hbo'"):
        find_desks("Assen", "hbo")


def test_the_table_holds_the_country() -> None:
    places = gazetteer()
    assert len(places.municipalities) == 342
    counts = {name: len(towns) for name, towns in places.provinces.items()}
    assert counts == {
        **{"Drenthe": 12, "Flevoland": 6, "Friesland": 18, "Gelderland": 51, "Groningen": 10},
        **{"Limburg": 31, "Noord-Brabant": 56, "Noord-Holland": 44, "Overijssel": 25},
        **{"Utrecht": 26, "Zeeland": 13, "Zuid-Holland": 50},
    }


def test_a_postcode_lies_in_one_municipality() -> None:
    ranges = sorted(
        (first, last)
        for town in gazetteer().municipalities.values()
        for first, last in town.postcodes
    )
    assert all(1000 < first <= last <= 9999 for first, last in ranges)
    assert all(end < start for (_, end), (start, _) in pairwise(ranges))


@pytest.mark.parametrize(
    ("postcode", "town"),
    [
        ("1017", "Amsterdam"),
        ("2511", "Den Haag"),
        ("3011", "Rotterdam"),
        ("3511", "Utrecht"),
        ("4331", "Middelburg"),
        ("5611", "Eindhoven"),
        ("6211", "Maastricht"),
        ("6511", "Nijmegen"),
        ("7511", "Enschede"),
        ("8011", "Zwolle"),
        ("8911", "Leeuwarden"),
        ("9711", "Groningen"),
        ("9301", "Noordenveld"),
        ("8911 AA", "Leeuwarden"),
    ],
)
def test_a_postcode_gives_its_municipality(postcode: str, town: str) -> None:
    [place] = gazetteer().find(postcode)
    assert place.municipalities == (town,)


# Faults in the data.

GOOD = {
    "sources": {"s": {"title": "T", "publisher": "P", "url": None, "date": None}},
    "regions": [
        {
            "id": "loket-x",
            "kind": "loket",
            "name": "X",
            "sectors": ["po"],
            "area": {"municipalities": ["Assen"]},
            "confidence": "hoog",
            "sources": ["s"],
        }
    ],
}


def read_with(folder: Path, **changes: object) -> None:
    entry = {**GOOD["regions"][0], **changes}  # type: ignore[index]
    file = folder / "regions.yaml"
    file.write_text(yaml.safe_dump({**GOOD, "regions": [entry]}), encoding="utf-8")
    read_regions(file, gazetteer())


def test_the_example_is_sound(tmp_path: Path) -> None:
    read_with(tmp_path)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"telephone": "1"}, "unexpected keyword argument 'telephone'"),
        ({"area": {"towns": ["Assen"]}}, "unexpected keyword argument 'towns'"),
        ({"area": {"municipalities": ["Asse"]}}, "there is no place 'Asse'"),
        ({"area": {"likely": ["Assen"], "provinces": ["Drenthe"]}}, "stated or likely, not both"),
        ({"area": {}}, "a regional desk has an area"),
        ({"kind": "bureau"}, "not known: bureau"),
        ({"sectors": ["hbo"]}, "not known: hbo"),
        ({"sources": ["t"]}, "not known: t"),
        ({"sources": []}, "at least one source"),
        ({"regions": ["drenthe"]}, "'drenthe' is no onderwijsregio"),
        ({"confidence": "laag"}, "confidence is 'hoog' or 'middel'"),
        ({"reach": "world"}, "reach is 'regional' or 'national'"),
        ({"website": "example.nl"}, "starts with https://"),
    ],
)
def test_a_fault_in_an_entry_is_refused(
    tmp_path: Path, changes: dict[str, object], says: str
) -> None:
    with pytest.raises(DataProblem, match="loket-x") as refused:
        read_with(tmp_path, **changes)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("regions: [}", "regions.yaml"),
        ("[]", "'sources' and 'regions'"),
        ("sources: {}\nregions: []\nmore: 1", "nothing else"),
        ("sources: {s: 3}\nregions: []", "expected keys and values"),
    ],
)
def test_a_fault_in_the_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "regions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataProblem, match=says):
        read_regions(file, gazetteer())


def test_an_id_stands_once(tmp_path: Path) -> None:
    file = tmp_path / "regions.yaml"
    file.write_text(yaml.safe_dump({**GOOD, "regions": GOOD["regions"] * 2}), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(DataProblem, match="twice"):
        read_regions(file, gazetteer())


def test_every_area_and_word_of_the_places_is_a_place() -> None:
    raw = yaml.safe_load((DATA / "places.yaml").read_text(encoding="utf-8"))
    places = gazetteer()
    unknown = [name for names in raw["words"].values() for name in names if not places.named(name)]
    assert unknown == []


def test_sectors_are_the_four() -> None:
    assert SECTORS == ("po", "so", "vo", "mbo")
