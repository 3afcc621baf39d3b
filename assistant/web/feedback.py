"""`POST /v1/answers/{id}/feedback`: what someone thought of an answer."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BeforeValidator, Field

from assistant.records.questions import Feedback
from assistant.web.front import AnyFront, Front
from assistant.web.problems import Problem
from assistant.web.schemas import Incoming, Outgoing, problems

MAX_COMMENT = 2000

router = APIRouter()


def _clean(value: Any) -> Any:
    """Return a text trimmed and without control characters; an empty one as None."""
    if not isinstance(value, str):
        return value
    kept = (sign for sign in value if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return "".join(kept).strip() or None


class FeedbackIn(Incoming):
    """What someone thought of an answer."""

    helpful: bool = Field(description="Whether the answer helped.", strict=True)
    reason: Annotated[str | None, BeforeValidator(_clean)] = Field(
        None, max_length=100, description="A short word for why, for example 'unclear'."
    )
    comment: Annotated[str | None, BeforeValidator(_clean)] = Field(
        None, max_length=MAX_COMMENT, description="Free text; personal data is masked."
    )


class FeedbackOut(Outgoing):
    """Feedback as it is kept."""

    answer_id: str
    helpful: bool
    reason: str | None
    comment: str | None


@router.post(
    "/v1/answers/{answer_id}/feedback",
    tags=["answers"],
    summary="Tell whether an answer helped",
    responses=problems(403, 404, 413, 422, 500, 503),
)
def feedback(
    answer_id: Annotated[str, Path(max_length=100)], body: FeedbackIn, front: AnyFront
) -> FeedbackOut:
    """Keep feedback on an answer; given again, it replaces the earlier feedback."""
    return FeedbackOut.model_validate(give(front, answer_id, body))


def give(front: Front, answer_id: str, given: FeedbackIn) -> Feedback:
    """Keep feedback, masked; raises Problem 404 for an answer that is not in the log."""
    desk = front.desk
    if desk is None:
        raise Problem(503, "This server keeps no answers, so it takes no feedback.")
    kept = Feedback(
        answer_id=answer_id,
        helpful=given.helpful,
        reason=desk.mask(given.reason) if given.reason else None,
        comment=desk.mask(given.comment) if given.comment else None,
    )
    if not desk.log.give(kept):
        raise Problem(404, "There is no answer with this id, or it is kept no longer.")
    desk.metrics.feedback(kept.helpful)
    return kept
