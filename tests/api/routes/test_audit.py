import pytest

from api.paging import cursor_of
from tests.api.serving import Caller, Service
from voc.domain.account import Role
from voc.storage.audit import AuditLog


def test_entries_come_page_by_page_the_latest_first(service: Service, administrator: Caller) -> None:
    for name in "abc":
        service.add(name, Role.INSPECTOR)
    found, cursor = [], None
    while True:
        page = administrator.get("audit", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += [entry["sequence"] for entry in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == [5, 4, 3, 2, 1]
    assert administrator.get("audit", params={"action": "login"}).json()["items"][0]["sequence"] == 2
    assert len(administrator.get("audit", params={"object_id": "u-a"}).json()["items"]) == 1


@pytest.mark.parametrize(
    ("action", "reason"),
    [("logon", "没有名为 logon 的动作；相近的有 login、logout"), ("?", "没有名为 ? 的动作；可用 contact.read、")],
)
def test_an_action_that_no_entry_can_have_is_refused(administrator: Caller, action: str, reason: str) -> None:
    refused = administrator.get("audit", params={"action": action})
    assert refused.status_code == 422
    assert reason in refused.json()["detail"]


@pytest.mark.parametrize("cursor", ["!", cursor_of("text")])
def test_a_cursor_of_another_list_is_refused(administrator: Caller, cursor: str) -> None:
    assert administrator.get("audit", params={"cursor": cursor}).status_code == 422


def test_the_chain_is_checked_and_a_head_that_was_written_down_looked_for(administrator: Caller) -> None:
    found = administrator.get("audit/verify").json()
    assert (found["entries"], found["broken"]) == (2, [])
    assert administrator.get("audit/verify", params={"head": found["head"]}).json()["broken"] == []
    assert len(administrator.get("audit/verify", params={"head": "0" * 64}).json()["broken"]) == 1


def test_entries_are_narrowed_by_time_and_kind(service: Service, administrator: Caller) -> None:
    service.clock.pass_(hours=1)
    service.as_(Role.INSPECTOR)
    noon = "2026-11-16T13:00:00+00:00"

    def found(**params: str) -> list[int]:
        return [entry["sequence"] for entry in administrator.get("audit", params=params).json()["items"]]

    assert (found(since=noon), found(until=noon)) == ([4, 3], [2, 1])
    assert (found(object_kind="user"), found(object_kind="rule_set")) == ([4, 3, 2, 1], [])
    refused = administrator.get("audit", params={"since": noon, "until": "2026-11-16T12:00:00+00:00"})
    assert (refused.status_code, refused.json()["detail"]) == (422, "until 早于 since")


def test_who_was_shown_a_contact_is_told_page_by_page(service: Service, administrator: Caller) -> None:
    for kind, user, keys in (("transcript", "u-a", [1]), ("recording", "u-b", [1, 2]), ("search", "u-a", [2])):
        with service.parts.store.work() as session:
            AuditLog(session).note_accesses(at=service.clock(), actor_id=user, kind=kind, contact_ids=keys)
        service.clock.pass_(minutes=30)

    def found(**params: str | int) -> list[tuple[str, str, int]]:
        items = administrator.get("audit/reads", params=params).json()["items"]
        return [(one["actor_id"], one["kind"], one["contact_id"]) for one in items]

    every = [("u-a", "search", 2), ("u-b", "recording", 2), ("u-b", "recording", 1), ("u-a", "transcript", 1)]
    assert found() == every
    assert found(contact_key=1) == every[2:]
    assert found(user_id="u-a") == [every[0], every[3]]
    assert found(kind="recording") == every[1:3]
    assert found(since="2026-11-16T12:30:00Z", until="2026-11-16T13:00:00Z") == every[1:3]
    first = administrator.get("audit/reads", params={"limit": 3}).json()
    assert found(limit=3, cursor=first["next"]) == every[3:]
    assert administrator.get("audit/reads", params={"kind": "words"}).status_code == 422
