import csv
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.api.serving import Caller
from tests.api.world import World, bank
from tests.services.registries import DEAF, added
from voc.clock import now
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer
from voc.nlp.language import Language
from voc.opening import open_worker


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    """Of every test's own, with jobs of its own."""
    with bank(tmp_path / "bank", analyzer) as world:
        yield world


def work(world: World) -> None:
    """Do all that is queued, by the clock of the service."""
    parts = world.service.parts
    one = open_worker(
        parts.settings, parts.store, id="w", warn=print, report=lambda _: None, clock=parts.clock, processes=1
    )
    one.run_until_idle(Event())


def test_what_a_model_would_change_is_told_before_it_is_promoted(
    world: World, lead: Caller, language: Language
) -> None:
    model_id = added(world.service.parts.registry, language, **DEAF)
    path = f"models/{model_id}/difference"
    assert lead.get(path).status_code == 404
    assert lead.get(f"{path}/contacts").status_code == 404
    before = lead.get("contacts").json()
    queued = lead.post(path)
    assert (queued.status_code, queued.json()["kind"]) == (202, "difference")
    work(world)
    inspector = world.service.signed_in(world.people[Role.INSPECTOR])
    report = inspector.get(path).json()
    assert (report["job_id"], report["compared_count"]) == (queued.json()["id"], 3)
    assert report["changed_count"] > 0
    assert model_id in report["version"]
    assert [one["question"] for one in report["agreement"]] == ["dissatisfied", "causes", "primary", "factors"]
    assert {one["judged_count"] for one in report["agreement"]} == {0}
    # The list is of all contacts, so not for those who see some.
    assert inspector.get(f"{path}/contacts").status_code == 403
    listed = lead.get(f"{path}/contacts")
    rows = list(csv.DictReader(listed.content.decode("utf-8-sig").splitlines()))
    assert len(rows) == report["changed_count"]
    assert lead.get("contacts").json() == before
    world.service.parts.folder.tidy(world.service.parts.store.work, at=now().replace(year=2030))
    assert lead.get(f"{path}/contacts").status_code == 404


def test_of_a_model_that_is_not_there_no_report_is_ordered(lead: Caller) -> None:
    assert lead.post("models/none/difference").status_code == 404
