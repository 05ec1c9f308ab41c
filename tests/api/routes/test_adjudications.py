from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.reviewing import ANGRY, CONTENT, Json, act, began, changed, decided, found, plan, submitted
from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role, User
from voc.nlp.analyzer import Analyzer
from voc.storage.accounts import Accounts


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    """Two inspectors, one of whom is a lead too, answered all three contacts differently."""
    with bank(tmp_path / "bank", analyzer) as world:
        service = world.service
        first = service.signed_in(world.people[Role.INSPECTOR])
        second = service.signed_in(service.add("both", Role.INSPECTOR, Role.QA_LEAD))
        plan(service, 3, double=1.0)
        for _ in range(3):
            submitted(first, changed(first, began(first), CONTENT))
            submitted(second, changed(second, began(second), found("rule", "rule.fee")))
            service.clock.pass_(minutes=1)
        yield world


def listed(lead: Caller, **asked: object) -> list[Json]:
    answer = lead.get("adjudications", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]  # type: ignore[no-any-return]


def begin(lead: Caller, dispute: Json, side: str | None = None) -> Json:
    begun = lead.post(f"adjudications/{dispute['id']}/review", json={"side": side})
    assert begun.status_code == 201, begun.text
    assert begun.headers["etag"] == f'"{begun.json()["version"]}"'
    return begun.json()  # type: ignore[no-any-return]


def _users(world: World) -> tuple[User, ...]:
    with world.service.parts.store.look() as session:
        return Accounts(session).page(after="", limit=50)


def test_disagreements_are_listed_in_pages_with_both_answers_side_by_side(world: World, lead: Caller) -> None:
    disputes = listed(lead)
    first = lead.get("adjudications", params={"limit": 2}).json()
    rest = lead.get("adjudications", params={"limit": 2, "cursor": first["next"]}).json()
    assert lead.get("adjudications", params={"sort": "newest", "cursor": first["next"]}).status_code == 422
    every = first["items"] + rest["items"]
    assert listed(lead, sort="newest") == every[::-1]
    assert listed(lead, since=every[1]["opened_at"]) == every[1:]
    assert listed(lead, contact_key=every[2]["contact_key"]) == every[2:]
    assert [*first["items"], *rest["items"]] == disputes
    assert (len(disputes), rest["next"]) == (3, None)
    assert disputes[0]["disputed"] == ["dissatisfied", "causes", "primary", "factors"]
    assert disputes[0]["reviewers"] == ["u-inspector", "u-both"]
    whole = lead.get(f"adjudications/{disputes[0]['id']}").json()
    assert [whole[side]["answer"]["dissatisfied"] for side in ("first", "second")] == [False, True]
    assert whole["decision"] is None
    assert not whole["first"]["counts"]


@pytest.mark.parametrize("cursor", ["WzFd", "WyJ4IiwgImEiXQ", "WyIyMDI2LTExLTE2VDEyOjAwOjAwKzAwOjAwIiwgMV0"])
def test_a_cursor_of_something_else_is_refused(world: World, lead: Caller, cursor: str) -> None:
    assert lead.get("adjudications", params={"cursor": cursor}).status_code == 422


def test_a_lead_decides_by_a_review_of_their_own(world: World, lead: Caller) -> None:
    dispute = listed(lead)[0]
    draft = changed(lead, begin(lead, dispute), ANGRY, found("product", "product.speed"))
    spare = begin(lead, dispute)
    answer = decided(lead, dispute, draft)
    told = answer.json()
    assert told["adjudication"]["lead"] == "u-qa_lead"
    assert (told["adjudication"]["reason"], told["decision"]["id"]) == ("听了录音", draft["id"])
    assert (told["decision"]["status"], told["decision"]["counts"]) == ("final", True)
    assert len(listed(lead)) == 2
    assert [one["id"] for one in listed(lead, decided=True)] == [dispute["id"]]
    assert (answer.headers["etag"], told["adjudication"]["version"]) == ('"2"', 2)
    again = decided(lead, dispute, spare, version=2)
    anew = lead.post(f"adjudications/{dispute['id']}/review", json={})
    for refused in (again, anew):
        assert (refused.status_code, refused.json()["detail"]) == (409, "这项分歧已经裁定")
    assert act(lead, told["decision"], "undo").status_code == 409


def test_of_two_leads_who_decide_the_second_is_told(world: World, lead: Caller) -> None:
    third = world.service.signed_in(world.service.add("third", Role.QA_LEAD))
    dispute = listed(lead)[0]
    seen = lead.get(f"adjudications/{dispute['id']}")
    assert (seen.headers["etag"], seen.json()["adjudication"]["version"]) == ('"1"', 1)
    drafts = [begin(who, dispute, dispute["second_review"]) for who in (lead, third)]
    told = {"review_id": drafts[0]["id"], "reason": "听了录音"}
    assert lead.post(f"adjudications/{dispute['id']}/decision", json=told).status_code == 428
    assert decided(lead, dispute, drafts[0]).status_code == 200
    late = decided(third, dispute, drafts[1])
    assert (late.status_code, late.json()["title"]) == (412, "内容已变")
    assert third.get(f"adjudications/{dispute['id']}").headers["etag"] == '"2"'


def test_a_lead_may_take_one_side_over(world: World, lead: Caller) -> None:
    dispute, other = listed(lead)[:2]
    draft = begin(lead, dispute, dispute["second_review"])
    assert [one["factor"] for one in draft["answer"]["findings"]] == ["rule.fee"]
    strange = lead.post(f"adjudications/{dispute['id']}/review", json={"side": other["first_review"]})
    assert (strange.status_code, strange.json()["detail"]) == (422, "只能采用分歧双方之一的复核")


def test_no_lead_decides_where_they_gave_one_of_the_answers(world: World, lead: Caller) -> None:
    involved = world.service.signed_in(next(u for u in _users(world) if u.name == "both"))
    dispute = listed(lead)[0]
    draft = begin(involved, dispute, dispute["second_review"])
    refused = decided(involved, dispute, draft)
    assert (refused.status_code, "另一位主管" in refused.json()["detail"]) == (409, True)


def test_nobody_decides_by_the_draft_of_somebody_else(world: World, lead: Caller) -> None:
    third = world.service.signed_in(world.service.add("third", Role.QA_LEAD))
    dispute = listed(lead)[0]
    draft = begin(third, dispute, dispute["first_review"])
    assert decided(lead, dispute, draft).status_code == 404


def test_a_decision_needs_a_reason_and_a_whole_answer(world: World, lead: Caller) -> None:
    dispute, other = listed(lead)[:2]
    empty = begin(lead, dispute)
    assert decided(lead, dispute, empty).status_code == 422
    assert decided(lead, dispute, empty, " ").json()["detail"] == "裁定须写明理由"
    assert decided(lead, dispute, begin(lead, other)).status_code == 409
    assert decided(lead, dispute, {"id": "none"}).status_code == 404
    assert decided(lead, {"id": "none"}, empty).status_code == 404
    assert act(lead, changed(lead, empty, CONTENT), "submit").status_code == 409
    assert len(listed(lead)) == 3


def test_what_there_is_not_is_not_found(world: World, lead: Caller) -> None:
    assert lead.get("adjudications/none").status_code == 404
    assert lead.post("adjudications/none/review", json={}).status_code == 404
