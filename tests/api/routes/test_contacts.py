from pathlib import Path

import pytest

from tests.api.reviewing import CONTENT, Json, began, changed, direct, found, mark, plan, submitted
from tests.api.serving import Caller
from tests.api.world import OURS, SOUND, World, bank
from tests.inputs import FAULT
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer
from voc.storage.audit import AuditLog


def test_a_contact_is_read_with_everything_that_is_claimed_about_it(world: World, lead: Caller) -> None:
    answer = lead.get(f"contacts/{world.ours}")
    whole = answer.json()
    assert answer.headers["etag"] == f'"{whole["revision"]}"'
    assert (whole["id"], whole["kind"], whole["source"]) == (OURS, "conversation", "default")
    assert [u["text"] for u in whole["call"]["utterances"]] == ["您好，请讲", FAULT]
    assert whole["call"]["has_recording"]
    assert [survey["id"] for survey in whole["surveys"]] == ["S-1"]
    analysis = whole["analysis"]
    assert analysis["primary"] == "product"
    assert analysis["attributions"][0]["evidence"]
    assert analysis["moments"]
    assert [entry["version"]["model"] for entry in whole["analyses"]] == [analysis["version"]["model"]]


def test_contacts_are_found_sorted_and_paged(world: World, lead: Caller) -> None:
    assert [
        i["key"] for i in lead.get("contacts", params={"week": "2026-W45", "sort": "occurred_at"}).json()["items"]
    ] == [
        world.ours,
        world.theirs,
    ]
    first = lead.get("contacts", params={"limit": 1}).json()
    rest = lead.get("contacts", params={"limit": 9, "cursor": first["next"]}).json()
    assert first["items"][0]["key"] == world.theirs
    assert rest["items"][0]["key"] == world.ours
    assert rest["items"][-1]["occurred_at"] is None
    assert rest["next"] is None
    narrowed = {"queue": "账户服务", "factor": "rule.channel", "agent_id": "A2", "dissatisfied": "true"}
    assert [i["key"] for i in lead.get("contacts", params=narrowed).json()["items"]] == [world.theirs]


def _row(caller: Caller, key: int, **asked: str) -> Json | None:
    items = caller.get("contacts", params=asked).json()["items"]
    return next((one for one in items if one["key"] == key), None)


def test_the_verdict_that_counts_says_whose_it_is_to_everybody(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        callers = {role: world.service.signed_in(user) for role, user in world.people.items()}
        lead = callers[Role.QA_LEAD]
        machine = {"decided_by": "machine", "dissatisfied": True, "causes": ["product"], "primary": "product"}
        before = _row(lead, world.ours)
        assert before is not None
        assert before["verdict"] == machine | {"review_id": None}
        judged = changed(lead, direct(lead, world.ours), found("rule", "rule.fee", mark(1, 0, 2)))
        done = submitted(lead, judged)
        person = {"decided_by": "person", "dissatisfied": True, "causes": ["rule"], "primary": "rule"}
        for role, caller in callers.items():
            row, whole = _row(caller, world.ours), caller.get(f"contacts/{world.ours}").json()
            assert row is not None
            readable = role not in (Role.PRODUCT, Role.DEPARTMENT)
            verdict = person | {"review_id": done["id"] if readable else None}
            assert (row["verdict"], whole["verdict"]) == (verdict, verdict)
            assert (row["claim"]["primary"], whole["analysis"]["primary"]) == ("product", "product")
            assert caller.get("reviews/" + done["id"]).status_code == (200 if readable else 403)


def test_contacts_are_found_by_the_verdict_that_counts_or_by_the_machine_s(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        lead = world.service.signed_in(world.people[Role.QA_LEAD])
        submitted(lead, changed(lead, direct(lead, world.ours), CONTENT))
        assert _row(lead, world.ours, dissatisfied="true") is None
        assert _row(lead, world.ours, cause="product") is None
        assert _row(lead, world.ours, dissatisfied="false", reviewed="true") is not None
        assert _row(lead, world.ours, reviewed="false") is None
        assert _row(lead, world.theirs, reviewed="false", cause="rule") is not None
        assert _row(lead, world.ours, dissatisfied="true", cause="product", by_machine="true") is not None


def test_who_still_has_to_answer_about_a_contact_is_not_told_what_others_decided(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        lead, inspector = (world.service.signed_in(world.people[r]) for r in (Role.QA_LEAD, Role.INSPECTOR))
        submitted(lead, changed(lead, direct(lead, world.ours), CONTENT))
        told = inspector.get(f"contacts/{world.ours}").json()["verdict"]
        assert (told["decided_by"], told["dissatisfied"]) == ("person", False)
        plan(world.service, 3)
        while (own := began(inspector))["contact_key"] != world.ours:
            submitted(inspector, changed(inspector, own, CONTENT))
        blind, row = inspector.get(f"contacts/{world.ours}").json()["verdict"], _row(inspector, world.ours)
        assert (blind["decided_by"], blind["dissatisfied"]) == ("machine", True)
        assert row is not None
        assert row["verdict"] == blind
        assert _row(inspector, world.ours, reviewed="true") is None
        submitted(inspector, changed(inspector, own, CONTENT))
        assert inspector.get(f"contacts/{world.ours}").json()["verdict"]["decided_by"] == "person"


@pytest.mark.parametrize("wrong", [{"factor": "rule.none"}, {"cause": "weather"}, {"cursor": "x"}], ids=str)
def test_what_there_is_not_is_refused(lead: Caller, wrong: dict[str, str]) -> None:
    assert lead.get("contacts", params=wrong).status_code == 422


@pytest.mark.parametrize("key", ["0", "x", "99999999999"])
def test_a_key_that_cannot_be_is_refused(lead: Caller, key: str) -> None:
    assert lead.get(f"contacts/{key}").status_code == 422


def test_a_contact_that_is_not_there_is_not_found(lead: Caller) -> None:
    assert lead.get("contacts/4711").status_code == 404


def test_every_reading_goes_to_the_access_log_and_no_list_or_refusal_does(world: World) -> None:
    def read() -> list[tuple[str, str, int]]:
        at = world.service.clock()
        with world.service.parts.store.look() as session:
            found = AuditLog(session).accesses(at.replace(hour=0), at.replace(hour=23))
        return [(one.actor_id, one.kind, one.contact_id) for one in found]

    agent = world.service.signed_in(world.people[Role.AGENT])
    before = len(read())
    agent.get("contacts")
    agent.get(f"contacts/{world.theirs}")
    agent.get(f"contacts/{world.ours}")
    agent.ask("HEAD", f"contacts/{world.ours}/recording")
    agent.get(f"contacts/{world.ours}/recording")
    assert read()[before:] == [("u-agent", "transcript", world.ours), ("u-agent", "recording", world.ours)]


def test_a_recording_plays_from_any_point(world: World, lead: Caller) -> None:
    path = f"contacts/{world.ours}/recording"
    whole = lead.get(path)
    assert (whole.status_code, whole.headers["content-type"], whole.content) == (200, "audio/wav", SOUND)
    part = lead.get(path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, SOUND[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(SOUND)}"
    asked = lead.ask("HEAD", path)
    assert (asked.status_code, asked.headers["content-length"], asked.content) == (200, str(len(SOUND)), b"")
    assert asked.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(("asked", "status"), [(f"bytes={len(SOUND)}-", 416), ("bytes=5-1", 400), ("words=1-2", 400)])
def test_a_range_that_is_none_is_refused_as_everything_else_is(
    world: World, lead: Caller, asked: str, status: int
) -> None:
    refused = lead.get(f"contacts/{world.ours}/recording", headers={"Range": asked})
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    assert refused.json()["status"] == status
    assert (refused.headers.get("content-range") is not None) == (status == 416)


def test_an_address_with_a_slash_too_many_is_not_found(lead: Caller) -> None:
    assert lead.get("contacts/", follow_redirects=False).status_code == 404


def test_a_contact_without_a_recording_has_none(world: World, lead: Caller) -> None:
    (alone,) = (i for i in lead.get("contacts").json()["items"] if i["kind"] == "survey_response")
    answer = lead.get(f"contacts/{alone['key']}/recording")
    assert (answer.status_code, answer.json()["detail"]) == (404, "这次接触没有录音")
    assert lead.get(f"contacts/{alone['key']}").json()["call"] is None
