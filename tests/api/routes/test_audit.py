import pytest

from api.paging import cursor_of
from tests.api.serving import Caller, Service
from voc.domain.account import Role


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


@pytest.mark.parametrize("cursor", ["!", cursor_of("text")])
def test_a_cursor_of_another_list_is_refused(administrator: Caller, cursor: str) -> None:
    assert administrator.get("audit", params={"cursor": cursor}).status_code == 422


def test_the_chain_is_checked_and_a_head_that_was_written_down_looked_for(administrator: Caller) -> None:
    found = administrator.get("audit/verify").json()
    assert (found["entries"], found["broken"]) == (2, [])
    assert administrator.get("audit/verify", params={"head": found["head"]}).json()["broken"] == []
    assert len(administrator.get("audit/verify", params={"head": "0" * 64}).json()["broken"]) == 1
