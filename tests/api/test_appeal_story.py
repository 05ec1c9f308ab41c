"""From a plan to agreement, from a verdict to an appeal that is heard: over HTTP, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.api.reviewing import Json
from tests.api.serving import Caller, Service
from tests.api.world import World, bank_on
from tests.inputs import FAULT, call, write
from voc.domain.account import Role
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.changes import Change, PutFinding, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.importing import Importer
from voc.services.reviews import answering
from voc.storage.reviews import Reviews, StoredReview

MANNER = PutFinding(Finding(Cause.PERSON, "person.attitude", Kind.PAIN, None))
FEE = PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None))
GOOD = TellDissatisfied(False)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where inspectors answer; each step is a transaction of its own."""

    service: Service

    def answer(self, who: str, *changes: Change) -> StoredReview:
        """The next task of somebody, answered and submitted."""
        with self.service.parts.store.work() as session:
            return self._answer(session, who, changes)

    def _answer(self, session: Session, who: str, changes: tuple[Change, ...]) -> StoredReview:
        at, new_id = self.service.clock(), self.service.parts.new_id
        task = answering.take_next(session, who=who, at=at)
        assert task is not None
        draft = answering.begin(session, task.id, who=who, at=at, new_id=new_id)
        for change in changes:
            answering.change(session, draft.id, change, who=who, at=at)
        return answering.submit(session, draft.id, who=who, at=at, new_id=new_id)

    def counting(self, key: int) -> StoredReview:
        with self.service.parts.store.look() as session:
            return Reviews(session).counting([key])[key]


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    """Eight contacts of our agent, and others."""
    with bank_on(request.param, request, tmp_path / "bank", analyzer) as world:
        unhappy = {"score": 1, "scale": [1, 5], "comment": FAULT}
        calls = [call(f"C-{n}", survey=unhappy, agent_id="A1", agent_team="一班") for n in range(8)]
        parts = world.service.parts
        importer = Importer(
            parts.store.work, OneByOne(analyzer), b"k" * 40, parts.settings.timezone, world.service.clock
        )
        path = write(tmp_path / "more.jsonl", *calls)
        assert importer.run(path, rejects=path.with_suffix(".rejects.jsonl")).rejected_count == 0
        yield world


def _moved(caller: Caller, appeal: Json, what: str, **body: str) -> Json:
    """One step from the version last seen."""
    headers = {"If-Match": f'"{appeal["version"]}"'}
    answer = caller.post(f"appeals/{appeal['id']}/{what}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == f'"{appeal["version"] + 1}"'
    return answer.json()  # type: ignore[no-any-return]


def test_agreement_is_told_and_an_appeal_changes_the_verdict(world: World) -> None:
    service, desk = world.service, Desk(world.service)
    lead, agent, team_lead = (
        service.signed_in(world.people[role]) for role in (Role.QA_LEAD, Role.AGENT, Role.TEAM_LEAD)
    )
    service.add("second", Role.INSPECTOR)
    hearing = service.signed_in(service.add("hearing", Role.INSPECTOR))
    other = service.signed_in(service.add("other", Role.AGENT, agent_id="A2"))
    other_lead = service.signed_in(service.add("other-lead", Role.TEAM_LEAD, team="二班"))

    # A lead has contacts of one agent reviewed by two.
    wish = {
        "name": "十一月",
        "size": 8,
        "double_share": 1.0,
        "seed": "甲",
        "criteria": {"agents": ["A1"], "since": "2026-01-01T00:00:00Z"},
        "quotas": [{"inspector": who, "tasks": 8} for who in ("u-inspector", "u-second")],
    }
    made = lead.post("plans", json=wish)
    assert made.status_code == 201, made.text
    assert made.json()["tasks"]["open"] == 16
    answers = [MANNER] * 4 + [GOOD] * 3
    first = [desk.answer("u-inspector", answer) for answer in (*answers, GOOD)]
    for answer in (*answers, FEE):
        desk.answer("u-second", answer)
    told = lead.get("agreement").json()
    (kappa,) = (p["kappa"] for p in told["pairs"] if p["code"] == "verdict")
    low, high = kappa["interval"]
    assert low <= kappa["value"] <= high
    assert (told["contacts"], kappa["n"], kappa["value"]) == (8, 8, 0.7778)

    # The agent was found at fault and objects, who else may not even know of it.
    key = first[0].contact_key
    assert desk.counting(key).id == first[0].id
    appealed = agent.post(f"contacts/{key}/appeals", json={"reason": "我照章转述"})
    assert appealed.status_code == 201, appealed.text
    appeal = appealed.json()
    assert appeal["against"] == first[0].id
    assert agent.post(f"contacts/{key}/appeals", json={"reason": "再说一次"}).status_code == 409
    assert other.post(f"contacts/{key}/appeals", json={"reason": "我也不服"}).status_code == 404
    for stranger in (other, other_lead, hearing):
        assert stranger.get(f"appeals/{appeal['id']}").status_code == 404
        assert stranger.get("appeals").json()["items"] == []
    seen = {"If-Match": '"1"'}
    assert other_lead.post(f"appeals/{appeal['id']}/forward", json={}, headers=seen).status_code == 404

    # The team lead forwards it, the QA lead has it heard by somebody who has not judged it.
    appeal = _moved(team_lead, appeal, "forward")
    assert team_lead.post(f"appeals/{appeal['id']}/stop", json={"reason": "晚了"}, headers=seen).status_code == 412
    headers = {"If-Match": f'"{appeal["version"]}"'}
    biased = lead.post(f"appeals/{appeal['id']}/assign", json={"inspector": "u-inspector"}, headers=headers)
    assert biased.status_code == 409
    appeal = _moved(lead, appeal, "assign", inspector="u-hearing")
    assert hearing.get(f"appeals/{appeal['id']}").json()["state"] == "assigned"
    heard = desk.answer("u-hearing", FEE)
    assert heard.contact_key == key
    assert desk.counting(key).id == first[0].id

    # It is accepted: the contact is counted by the new review.
    appeal = lead.get(f"appeals/{appeal['id']}").json()
    assert (appeal["state"], appeal["review_id"]) == ("heard", heard.id)
    appeal = _moved(lead, appeal, "accept", reason="确系规定")
    assert desk.counting(key).id == heard.id
    points = {p["factor"]: p["contact_ids"] for p in lead.get("frequencies").json()["points"]}
    assert heard.contact_id in points["rule.fee"]
    assert heard.contact_id not in points["person.attitude"]
    steps = agent.get(f"appeals/{appeal['id']}").json()["steps"]
    assert [(step["move"], step["by"]) for step in steps] == [
        ("file", "u-agent"),
        ("forward", "u-team_lead"),
        ("assign", "u-qa_lead"),
        ("hear", "u-hearing"),
        ("accept", "u-qa_lead"),
    ]

    # Too late for the next one.
    service.clock.pass_(days=7, minutes=1)
    agent = service.signed_in(world.people[Role.AGENT])
    late = agent.post(f"contacts/{first[1].contact_key}/appeals", json={"reason": "不服"})
    assert late.status_code == 409
    assert "超过 7 天" in late.json()["detail"]
    assert service.signed_in(world.people[Role.QA_LEAD]).get("audit/verify").json()["broken"] == []


def test_a_calibration_hides_its_answers_until_it_is_closed(world: World) -> None:
    service, desk = world.service, Desk(world.service)
    lead, inspector = (service.signed_in(world.people[role]) for role in (Role.QA_LEAD, Role.INSPECTOR))
    second = service.signed_in(service.add("second", Role.INSPECTOR))
    people = {"expert": "u-qa_lead", "inspectors": ["u-inspector", "u-second"]}
    opened = lead.post("calibrations", json={"name": "十一月", "contact_keys": [world.theirs], **people})
    assert opened.status_code == 201, opened.text
    path = f"calibrations/{opened.json()['id']}"
    for who, answer in {"u-inspector": FEE, "u-second": MANNER, "u-qa_lead": FEE}.items():
        desk.answer(who, answer)
    for caller in (lead, inspector, second):
        assert [answer["reviewer"] for answer in caller.get(f"{path}/answers").json()] == [caller.user.id]
    assert lead.get(f"{path}/result").status_code == 409

    seen = {"If-Match": lead.get(path).headers["etag"]}
    closed = lead.post(f"{path}/close", headers=seen)
    assert closed.status_code == 200
    assert lead.post(f"{path}/close", headers=seen).status_code == 412
    assert lead.post(f"{path}/close", headers={"If-Match": closed.headers["etag"]}).status_code == 409
    for caller in (lead, inspector, second):
        assert {answer["reviewer"] for answer in caller.get(f"{path}/answers").json()} == {
            "u-qa_lead",
            *people["inspectors"],
        }
    result = lead.get(f"{path}/result").json()
    assert result["among"]["questions"][0]["raw"]["value"] == 0.0
    beside = {who: report["questions"][0]["raw"]["value"] for who, report in result["beside_expert"].items()}
    assert beside == {"u-inspector": 1.0, "u-second": 0.0}
    assert lead.get("frequencies").json()["totals"]["contacts"] == 11
