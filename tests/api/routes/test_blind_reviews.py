"""Who must not know yet what somebody else answered, and who has lost the task."""

from pathlib import Path

from tests.api.reviewing import ANGRY, CONTENT, act, began, changed, direct, plan, submitted
from tests.api.world import bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer
from voc.services.reviews.calibrating import close_calibration, open_calibration


def test_the_inspectors_of_a_contact_do_not_see_each_other_s_answers_before_both_are_given(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        service = world.service
        people = [world.people[Role.INSPECTOR], service.add("second", Role.INSPECTOR), world.people[Role.QA_LEAD]]
        first, second, lead = map(service.signed_in, people)
        plan(service, 1, double=1.0)
        one = submitted(first, changed(first, began(first), CONTENT))
        # Neither may the lead, who might take the second seat.
        assert lead.get(f"reviews/{one['id']}").status_code == 404
        two = began(second)
        assert second.get(f"reviews/{one['id']}").status_code == 404
        assert second.get(f"reviews/{one['id']}/events").status_code == 404
        two = submitted(second, changed(second, two, CONTENT))
        for caller in (first, second, lead):
            listed = caller.get(f"contacts/{one['contact_key']}/reviews").json()["items"]
            assert {r["id"] for r in listed} == {one["id"], two["id"]}


def test_who_still_has_to_answer_about_a_contact_sees_no_earlier_answer(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        lead, inspector = (world.service.signed_in(world.people[r]) for r in (Role.QA_LEAD, Role.INSPECTOR))
        earlier = submitted(lead, changed(lead, direct(lead, world.ours), CONTENT))
        assert inspector.get(f"reviews/{earlier['id']}").status_code == 200
        plan(world.service, 3)
        while (own := began(inspector))["contact_key"] != world.ours:
            submitted(inspector, changed(inspector, own, CONTENT))
        assert inspector.get(f"reviews/{earlier['id']}").status_code == 404
        submitted(inspector, changed(inspector, own, CONTENT))
        assert inspector.get(f"reviews/{earlier['id']}").status_code == 200


def test_answers_of_a_calibration_stay_hidden_until_it_is_closed(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        parts, at = world.service.parts, world.service.clock()
        inspector, lead = (world.service.signed_in(world.people[r]) for r in (Role.INSPECTOR, Role.QA_LEAD))
        with parts.store.work() as session:
            opened = open_calibration(
                session, "十一月", expert="u-expert", inspectors=["u-inspector"], contact_keys=[world.ours],
                by="u-qa_lead", at=at, new_id=parts.new_id,
            )  # fmt: skip
        given = submitted(inspector, changed(inspector, began(inspector), CONTENT))
        assert lead.get(f"reviews/{given['id']}").status_code == 404
        with parts.store.work() as session:
            close_calibration(session, opened.id, at=at)
        assert lead.get(f"reviews/{given['id']}").json()["purpose"] == "calibration"


def test_nobody_goes_on_with_a_task_that_went_to_somebody_else(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        service = world.service
        second = service.signed_in(service.add("second", Role.INSPECTOR))
        inspector = service.signed_in(world.people[Role.INSPECTOR])
        plan(service, 3)
        lost = changed(inspector, began(inspector), CONTENT)
        service.clock.pass_(minutes=31)
        assert began(second)["task_id"] == lost["task_id"]
        # Our call may be read by the inspector all the same, for an earlier task.
        status = act(inspector, lost, "changes", json=ANGRY).status_code
        assert status == (409 if lost["contact_key"] == world.ours else 404)


def test_a_lead_who_still_has_to_answer_about_a_contact_does_not_see_a_disagreement_about_it(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        service, at = world.service, world.service.clock()
        people = [world.people[Role.INSPECTOR], service.add("second", Role.INSPECTOR), world.people[Role.QA_LEAD]]
        first, second, lead = map(service.signed_in, people)
        plan(service, 1, double=1.0)
        one = submitted(first, changed(first, began(first), CONTENT))
        submitted(second, changed(second, began(second), ANGRY))
        (found,) = lead.get("adjudications").json()["items"]
        assert lead.get(f"adjudications/{found['id']}").status_code == 200
        with service.parts.store.work() as session:
            opened = open_calibration(
                session, "十一月", expert="u-qa_lead", inspectors=["u-x"], contact_keys=[one["contact_key"]],
                by="u-qa_lead", at=at, new_id=service.parts.new_id,
            )  # fmt: skip
        assert lead.get(f"adjudications/{found['id']}").status_code == 404
        assert lead.post(f"adjudications/{found['id']}/review", json={}).status_code == 404
        with service.parts.store.work() as session:
            close_calibration(session, opened.id, at=at)
        assert lead.get(f"adjudications/{found['id']}").status_code == 200
