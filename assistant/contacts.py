"""The way to a person: the desk for the place and the sector of a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from assistant.answer import Ask, Contact
from assistant.understanding.sectors import NAMES, SECTOR_OF, listed, sector_in
from corpus.mentions import places_in, regions_in
from corpus.model import SECTORS, Document
from corpus.places import Place, PlaceKind
from corpus.region_data import Region
from corpus.regions import Certainty, Finding, Fit, Regions, load_regions

OVERVIEW = "https://regioloketten.onderwijsloket.com"
"""The national list of desks, for a desk without a known website."""

NATIONAL_ID = "loket-landelijk"
_NATIONAL_WHY = (
    "Het landelijke loket geeft gratis en onafhankelijk advies over werken in het onderwijs."
)
MOST_OTHERS = 3
_LARGE = (PlaceKind.PROVINCE, PlaceKind.AREA)


@dataclass(frozen=True, slots=True)
class _Choice:
    """
    The desks for one thing that was named.

    Args:

        where: How to say it, as in 'in Assen'.

        fits: Best first; empty where nothing is known.

        lacking: The sector that was asked for and that no desk has here.
    """

    where: str
    fits: tuple[Fit, ...]
    lacking: str | None = None


@lru_cache(maxsize=1)
def national() -> Contact:
    """Return the national desk, as `regions.yaml` has it."""
    return _at(load_regions().by_id[NATIONAL_ID], _NATIONAL_WHY)


def contact_for(ask: Ask, named: Iterable[str], documents: Iterable[Document]) -> Contact:
    """
    Return the desk for the place or region that is asked about, else the national one.

    What the question names wins; then the region of the ask; then the last earlier question that
    names one, and last a document's region. The sector is looked for in the same order.

    Args:

        named: Codes of the documents' regions that the question names.

        documents: What the asker may see; the way to a region that `regions.yaml` does not have.
    """
    regions = load_regions()
    codes = list(named)
    if len(codes) == 1 and codes[0] not in regions.by_id:
        found = _of_document(codes[0], documents)
        if found:
            return found
    sector = _sector_of(ask)
    choices = _choices(ask.question, sector, regions)
    if not choices and ask.region and ask.region not in regions.by_id:
        return _of_document(ask.region, documents) or national()
    if not choices and ask.region:
        choices = _of_codes([ask.region], sector, regions)
    for earlier in () if choices else reversed(ask.earlier):
        choices = choices or _choices(earlier, sector, regions)
    choices = choices or _of_codes(codes, sector, regions)
    return _contact(choices, sector) if choices else national()


def desk_for(province: str | None, sector: str | None) -> Contact:
    """
    Return the desk for a province, by its name, and a sector; the national one without a province.

    Args:

        sector: Of a Situation: vso counts as special, praktijkonderwijs as secondary education.
    """
    regions = load_regions()
    places = regions.places.exactly(f"provincie {province}") if province else []
    if not places:
        return national()
    wanted = SECTOR_OF.get(sector or "", sector)
    choice = _choice(_where(places[0]), partial(regions.for_places, places[:1]), wanted)
    return _contact([choice], wanted)


def _of_document(code: str, documents: Iterable[Document]) -> Contact | None:
    """Return the publisher of a document of that one region, where it has a website."""
    for document in documents:
        if document.regions == (code,) and document.url and document.publisher:
            return Contact(
                name=document.publisher,
                url=document.url,
                email=None,
                phone=None,
                why="Je vraag gaat over deze regio.",
            )
    return None


def _sector_of(ask: Ask) -> str | None:
    own = sector_in(ask.question) or (ask.sector if ask.sector in SECTORS else None)
    earlier = (sector_in(text) for text in reversed(ask.earlier))
    return own or next((each for each in earlier if each), None)


def _choices(text: str, sector: str | None, regions: Regions) -> list[_Choice]:
    """Return the desks for each region, or else each place, that a text names."""
    named = [each for each in regions_in(text, regions) if each.id != NATIONAL_ID]
    if named:
        return [_choice_of_region(each, sector, regions) for each in named]
    places = _narrowed(places_in(text, regions.places))
    return [
        _choice(_where(place), partial(regions.for_places, [place]), sector) for place in places
    ]


def _of_codes(codes: Sequence[str], sector: str | None, regions: Regions) -> list[_Choice]:
    known = [regions.by_id[each] for each in codes if each in regions.by_id]
    return [_choice_of_region(each, sector, regions) for each in known]


def _choice_of_region(region: Region, sector: str | None, regions: Regions) -> _Choice:
    return _choice(region.name, partial(regions.for_regions, [region]), sector)


def _choice(where: str, find: Callable[[str | None], Finding], sector: str | None) -> _Choice:
    """Return the desks of the sector; where there are none, those of any sector."""
    fits = find(sector).desks
    if fits or sector is None:
        return _Choice(where, fits)
    return _Choice(where, find(None).desks, lacking=sector)


def _narrowed(mentions: Sequence[Sequence[Place]]) -> list[Place]:
    """
    Return the places meant: 'Bergen in Limburg' is one place, in Limburg.

    A province or part of the country picks among the meanings within it, and then is not a place
    of its own.
    """
    around = [set(each[0].municipalities) for each in mentions if each[0].kind in _LARGE]
    found: list[Place] = []
    for meanings in mentions:
        within = [
            place
            for place in meanings
            if place.kind not in _LARGE
            and any(area.issuperset(place.municipalities) for area in around)
        ]
        found += within or meanings
    small = [each for each in found if each.kind not in _LARGE]
    return [
        place
        for place in found
        if place.kind not in _LARGE
        or not any(set(place.municipalities).issuperset(each.municipalities) for each in small)
    ]


def _where(place: Place) -> str:
    town = place.municipalities[0]
    match place.kind:
        case PlaceKind.PROVINCE:
            return f"de provincie {place.name}"
        case PlaceKind.POSTCODE:
            return f"{town} (postcode {place.name})"
        case PlaceKind.VILLAGE:
            return f"{place.name} (gemeente {town})"
        case _:
            return place.name


def _contact(choices: Sequence[_Choice], sector: str | None) -> Contact:
    """Return the first desk there is; `why` names what else fits."""
    known = [choice for choice in choices if choice.fits]
    if not known:
        return replace(national(), why=f"{_none_known(choices[0])} {_NATIONAL_WHY}")
    first, *rest = known
    desk = first.fits[0].desk
    reasons = [_reason(first, sector)]
    if others := _others(first):
        reasons.append(f"Ook {_listed(others, sector)}.")
    reasons += [f"Voor {each.where} is er {_shown(each.fits[0], sector)}." for each in rest]
    if not desk.website:
        reasons.append("De website kennen we niet; zoek dit loket op in het landelijke overzicht.")
    return _at(desk, " ".join(reasons))


def _at(desk: Region, why: str) -> Contact:
    return Contact(
        name=desk.name,
        url=desk.website or OVERVIEW,
        email=desk.email,
        phone=desk.phone,
        why=why,
    )


def _none_known(choice: _Choice) -> str:
    return f"Voor {choice.where} kennen we geen regionaal loket."


def _reason(choice: _Choice, sector: str | None) -> str:
    fit = choice.fits[0]
    if choice.lacking:
        return (
            f"Voor {NAMES[choice.lacking]} in {choice.where} kennen we geen regionaal loket. "
            f"Dit loket werkt daar voor {listed(fit.sectors)}. "
            "Het landelijke Onderwijsloket helpt je ook: onderwijsloket.com."
        )
    if fit.desk.name == choice.where:
        return "Je vraag gaat over dit loket."
    if fit.via and fit.via.name == choice.where:
        return f"Dit loket hoort bij {choice.where.rstrip('.')}."
    work = NAMES[sector] if sector else listed(fit.sectors)
    if fit.certainty == Certainty.LIKELY:
        return (
            f"Dit loket werkt waarschijnlijk ook voor {work} in {choice.where}. "
            "Vraag dat voor de zekerheid na."
        )
    return f"Dit loket werkt voor {work} in {choice.where}."


def _others(choice: _Choice) -> list[Fit]:
    """Return the other desks that fit; beside a sure one, not those that are only likely."""
    first, *others = choice.fits
    sure = first.certainty != Certainty.LIKELY
    return [fit for fit in others if not (sure and fit.certainty == Certainty.LIKELY)]


def _listed(fits: Sequence[Fit], sector: str | None) -> str:
    shown = [_shown(fit, sector) for fit in fits[:MOST_OTHERS]]
    verb = "past" if len(shown) == 1 else "passen"
    more = " en nog andere loketten" if len(fits) > MOST_OTHERS else ""
    if len(shown) > 1 and not more:
        shown = [*shown[:-2], f"{shown[-2]} en {shown[-1]}"]
    return f"{verb} {', '.join(shown)}{more}"


def _shown(fit: Fit, sector: str | None) -> str:
    """Return a desk with its sectors, where those were not asked for, and its website."""
    sectors = "" if sector else ", ".join(fit.sectors)
    website = (fit.desk.website or "").removeprefix("https://").removeprefix("www.")
    notes = "; ".join(each for each in (sectors, website) if each)
    return f"{fit.desk.name} ({notes})" if notes else fit.desk.name
