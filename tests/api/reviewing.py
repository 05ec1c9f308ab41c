"""Reviewing over HTTP, and the plans that give something to review."""

from typing import Any

from httpx2 import Response

from tests.api.serving import Caller, Service
from tests.planning import make_plan
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Design, Quota
from voc.services.reviews.planning import Wish

Json = dict[str, Any]


def plan(
    service: Service,
    size: int,
    *,
    double: float = 0.0,
    random: float = 0.2,
    seed: str = "s",
    quotas: dict[str, int] | None = None,
) -> SamplingPlan:
    """So many tasks (twice as many where all are doubled), for those with a quota where there are any.

    Where all are `random` their order depends on the seed alone, not on what the model says.
    """
    parts = service.parts
    limits = tuple(Quota(who, count) for who, count in (quotas or {}).items())
    wish = Wish("十一月", Criteria(), Design(size, random_share=random, double_share=double, seed=seed), limits)
    with parts.store.work() as session:
        return make_plan(
            session,
            wish,
            by="u-qa_lead",
            at=service.clock(),
            new_id=parts.new_id,
            language=None,  # type: ignore[arg-type]  # asked for expressions only
        )


def took(caller: Caller) -> Json:
    answer = caller.post("tasks/next")
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def began(caller: Caller) -> Json:
    """Takes the next task and begins its review."""
    answer = caller.post(f"tasks/{took(caller)['id']}/review")
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def direct(lead: Caller, key: int) -> Json:
    """A review of a contact without a task."""
    begun = lead.post(f"contacts/{key}/reviews")
    assert (begun.status_code, begun.headers["etag"]) == (201, '"0"')
    return begun.json()  # type: ignore[no-any-return]


def act(caller: Caller, review: Json, what: str, **content: Any) -> Response:
    """One step from the version last seen."""
    return caller.post(f"reviews/{review['id']}/{what}", headers={"If-Match": f'"{review["version"]}"'}, **content)


def did(caller: Caller, review: Json, what: str, **content: Any) -> Json:
    answer = act(caller, review, what, **content)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
    return answer.json()  # type: ignore[no-any-return]


def changed(caller: Caller, review: Json, *steps: Json) -> Json:
    for step in steps:
        review = did(caller, review, "changes", json=step)
    return review


def submitted(caller: Caller, review: Json) -> Json:
    return did(caller, review, "submit")


def decided(lead: Caller, dispute: Json, draft: Json, reason: str = "听了录音", *, version: int = 1) -> Response:
    """A lead's decision on a disagreement of this version."""
    told = {"review_id": draft["id"], "reason": reason}
    return lead.post(f"adjudications/{dispute['id']}/decision", json=told, headers={"If-Match": f'"{version}"'})


CONTENT: Json = {"step": "tell_dissatisfied", "dissatisfied": False}
ANGRY: Json = {"step": "tell_dissatisfied", "dissatisfied": True}


def found(cause: str, factor: str | None = None, *marks: Json, about: str | None = None) -> Json:
    """A cause with its evidence."""
    finding = {"cause": cause, "factor": factor, "business_object": about, "evidence": list(marks)}
    return {"step": "put_finding", "finding": finding}


def mark(utterance: int, start: int, end: int, **survey: str) -> Json:
    return {"utterance": utterance, "start": start, "end": end, **survey}
