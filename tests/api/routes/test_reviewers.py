from tests.api.serving import Service
from voc.domain.account import Role


def test_a_lead_learns_who_may_be_given_work_page_by_page(service: Service) -> None:
    for name, roles in (("wang", (Role.INSPECTOR,)), ("both", (Role.INSPECTOR, Role.QA_LEAD)), ("zhou", (Role.AGENT,))):
        service.add(name, *roles, **({"agent_id": "A1"} if Role.AGENT in roles else {}))
    lead = service.signed_in(service.add("lead", Role.QA_LEAD))
    admin = service.as_(Role.ADMINISTRATOR)
    known = admin.get("users/u-wang")
    gone = {**{k: known.json()[k] for k in ("name", "roles", "agent_id", "team", "departments")}, "active": False}
    assert admin.put("users/u-wang", json=gone, headers={"If-Match": known.headers["etag"]}).status_code == 200
    first = lead.get("reviewers", params={"limit": 2}).json()
    assert first["items"] == [
        {"id": "u-both", "name": "both", "roles": ["inspector", "qa_lead"], "enabled": True},
        {"id": "u-lead", "name": "lead", "roles": ["qa_lead"], "enabled": True},
    ]
    rest = lead.get("reviewers", params={"limit": 2, "cursor": first["next"]}).json()
    assert (rest["items"], rest["next"]) == (
        [{"id": "u-wang", "name": "wang", "roles": ["inspector"], "enabled": False}],
        None,
    )

    def ids(**asked: bool) -> list[str]:
        return [one["id"] for one in lead.get("reviewers", params=asked).json()["items"]]

    assert (ids(enabled=True), ids(enabled=False)) == (["u-both", "u-lead"], ["u-wang"])


def test_who_gives_no_work_does_not_learn_it(service: Service) -> None:
    for role in (Role.INSPECTOR, Role.PRODUCT):
        assert service.as_(role).get("reviewers").status_code == 403
