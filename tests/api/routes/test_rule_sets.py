from pathlib import Path

from tests.api.serving import serving
from tests.nlp.rules.rows import file, row
from tests.services.rule_proposals import proposed
from voc.domain.account import Role

REASON = {"reason": "误报"}
ANY, FIRST = {"If-Match": "*"}, {"If-Match": '"0"'}


def test_rules_that_the_settings_name_are_not_for_the_service_to_change(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.toml").write_text(file(row()), encoding="utf8")
    with serving(tmp_path / "home", VOC_RULES=str(own)) as service:
        lead = service.as_(Role.QA_LEAD)
        assert lead.get("rules/sets/current").status_code == 409
        assert lead.post("rules/sets/rollback", json=REASON, headers=ANY).status_code == 409
        # They are what a proposal is checked beside.
        text = {"text": proposed(id="crash")} | REASON
        assert "规则 crash：编号重复" in lead.post("rules/proposals", json=text).json()["detail"]
        id = lead.post("rules/proposals", json={"text": proposed()} | REASON).json()["id"]
        headers = {"If-Match": '"1"'}
        assert lead.post(f"rules/proposals/{id}/promote", json=REASON, headers=headers).status_code == 409


def test_there_is_nothing_to_go_back_to_at_first(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as service:
        lead = service.as_(Role.QA_LEAD)
        assert lead.post("rules/sets/rollback", json=REASON, headers=FIRST).status_code == 409
        assert lead.post("rules/sets/rollback", json=REASON | {"to": "none"}, headers=FIRST).status_code == 404


def test_of_two_who_roll_back_the_second_is_told(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as service:
        lead = service.as_(Role.QA_LEAD)
        for number in (1, 2):
            text = proposed(f"海龟{number}爬", id=f"own.u{number}")
            id = lead.post("rules/proposals", json={"text": text} | REASON).json()["id"]
            assert lead.post(f"rules/proposals/{id}/promote", json=REASON, headers=ANY).status_code == 200
        current = lead.get("rules/sets/current")
        seen = {"If-Match": current.headers["etag"]}
        assert lead.get("rules/sets").headers["etag"] == current.headers["etag"]
        assert lead.post("rules/sets/rollback", json=REASON).status_code == 428
        first = lead.post("rules/sets/rollback", json=REASON, headers=seen)
        assert first.status_code == 200
        assert lead.post("rules/sets/rollback", json=REASON, headers=seen).status_code == 412
        again = lead.get("rules/sets/current")
        assert (again.json()["id"], again.headers["etag"]) == (first.json()["id"], first.headers["etag"])
