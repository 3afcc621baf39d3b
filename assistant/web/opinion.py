"""`POST /mening`: the feedback form below an answer, for a page without JavaScript too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from assistant.web.feedback import FeedbackIn, give
from assistant.web.front import OpenFront
from assistant.web.pages import form_fields, page
from assistant.web.problems import Problem

PATH = "/mening"
HELPFUL = {"ja": True, "nee": False}

router = APIRouter(include_in_schema=False)


@router.post(PATH)
def opinion(fields: Annotated[dict[str, str], Depends(form_fields)], front: OpenFront) -> Response:
    """Keep an opinion, thank for it, and ask once what was missing or good."""
    answer_id, said = fields.get("antwoord", ""), fields.get("geholpen", "")
    if not answer_id or said not in HELPFUL:
        return RedirectResponse(front.choice.to("/"), 303)
    comment, question = fields.get("opmerking"), fields.get("vraag", "")
    words = front.words
    status, text = 200, words.OPINION_THANKS
    try:
        give(front, answer_id, FeedbackIn(helpful=HELPFUL[said], reason=None, comment=comment))
    except ValidationError:
        status, text = 422, words.OPINION_TOO_LONG
    except Problem as problem:
        status, text = problem.status_code, words.OPINION_LOST
    return page(
        front,
        "opinion.html",
        status,
        typed={"vraag": question} if question else {},
        answer_id=answer_id,
        said=said,
        helpful=HELPFUL[said],
        text=text,
        ask_more=status == 422 or (status == 200 and comment is None),
        comment=comment or "",
        question=question,
    )
