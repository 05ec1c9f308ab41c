from dataclasses import replace

import pytest

from tests.api.jobs import WEEK, ended_import, ended_job, queued_job
from tests.api.serving import Caller, Service
from voc.domain.account import Role
from voc.domain.job_work import ReanalysisOrder


@pytest.fixture
def lead(service: Service) -> Caller:
    return service.as_(Role.QA_LEAD)


def ids(caller: Caller, **asked: object) -> list[str]:
    return [job["id"] for job in caller.get("jobs", params=asked).json()["items"]]


def test_a_lead_lists_the_own_jobs_and_an_administrator_all(
    service: Service, lead: Caller, administrator: Caller
) -> None:
    mine = queued_job(service, lead.user.id)
    other = queued_job(service, "u-9")
    assert ids(lead) == [mine]
    assert ids(administrator) == [other, mine]


def test_jobs_are_found_by_kind_and_state_page_by_page(service: Service, administrator: Caller) -> None:
    first, again = (queued_job(service, "u-9", ReanalysisOrder()) for _ in range(2))
    done = ended_job(service, "u-9")
    assert ids(administrator, kind="reanalysis") == [again, first]
    assert ids(administrator, state="done") == [done]
    page = administrator.get("jobs", params={"limit": 2}).json()
    assert [job["id"] for job in page["items"]] == [done, again]
    assert ids(administrator, limit=2, cursor=page["next"]) == [first]


def test_no_folder_of_the_machine_is_shown(service: Service, administrator: Caller) -> None:
    job_id = queued_job(service, "u-9", replace(ReanalysisOrder(), rules="/home/rules"))
    assert administrator.get(f"jobs/{job_id}").json()["order"]["rules"] == "另一套规则"


def test_a_job_is_cancelled_once(service: Service, lead: Caller) -> None:
    job_id = queued_job(service, lead.user.id, WEEK)
    answer = lead.post(f"jobs/{job_id}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert lead.post(f"jobs/{job_id}/cancel").status_code == 409
    assert lead.post("jobs/j-0/cancel").status_code == 404


def test_a_file_is_downloaded_under_its_name(service: Service, lead: Caller) -> None:
    job_id = ended_job(service, lead.user.id)
    (output,) = lead.get(f"jobs/{job_id}/outputs").json()
    assert output == {"number": 1, "name": "周报.xlsx", "private": False}
    answer = lead.get(f"jobs/{job_id}/outputs/1")
    assert answer.content == b"content"
    entry = lead.get("audit", params={"limit": 1}).json()["items"][0]
    assert (entry["action"], entry["actor_id"], entry["object_id"]) == ("export.read", lead.user.id, job_id)
    assert "attachment" in answer.headers["content-disposition"]
    assert lead.get(f"jobs/{job_id}/outputs/2").status_code == 404


def test_rows_set_aside_are_for_the_owner_and_administrators_and_their_download_is_noted(
    service: Service, lead: Caller, administrator: Caller
) -> None:
    job_id = ended_import(service, lead.user.id)
    path = f"jobs/{job_id}/outputs/1"
    other = service.signed_in(service.add("other", Role.QA_LEAD))
    assert other.get(path).status_code == 404
    for caller in (lead, administrator):
        assert caller.get(path).content == b"content"
        entry = lead.get("audit", params={"limit": 1}).json()["items"][0]
        assert (entry["action"], entry["actor_id"], entry["object_id"]) == ("rejects.read", caller.user.id, job_id)
