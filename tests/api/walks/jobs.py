"""Uploads, orders of long work, jobs and their files."""

from collections.abc import Mapping
from typing import Any

from tests.api.jobs import ended_job, queued_job, uploaded
from tests.api.serving import Caller
from tests.api.walking import ADMINISTRATOR, LEADS, Ask, Walk, anyone, plain
from tests.api.world import World


def _job(method: str, ending: str = "", *, ended: bool = False) -> Ask:
    def ask(caller: Caller, world: World, own: bool) -> Any:
        make = ended_job if ended else queued_job
        return caller.ask(method, f"jobs/{make(world.service, caller.user.id if own else 'u-9')}{ending}")

    return ask


def _upload(caller: Caller, world: World, own: bool) -> str:
    return uploaded(world.service, caller.user.id if own else "u-9")


def _of_jobs(ask: Ask) -> Walk:
    return Walk(LEADS, ADMINISTRATOR, ask, refused_other=404)


WALKS: Mapping[str, Walk] = {
    "POST /uploads": anyone(ADMINISTRATOR, plain("POST", "uploads", params={"name": "a.jsonl"}, content=b"{}\n")),
    "GET /uploads": anyone(ADMINISTRATOR, plain("GET", "uploads")),
    "DELETE /uploads/{upload_id}": anyone(ADMINISTRATOR, lambda c, w, own: c.delete(f"uploads/{_upload(c, w, own)}")),
    "POST /imports": anyone(ADMINISTRATOR, lambda c, w, own: c.post("imports", json={"upload_id": _upload(c, w, own)})),
    "POST /reanalyses": anyone(LEADS, plain("POST", "reanalyses", json={})),
    "POST /exports/weekly": anyone(LEADS, plain("POST", "exports/weekly", json={"week": "2026-W45"})),
    "GET /jobs": anyone(LEADS, plain("GET", "jobs")),
    "GET /jobs/{job_id}": _of_jobs(_job("GET")),
    "POST /jobs/{job_id}/cancel": _of_jobs(_job("POST", "/cancel")),
    "GET /jobs/{job_id}/outputs": _of_jobs(_job("GET", "/outputs")),
    "GET /jobs/{job_id}/outputs/{number}": _of_jobs(_job("GET", "/outputs/1", ended=True)),
}
