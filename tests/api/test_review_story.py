"""From a sampling plan to what counts: two inspectors and a lead, over HTTP, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.api.reviewing import ANGRY, CONTENT, Json, act, began, changed, decided, did, found, mark, plan, submitted
from tests.api.serving import Caller, Service
from tests.api.world import World, bank_on
from tests.inputs import FAULT, call, write
from voc.domain.account import Role
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.importing import Importer
from voc.storage.review_tables import ReviewEventRow, ReviewRow

CALLS = tuple(f"C-{n}" for n in range(9))
UNHAPPY = {"score": 1, "scale": [1, 5], "comment": FAULT}


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    """Twelve contacts."""
    with bank_on(request.param, request, tmp_path / "bank", analyzer) as world:
        _import(
            world.service, write(tmp_path / "more.jsonl", *(call(name, survey=UNHAPPY) for name in CALLS)), analyzer
        )
        yield world


def _import(service: Service, path: Path, analyzer: Analyzer) -> None:
    parts = service.parts
    importer = Importer(parts.store.work, OneByOne(analyzer), b"k" * 40, parts.settings.timezone, service.clock)
    assert importer.run(path, rejects=path.with_suffix(".rejects.jsonl")).rejected_count == 0


def _points(caller: Caller) -> dict[str, list[str]]:
    """The contacts counted for each factor."""
    points = caller.get("frequencies").json()["points"]
    return {point["factor"]: point["contact_ids"] for point in points}


def _reviews(caller: Caller, key: int) -> list[Json]:
    return caller.get(f"contacts/{key}/reviews").json()["items"]  # type: ignore[no-any-return]


def _corrects(inspector: Caller, review: Json) -> Json:
    """The machine's claims are wrong: it was a person, as these words prove; a slip is taken back."""
    claims = inspector.get(f"contacts/{review['contact_key']}").json()["analysis"]["attributions"]
    assert claims
    for claim in claims:
        review = changed(
            inspector,
            review,
            {"step": "cite", "cause": claim["cause"], "factor": claim["factor"], "right": False},
        )
    review = changed(inspector, review, found("person", "person.attitude", mark(1, 0, 2)))
    review = changed(inspector, review, CONTENT)
    assert review["answer"]["findings"] == []
    review = did(inspector, review, "undo")
    assert review["answer"]["findings"][0]["evidence"][0]["text"] == FAULT[:2]
    return review


def test_ten_tasks_are_reviewed_one_is_disputed_and_a_lead_decides(world: World) -> None:
    service = world.service
    inspector, lead = (service.signed_in(world.people[role]) for role in (Role.INSPECTOR, Role.QA_LEAD))
    second = service.signed_in(service.add("second", Role.INSPECTOR))
    made = plan(service, 10, double=0.1, quotas={"u-inspector": 10, "u-second": 1})
    tasks = lead.get("tasks", params={"plan_id": made.id, "limit": 200}).json()["items"]
    (doubled,) = (task["contact_key"] for task in tasks if task["seat"] == 2)
    assert len(tasks) == 11

    # The first inspector answers all ten.
    corrected, answered = None, []
    for _ in range(10):
        review = began(inspector)
        if corrected is None and review["contact_key"] != doubled and review["contact_id"] in CALLS:
            review = corrected = _corrects(inspector, review)
        else:
            review = changed(inspector, review, CONTENT)
        answered.append(submitted(inspector, review))
    assert inspector.post("tasks/next").status_code == 204
    assert len({review["contact_key"] for review in answered}) == 10
    assert [review["counts"] for review in answered].count(False) == 1

    # Nothing but what was given may be read.
    everything = {one["key"] for one in lead.get("contacts").json()["items"]}
    others = everything - {review["contact_key"] for review in answered} - {world.ours}
    assert len(everything) == 12
    assert others
    assert {inspector.get(f"contacts/{key}").status_code for key in others} == {404}

    # The second one does not see what the first one said, and says otherwise.
    (first,) = (review for review in answered if review["contact_key"] == doubled)
    opposed = began(second)
    assert opposed["contact_key"] == doubled
    assert second.get(f"reviews/{first['id']}").status_code == 404
    assert [one["id"] for one in _reviews(second, doubled)] == [opposed["id"]]
    submitted(second, changed(second, opposed, ANGRY, found("rule", "rule.fee")))
    assert [one["id"] for one in _reviews(second, doubled)] == [first["id"], opposed["id"]]
    assert act(inspector, first, "undo").status_code == 409

    # A lead decides between the two.
    assert inspector.get("adjudications").status_code == 403
    (dispute,) = lead.get("adjudications").json()["items"]
    whole = lead.get(f"adjudications/{dispute['id']}").json()
    assert [whole[side]["id"] for side in ("first", "second")] == [first["id"], opposed["id"]]
    assert "rule.fee" not in _points(lead)
    draft = lead.post(f"adjudications/{dispute['id']}/review", json={"side": opposed["id"]}).json()
    assert decided(lead, dispute, draft, "客户问的是手续费").json()["decision"]["counts"]
    assert lead.get("adjudications").json()["items"] == []

    # What people said is what counts.
    assert corrected is not None
    points = _points(lead)
    assert points["rule.fee"] == [first["contact_id"]]
    assert points["person.attitude"] == [corrected["contact_id"]]
    settled = {review["contact_id"] for review in answered} - {corrected["contact_id"], first["contact_id"]}
    assert settled.isdisjoint(contact for contacts in points.values() for contact in contacts)

    # And all of it is kept.
    with service.parts.store.look() as session:
        kept = session.execute(sa.select(ReviewRow.reviewer, ReviewRow.status, ReviewRow.counts)).all()
        steps = session.scalar(sa.select(sa.func.count()).select_from(ReviewEventRow))
    assert sorted(kept) == sorted(
        [("u-inspector", "final", True)] * 9
        + [("u-inspector", "final", False), ("u-second", "final", False), ("u-qa_lead", "final", True)]
    )
    last = [lead.get(f"reviews/{id}").json()["version"] for id in (r["id"] for r in (*answered, opposed, draft))]
    assert steps == sum(last)
    assert lead.get("audit/verify").json()["broken"] == []
