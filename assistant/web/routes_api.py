"""The routes to teaching over HTTP: the list, and the check of a situation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body
from pydantic import Field

from assistant.routes.report import RouteList, RouteReport, list_routes, report
from assistant.web.front import OpenFront
from assistant.web.problems import Problem
from assistant.web.schemas import Incoming, problems
from corpus.routes import load_routes
from corpus.situation import (
    Country,
    Diploma,
    Level,
    Province,
    Qualification,
    Residence,
    Sector,
    Situation,
    SituationProblem,
    Subject,
    YesNo,
)
from corpus.situation import Field as StudyField

router = APIRouter(tags=["routes"])


class SituationIn(Incoming):
    """What is known of someone; leave out (or null) what is not known."""

    sector: Sector | None = Field(None, description="Where they want to teach.")
    level: Level | None = Field(None, description="For vo: 'upper' is havo and vwo, years 4 to 6.")
    exams: YesNo | None = Field(None, description="For vso: the school examines its own pupils.")
    subject: Subject | None = Field(None, description="What they want to teach.")
    diploma: Diploma | None = Field(None, description="The highest diploma.")
    field: StudyField | None = Field(None, description="The field of that diploma.")
    fit: Literal["yes", "partly", "no"] | None = Field(
        None, description="Whether the training institute finds that the diploma fits the subject."
    )
    country: Country | None = Field(None, description="Where the diploma is from.")
    equivalent: Literal["yes", "not-yet", "no"] | None = Field(
        None, description="Whether a foreign diploma was found equivalent."
    )
    qualification: Qualification | None = Field(None, description="A qualification to teach.")
    same_subject: YesNo | None = Field(None, description="It is for the subject that they want.")
    studying: Literal["none", "wo-bachelor", "teacher-training", "dual-training"] | None = None
    credits: Literal["under-166", "166-to-179", "180-or-more"] | None = Field(
        None, description="EC earned in teacher training."
    )
    entry_test: YesNo | None = Field(None, description="Passed a 21+ entry test.")
    placement: YesNo | None = Field(
        None, description="Last year of the associate degree at a primary school."
    )
    recently_enrolled: YesNo | None = Field(
        None, description="Left teacher training without a diploma in the last two years."
    )
    work: Literal["teacher", "support", "elsewhere", "none"] | None = Field(
        None, description="Work now; 'support' is assistant or instructor at a school."
    )
    school: YesNo | None = Field(None, description="A school wants to employ them, or does.")
    fte: Literal["under-0.4", "0.4-or-more"] | None = Field(
        None, description="How much they can work at the school."
    )
    experience: Literal["under-3", "3-or-more"] | None = Field(
        None, description="Years of work in their own trade."
    )
    capacity_test: YesNo | None = Field(None, description="A capacity test shows hbo level.")
    dutch: Literal["below-b1", "b1", "b2-or-higher"] | None = None
    residence: Residence | None = Field(None, description="By what right they live here.")
    province: Province | None = Field(None, description="Where they want to teach.")
    vog: YesNo | None = Field(None, description="They have a certificate of conduct (VOG).")


EXAMPLES: dict[str, Any] = {
    "hbo to vo": {
        "summary": "hbo economics, wants to teach it in the lower years of vo, has a school",
        "value": {
            "sector": "vo",
            "level": "lower",
            "subject": "economics",
            "diploma": "hbo",
            "field": "economics",
            "country": "nl",
            "qualification": "none",
            "school": "yes",
        },
    },
    "assistant": {
        "summary": "mbo-4, works as an assistant at a primary school",
        "value": {"sector": "po", "diploma": "mbo-4", "country": "nl", "work": "support"},
    },
    "teacher from Ukraine": {
        "summary": "qualified elsewhere, Dutch at B1",
        "value": {
            "diploma": "hbo",
            "country": "other",
            "qualification": "foreign",
            "residence": "ukraine",
            "dutch": "b1",
        },
    },
    "nothing known": {"summary": "what to ask first", "value": {}},
}


@router.get(
    "/v1/routes",
    summary="List the routes to teaching",
    responses=problems(500, 503),
)
def routes(front: OpenFront) -> RouteList:
    """Return every route with its conditions, each with its source, and every question."""
    return list_routes(
        load_routes(),
        front.find_document,
        on=front.service.today(),
        index_version=front.service.status().version,
    )


@router.post(
    "/v1/routes/check",
    summary="Check which routes fit a situation",
    responses=problems(413, 422, 500, 503),
)
def check_routes(
    body: Annotated[SituationIn, Body(openapi_examples=EXAMPLES)], front: OpenFront
) -> RouteReport:
    """
    Return the routes that fit, nearly fit, may fit and do not fit, each with its reasons.

    What is left out counts neither as met nor as failing; `questions` says what to ask next.
    """
    try:
        return report(
            Situation(**body.model_dump()),
            load_routes(),
            front.find_document,
            on=front.service.today(),
            contact=front.contact,
            index_version=front.service.status().version,
        )
    except SituationProblem as problem:
        raise Problem(422, str(problem)) from problem
