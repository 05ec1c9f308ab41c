from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.api.reviewing import ANGRY, CONTENT, began, changed, decided, did, direct, found, mark, plan, submitted
from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer
from voc.services.reviews.quoting import KIND
from voc.storage.audit import AuditLog

FAULTY = found("product", "product.speed", mark(1, 0, 2))


@dataclass(slots=True)
class Log:
    world: World
    seen: int = 0

    def new(self) -> list[tuple[str, int]]:
        """Who was shown evidence of which contact since the last look."""
        at = self.world.service.clock()
        with self.world.service.parts.store.look() as session:
            found = AuditLog(session).accesses(at.replace(hour=0), at.replace(hour=23))
        new, self.seen = found[self.seen :], len(found)
        return [(one.actor_id, one.contact_id) for one in new if one.kind == KIND]


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path / "bank", analyzer) as world:
        yield world


@pytest.fixture
def log(world: World) -> Log:
    return Log(world)


@pytest.fixture
def lead(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.QA_LEAD])


def test_a_review_is_recorded_each_time_it_shows_words_of_the_contact(world: World, lead: Caller, log: Log) -> None:
    shown = ("u-qa_lead", world.ours)
    review = changed(lead, direct(lead, world.ours), ANGRY)
    for path in (f"reviews/{review['id']}", f"reviews/{review['id']}/events", f"contacts/{world.ours}/reviews"):
        assert lead.get(path).status_code == 200
    assert log.new() == []
    review = changed(lead, review, FAULTY)
    assert log.new() == [shown]
    for path in (f"reviews/{review['id']}", f"reviews/{review['id']}/events", f"contacts/{world.ours}/reviews"):
        assert lead.get(path).status_code == 200
        assert log.new() == [shown]
    assert lead.get("reviews/none").status_code == lead.get("reviews/none/events").status_code == 404
    inspector = world.service.signed_in(world.people[Role.INSPECTOR])
    assert inspector.get(f"reviews/{review['id']}").status_code == 404
    assert log.new() == []
    # What was taken back is still in the history.
    review = did(lead, review, "undo")
    assert log.new() == []
    lead.get(f"reviews/{review['id']}/events", params={"limit": 1})
    assert log.new() == []
    lead.get(f"reviews/{review['id']}/events")
    assert log.new() == [shown]


def test_a_draft_that_is_gone_on_with_is_recorded(world: World, log: Log) -> None:
    inspector = world.service.signed_in(world.people[Role.INSPECTOR])
    plan(world.service, 3)
    while (review := began(inspector))["contact_key"] != world.ours:
        submitted(inspector, changed(inspector, review, CONTENT))
    assert log.new() == []
    changed(inspector, review, FAULTY)
    log.new()
    assert inspector.post(f"tasks/{review['task_id']}/review").json()["answer"]["findings"]
    assert log.new() == [("u-inspector", world.ours)]


def test_both_sides_of_a_disagreement_are_one_reading(world: World, lead: Caller, log: Log) -> None:
    shown = ("u-qa_lead", world.ours)
    people = world.people[Role.INSPECTOR], world.service.add("second", Role.INSPECTOR)
    plan(world.service, 3, double=1.0)
    for user, factor in zip(people, ("product.speed", "product.stability"), strict=True):
        caller = world.service.signed_in(user)
        for _ in range(3):
            review = began(caller)
            told = found("product", factor, mark(1, 0, 2)) if review["contact_key"] == world.ours else CONTENT
            submitted(caller, changed(caller, review, told))
    (dispute,) = lead.get("adjudications").json()["items"]
    log.new()
    lead.get(f"adjudications/{dispute['id']}")
    assert log.new() == [shown]
    lead.post(f"adjudications/{dispute['id']}/review", json={})
    assert log.new() == []
    draft = lead.post(f"adjudications/{dispute['id']}/review", json={"side": dispute["first_review"]}).json()
    assert log.new() == [shown]
    assert decided(lead, dispute, draft).status_code == 200
    assert log.new() == [shown]


def test_the_answers_of_a_calibration_are_one_reading_a_contact(world: World, lead: Caller, log: Log) -> None:
    inspector = world.service.signed_in(world.people[Role.INSPECTOR])
    people = {"expert": "u-qa_lead", "inspectors": ["u-inspector"], "contact_keys": [world.ours, world.theirs]}
    path = f"calibrations/{lead.post('calibrations', json={'name': '校准', **people}).json()['id']}"
    for caller in (inspector, lead):
        for _ in range(2):
            review = began(caller)
            submitted(caller, changed(caller, review, FAULTY if review["contact_key"] == world.ours else CONTENT))
    assert lead.post(f"{path}/close", headers={"If-Match": '"1"'}).status_code == 200
    log.new()
    assert len(lead.get(f"{path}/answers").json()) == 4
    assert log.new() == [("u-qa_lead", world.ours)]


def test_what_rules_got_wrong_is_recorded_as_far_as_it_is_shown(world: World, lead: Caller, log: Log) -> None:
    for key in (world.ours, world.theirs):
        submitted(lead, changed(lead, direct(lead, key), CONTENT))
    assert lead.get("agreement/rules", params={"wrong": 0}).json()
    assert log.new() == []
    shown = {one["contact_key"] for row in lead.get("agreement/rules").json() for one in row["wrong"]}
    assert shown
    assert sorted(log.new()) == [("u-qa_lead", key) for key in sorted(shown)]


def test_quotes_of_points_and_of_a_workbook_are_recorded_by_their_contacts(
    world: World, lead: Caller, log: Log
) -> None:
    points = lead.get("frequencies").json()["points"]
    assert all(len(point["quotes"]) == 1 for point in points)
    shown = log.new()
    assert len(shown) == len(points) == 2
    agent = world.service.signed_in(world.people[Role.AGENT])
    assert agent.get("frequencies").status_code == 200
    assert log.new() == [("u-agent", world.ours)]
    assert lead.get("frequencies", params={"code": "person"}).json()["points"] == []
    assert log.new() == []
    assert lead.get("exports/weekly/2026-W45").status_code == 200
    assert set(log.new()) == {("u-qa_lead", world.ours), ("u-qa_lead", world.theirs)}
    assert agent.get("exports/weekly/2020-W01").status_code == 404
    assert log.new() == []
