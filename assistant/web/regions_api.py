"""`GET /v1/regions`: onderwijsregio's and desks, and the desks that fit a place and a sector."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BeforeValidator, Field

from assistant.guard.screen import masked_text
from assistant.questions import Fault, fault_of
from assistant.web.schemas import Incoming, Outgoing, problems
from corpus.places import PlaceKind
from corpus.region_data import Kind, Region
from corpus.regions import Certainty, Finding, Fit, Status, find_desks

MAX_PLACE = 80

router = APIRouter()


def _place(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if fault := fault_of(value):
        raise ValueError(_FAULTS.get(fault, f"The place is longer than {MAX_PLACE} characters."))
    return value.strip()


_FAULTS = {
    Fault.EMPTY: "The place is empty; leave it out for all regions.",
    Fault.UNREADABLE: "The place contains control characters or is not valid text.",
}


class RegionsIn(Incoming):
    """Where someone wants to work, and in which sector."""

    place: Annotated[str, BeforeValidator(_place), Field(max_length=MAX_PLACE)] | None = Field(
        None,
        description="A municipality, village, province, part of the country, postcode "
        "('9401' or '9401 AB'), or the name of a region or desk; spelled loosely.",
    )
    sector: Literal["po", "so", "vo", "mbo"] | None = Field(
        None, description="Primary, special, secondary or vocational education."
    )


class PlaceOut(Outgoing):
    """One meaning of the place."""

    name: str
    kind: PlaceKind
    municipalities: list[str]
    province: str | None = Field(description="null where the place covers more than one.")


class RegionSourceOut(Outgoing):
    """Where an entry comes from."""

    title: str
    publisher: str
    url: str | None
    date: str | None = Field(description="A year, month or day; null where it is not known.")


class CoverageOut(Outgoing):
    """The area of an entry; all empty where it is as large as its desks together."""

    provinces: list[str]
    areas: list[str]
    municipalities: list[str]
    likely: list[str] = Field(description="Not in the source; filled in for 'and surroundings'.")


class RegionOut(Outgoing):
    """An onderwijsregio or a desk."""

    id: str
    kind: Kind
    name: str
    aliases: list[str]
    sectors: list[str] = Field(description="Empty where it is not known.")
    regions: list[str] = Field(description="Of a desk: ids of the onderwijsregio's it works for.")
    area: CoverageOut
    reach: Literal["regional", "national"]
    website: str | None
    other_websites: list[str]
    email: str | None
    phone: str | None
    confidence: Literal["hoog", "middel"] = Field(description="Of the source: high or middling.")
    note: str | None
    sources: list[RegionSourceOut]

    @classmethod
    def of(cls, region: Region) -> RegionOut:
        """Return an entry as JSON shows it."""
        return cls.model_validate(region)


class FitOut(Outgoing):
    """A desk, and how well it fits."""

    desk: RegionOut
    sectors: list[str] = Field(description="The sectors for which it fits the place.")
    certainty: Certainty = Field(
        description="'stated': the source names the place for the desk; 'region': for an "
        "onderwijsregio of the desk; 'likely': only for surroundings like it."
    )
    via: str | None = Field(description="Id of the onderwijsregio through which it fits.")

    @classmethod
    def of(cls, fit: Fit) -> FitOut:
        """Return a fit as JSON shows it."""
        return cls(
            desk=RegionOut.of(fit.desk),
            sectors=list(fit.sectors),
            certainty=fit.certainty,
            via=fit.via.id if fit.via else None,
        )


class RegionsOut(Outgoing):
    """What is known for a place and a sector."""

    status: Status = Field(
        description="'all': no place was given; 'no_desk': the place is known, but no regional "
        "desk for it; 'ambiguous_place': `places` has several, and `desks` those of each."
    )
    place: str | None
    sector: str | None
    places: list[PlaceOut] = Field(description="Empty for an unknown place, and for a region.")
    desks: list[FitOut] = Field(description="Regional desks, best first.")
    regions: list[RegionOut] = Field(description="Onderwijsregio's that cover the place.")
    also: list[RegionOut] = Field(description="National desks; never the regional fit.")
    suggestions: list[str] = Field(description="Names near an unknown place.")

    @classmethod
    def of(cls, finding: Finding, place: str | None, sector: str | None) -> RegionsOut:
        """Return a finding as JSON shows it."""
        return cls(
            status=finding.status,
            place=place,
            sector=sector,
            places=[PlaceOut.model_validate(each) for each in finding.places],
            desks=[FitOut.of(each) for each in finding.desks],
            regions=[RegionOut.of(each) for each in finding.regions],
            also=[RegionOut.of(each) for each in finding.also],
            suggestions=list(finding.suggestions),
        )


@router.get(
    "/v1/regions",
    tags=["regions"],
    summary="Find the desks for a place and a sector",
    responses=problems(422, 500),
)
def regions(query: Annotated[RegionsIn, Query()]) -> RegionsOut:
    """Return the desks and onderwijsregio's for a place; all of them without one."""
    shown = masked_text(query.place) if query.place else None
    return RegionsOut.of(find_desks(query.place, query.sector), shown, query.sector)
