from pathlib import Path

from tests.api.serving import Caller, Service
from tests.services.registries import CAUTIOUS, DEAF, added, labelled, texts_in
from voc.domain.account import Role
from voc.domain.model_history import Gate
from voc.nlp.language import Language
from voc.services.promoting import candidate, promote

ANY = {"If-Match": "*"}


def _lead(service: Service) -> Caller:
    return service.as_(Role.QA_LEAD)


def _in_use(caller: Caller) -> str:
    (model,) = (model for model in caller.get("models").json() if model["in_use"])
    return str(model["id"])


def test_models_are_listed_and_shown_with_card_and_history(service: Service, language: Language) -> None:
    lead, model_id = _lead(service), added(service.parts.registry, language)
    listed = lead.get("models").json()
    assert [(m["shipped"], m["in_use"]) for m in listed] == [(True, True), (False, False)]
    whole = lead.get(f"models/{model_id}").json()
    assert whole["card"].startswith("# 模型卡")
    assert [event["action"] for event in whole["history"]] == ["added"]
    assert lead.get("models/none").status_code == 404


def test_a_model_that_is_no_worse_is_taken_into_use_and_given_up_again(
    service: Service, language: Language, tmp_path: Path
) -> None:
    registry, lead = service.parts.registry, _lead(service)
    good, other = added(registry, language), added(registry, language, **CAUTIOUS)
    promote(registry, candidate(registry, good, language), Gate({}, 40, None, ()), by="x", at=service.clock())
    records = labelled(tmp_path / "gate.jsonl").read_bytes()
    seen = {"If-Match": lead.get(f"models/{other}").headers["etag"]}
    assert lead.get("models").headers["etag"] == seen["If-Match"]
    assert lead.post(f"models/{other}/promote", content=records).status_code == 428
    answer = lead.post(f"models/{other}/promote", content=records, headers=seen)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["passed"], answer.json()["records"]) == (True, 40)
    assert [answer.json()[name] for name in ("texts", "seen_by_candidate", "seen_by_current")] == [40, 0, 0]
    assert answer.json()["difference"] == f"/api/v1/models/{other}/difference"
    assert _in_use(lead) == other
    (entry,) = lead.get("audit", params={"action": "model.promote"}).json()["items"]
    assert (entry["object_id"], entry["actor_id"]) == (other, lead.user.id)
    assert lead.post(f"models/{other}/promote", content=records, headers=ANY).status_code == 409
    assert lead.post("models/rollback", json={}, headers=seen).status_code == 412
    assert lead.post(f"models/{good}/promote", content=records, headers=seen).status_code == 412
    now = {"If-Match": answer.headers["etag"]}
    back = lead.post("models/rollback", json={"reason": "误报变多"}, headers=now)
    assert back.json()["id"] == good
    # Of two who roll back, the second is told.
    assert lead.post("models/rollback", json={}, headers=now).status_code == 412
    assert _in_use(lead) == good


def test_a_worse_model_is_refused_unless_forced_with_a_reason(
    service: Service, language: Language, tmp_path: Path
) -> None:
    registry, lead = service.parts.registry, _lead(service)
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    promote(registry, candidate(registry, good, language), Gate({}, 40, None, ()), by="x", at=service.clock())
    records = labelled(tmp_path / "gate.jsonl").read_bytes()
    path = f"models/{deaf}/promote"
    refused = lead.post(path, content=records, headers=ANY)
    assert (refused.status_code, _in_use(lead)) == (409, good)
    assert "候选模型更差" in refused.json()["detail"]
    assert lead.post(path, content=records, params={"force": "true"}, headers=ANY).status_code == 422
    forced = lead.post(path, content=records, params={"force": "true", "reason": "试用"}, headers=ANY)
    assert (forced.status_code, forced.json()["passed"], _in_use(lead)) == (200, False, deaf)
    # A refusal leaves no trace of a promotion.
    assert len(lead.get("audit", params={"action": "model.promote"}).json()["items"]) == 1


def test_a_wide_tolerance_needs_force_and_a_reason(service: Service, language: Language, tmp_path: Path) -> None:
    registry, lead = service.parts.registry, _lead(service)
    before, deaf = _in_use(lead), added(registry, language, **DEAF)
    records, path = labelled(tmp_path / "gate.jsonl").read_bytes(), f"models/{deaf}/promote"
    for asked in ({}, {"force": "true"}, {"reason": "更好"}):
        refused = lead.post(path, content=records, params={"tolerance": "0.5"} | asked, headers=ANY)
        assert (refused.status_code, _in_use(lead)) == (422, before)
    asked = {"tolerance": "0.5", "force": "true", "reason": "演练"}
    assert lead.post(path, content=records, params=asked, headers=ANY).status_code == 200
    assert lead.get(f"models/{deaf}").json()["history"][-1]["forced"] is True


def test_records_that_the_candidate_has_seen_do_not_count(service: Service, language: Language, tmp_path: Path) -> None:
    gate = labelled(tmp_path / "gate.jsonl")
    lead, model_id = _lead(service), added(service.parts.registry, language, texts=texts_in(gate, 20))
    refused = lead.post(f"models/{model_id}/promote", content=gate.read_bytes(), headers=ANY)
    assert refused.status_code == 409
    assert "只有 20 条、20 种不同的文字" in refused.json()["detail"]


def test_there_is_nothing_to_go_back_to_at_first(service: Service) -> None:
    assert _lead(service).post("models/rollback", json={}, headers=ANY).status_code == 409
