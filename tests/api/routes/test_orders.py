from tests.api.jobs import uploaded
from tests.api.serving import Caller, Service
from voc.domain.account import Role
from voc.domain.job_work import ExportOrder, ImportOrder, ReanalysisOrder
from voc.nlp.language import shipped_language
from voc.services.registry import listed
from voc.storage.jobs import Jobs

MAPPING = '[columns]\n"留言" = "comment"\n'


def order_of(service: Service, job_id: str) -> object:
    with service.parts.store.look() as session:
        job = Jobs(session).get(job_id)
    return job.owner_id, job.order


def test_an_import_is_queued_for_who_orders_it(service: Service, administrator: Caller) -> None:
    upload_id = uploaded(service, administrator.user.id)
    answer = administrator.post("imports", json={"upload_id": upload_id, "source": "crm"})
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    assert order_of(service, answer.json()["id"]) == (administrator.user.id, ImportOrder(upload_id, "crm"))
    again = administrator.post("imports", json={"upload_id": upload_id, "source": "crm"})
    assert (again.status_code, again.json()["detail"]) == (409, "这个文件已经在排队或导入，请等它结束")
    administrator.post(f"jobs/{answer.json()['id']}/cancel")
    assert administrator.post("imports", json={"upload_id": upload_id}).status_code == 202


def test_the_columns_of_a_file_are_named_once(service: Service, administrator: Caller) -> None:
    asked = {"upload_id": uploaded(service, administrator.user.id), "mapping": MAPPING}
    damaged = administrator.post("imports", json=asked | {"mapping": "["})
    assert damaged.status_code == 422
    assert administrator.post("imports", json=asked).status_code == 202
    assert administrator.post("imports", json=asked).status_code == 409


def test_an_import_of_what_is_not_there_is_not_found(administrator: Caller) -> None:
    assert administrator.post("imports", json={"upload_id": "f-0"}).status_code == 404


def test_a_reanalysis_names_a_model_and_rules_of_the_registries_and_no_folder(
    service: Service, administrator: Caller
) -> None:
    model = listed(service.parts.registry, shipped_language())[0].id
    answer = administrator.post("reanalyses", json={"model": model})
    assert order_of(service, answer.json()["id"]) == (administrator.user.id, ReanalysisOrder(model))
    assert administrator.post("reanalyses", json={"model": "m-0"}).status_code == 404
    with_rules = administrator.post("reanalyses", json={"rules": "shipped"})
    assert with_rules.json()["order"]["rules"] == "shipped"
    assert order_of(service, with_rules.json()["id"])[1] == ReanalysisOrder(rules="shipped")
    assert administrator.post("reanalyses", json={"rules": "none"}).status_code == 404
    assert administrator.post("reanalyses", json={"rules": "/etc"}).status_code == 422
    assert administrator.post("reanalyses", json={"model": "../m"}).status_code == 422


def test_an_export_as_a_job_is_for_those_who_see_everything(service: Service) -> None:
    lead = service.as_(Role.QA_LEAD)
    answer = lead.post("exports/weekly", json={"week": "2026-W45"})
    assert order_of(service, answer.json()["id"]) == (lead.user.id, ExportOrder("2026-W45"))
    assert lead.post("exports/weekly", json={"week": "2026-W99"}).status_code == 422
    refused = service.as_(Role.PRODUCT).post("exports/weekly", json={"week": "2026-W45"})
    assert refused.status_code == 403
