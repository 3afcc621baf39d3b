"""What an operator asks: is the process alive, is the index sound, how is it doing."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from starlette.responses import Response

from assistant.metrics import MEDIA_TYPE, Metrics
from assistant.web.front import AnyFront
from assistant.web.schemas import HealthOut, ReadyOut, problems

router = APIRouter(tags=["operation"])


@router.get("/health", summary="Is the process alive?", response_model_exclude_none=True)
async def health(front: AnyFront) -> HealthOut:
    """Answer without touching the index or the records, and without waiting for a free thread."""
    return HealthOut(records=front.desk.database.problem if front.desk else None)


@router.get("/ready", summary="Is the index open and sound?", responses=problems(503))
def ready(front: AnyFront) -> ReadyOut:
    """Return what the index holds, or 503 with the reason."""
    return ReadyOut.model_validate(asdict(front.require_index()))


@router.get(
    "/metrics",
    summary="Counts and times for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(front: AnyFront) -> Response:
    """Return answers by status, their times, feedback, and the state of index and records."""
    status, desk = front.service.status(), front.desk
    text = (desk.metrics if desk else Metrics()).render(
        ready=status.ready,
        documents=status.documents,
        passages=status.passages,
        failures=desk.database.failures if desk else 0,
    )
    return Response(text, media_type=MEDIA_TYPE)
