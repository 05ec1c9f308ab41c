"""A file of 1,000 records from its upload to its words found, over HTTP, with a worker beside, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest

from tests.api.serving import Caller, Service, serving
from tests.inputs import RULE, line, numbered
from tests.postgresql import Server
from tests.services.registries import added
from voc.domain.account import Role
from voc.nlp.language import Language
from voc.opening import open_worker

pytestmark = pytest.mark.slow
PATIENCE_S = 120
RECORDS = numbered(1000)
FAULTY = range(7, 1000, 50)


@pytest.fixture(params=["sqlite", "postgresql"])
def bank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "sqlite":
        with serving(tmp_path) as service:
            yield service
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.new_migrated()
    try:
        with serving(tmp_path, VOC_DATABASE_URL=url.render_as_string(hide_password=False)) as service:
            yield service
    finally:
        server.drop(url)


@contextmanager
def working(service: Service) -> Iterator[None]:
    parts, stop = service.parts, Event()
    worker = open_worker(
        parts.settings, parts.store, id="w", warn=print, report=lambda _job: None, processes=1, clock=service.clock
    )
    thread = Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE_S)


def ordered(caller: Caller, content: bytes, name: str = "通话.jsonl") -> str:
    upload = caller.post("uploads", params={"name": name}, content=content).json()
    job: dict[str, str] = caller.post("imports", json={"upload_id": upload["id"]}).json()
    return job["id"]


def watched(caller: Caller, job_id: str, until: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """What the job says of itself, time and again, up to what is waited for."""
    seen, end = list[dict[str, Any]](), monotonic() + PATIENCE_S
    while monotonic() < end:
        seen.append(caller.get(f"jobs/{job_id}").json())
        if until(seen[-1]):
            return seen
        sleep(0.05)
    raise TimeoutError(seen[-1]["state"])


def ended(job: dict[str, Any]) -> bool:
    return job["ended_at"] is not None


def result(caller: Caller, job_id: str) -> dict[str, Any]:
    job = watched(caller, job_id, ended)[-1]
    assert job["state"] == "done", job
    found: dict[str, Any] = job["result"]
    return found


def found(caller: Caller, **asked: object) -> list[str]:
    ids, cursor = list[str](), None
    while True:
        page = caller.post("search", json={"limit": 100, "cursor": cursor, **asked}).json()
        ids += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return ids


def test_a_file_is_imported_mended_and_found(bank: Service, language: Language) -> None:
    owner, lead = bank.as_(Role.ADMINISTRATOR), bank.as_(Role.QA_LEAD)
    other = bank.signed_in(bank.add("second", Role.ADMINISTRATOR))
    lines = [line(record)[:-1] if n in FAULTY else line(record) for n, record in enumerate(RECORDS)]
    with working(bank):
        job_id = ordered(owner, "".join(f"{one}\n" for one in lines).encode())
        seen = watched(owner, job_id, ended)
        counts = [job["done_count"] for job in seen]
        assert counts == sorted(counts)
        assert len(set(counts)) > 2
        shares = [job["share"] for job in seen if job["share"] is not None]
        assert shares == sorted(shares)
        assert shares[-1] == 1
        done = seen[-1]["result"]
        assert (done["counts"]["new_count"], done["rejected_count"]) == (1000 - len(FAULTY), len(FAULTY))

        path = f"jobs/{job_id}/outputs/1"
        rejects = owner.get(path)
        assert other.get(path).content == rejects.content
        assert lead.get(path).status_code == 404
        mended = "".join(f"{one}}}\n" for one in rejects.text.splitlines())
        assert len(mended.splitlines()) == len(FAULTY)
        counts = result(owner, ordered(owner, mended.encode()))["counts"]
        assert (counts["new_count"], counts["unchanged_count"]) == (len(FAULTY), 0)

        order = [n for n in range(1000) if n not in FAULTY] + list(FAULTY)
        expected = [str(RECORDS[n]["id"]) for n in order if RULE in str(RECORDS[n]["comment"])][::-1]
        assert found(lead, phrase="网点") == expected
        assert found(lead, expression="网点") == expected
        assert found(lead, phrase="第77次") == ["N-00077"]

        model = added(bank.parts.registry, language)
        job_id = lead.post("reanalyses", json={"model": model}).json()["id"]
        difference = result(lead, job_id)["difference"]
        (report,) = lead.get(f"jobs/{job_id}/outputs").json()
        rows = lead.get(f"jobs/{job_id}/outputs/{report['number']}").text.splitlines()
        assert difference["compared_count"] == 1000
        assert len(rows) == 1 + difference["changed_count"] > 1


def test_an_import_cancelled_halfway_and_started_again_is_complete_exactly_once(bank: Service) -> None:
    owner = bank.as_(Role.ADMINISTRATOR)
    content = "".join(f"{line(record)}\n" for record in RECORDS).encode()
    with working(bank):
        job_id = ordered(owner, content)
        watched(owner, job_id, lambda job: job["done_count"] > 0)
        assert owner.post(f"jobs/{job_id}/cancel").status_code == 200
        stopped = watched(owner, job_id, ended)[-1]
        assert stopped["state"] == "cancelled"
        kept = stopped["done_count"]
        assert stopped["result"]["counts"]["new_count"] == kept
        assert 0 < kept < 1000
        counts = result(owner, ordered(owner, content))["counts"]
    assert (counts["new_count"], counts["unchanged_count"]) == (1000 - kept, kept)
    assert sorted(found(owner, phrase="次说了")) == [record["id"] for record in RECORDS]
