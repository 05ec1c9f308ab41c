from pathlib import Path

import pytest

from tests.api.reviewing import ANGRY, CONTENT, began, changed, did, direct, found, mark, plan, submitted
from tests.api.serving import Caller
from tests.api.world import OURS, World, bank
from tests.inputs import RULE, call, write
from voc.domain.account import Role
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.importing import Importer
from voc.storage.audit import AuditLog


def _ids(caller: Caller, **asked: object) -> list[str]:
    return [one["id"] for one in caller.get("reviews", params=asked).json()["items"]]  # type: ignore[arg-type]


def test_a_stale_review_is_found_opened_again_and_then_no_more(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        lead = world.service.signed_in(world.people[Role.QA_LEAD])
        done = submitted(lead, changed(lead, direct(lead, world.ours), found("product", None, mark(1, 0, 2))))
        submitted(lead, changed(lead, direct(lead, world.theirs), CONTENT))
        assert _ids(lead, status="stale") == []
        path = write(tmp_path / "again.jsonl", call(OURS, "座：您好，请讲", f"客：{RULE}", agent_id="A1"))
        parts = world.service.parts
        importer = Importer(parts.store.work, OneByOne(analyzer), b"k" * 40, parts.settings.timezone, parts.clock)
        importer.run(path, rejects=path.with_suffix(".rejects.jsonl"))
        (stale,) = lead.get("reviews", params={"status": "stale", "reviewer": lead.user.id}).json()["items"]
        assert (stale["id"], stale["contact_id"], stale["counts"]) == (done["id"], OURS, False)
        assert _ids(lead, status="stale", reviewer="u-else") == []
        did(lead, stale, "reopen")
        assert _ids(lead, status="stale") == []


def test_reviews_are_found_sorted_and_paged(world: World, lead: Caller) -> None:
    counting = submitted(lead, changed(lead, direct(lead, world.theirs), ANGRY))
    world.service.clock.pass_(minutes=1)
    draft = direct(lead, world.theirs)
    newest = _ids(lead, limit=200)
    assert newest[:2] == [draft["id"], counting["id"]]
    assert _ids(lead, limit=200, sort="begun_at") == newest[::-1]
    assert _ids(lead, contact_key=world.theirs, counts="true") == [counting["id"]]
    assert draft["id"] in _ids(lead, status="draft", purpose="direct", since=draft["begun_at"])
    assert draft["id"] not in _ids(lead, until=draft["begun_at"], limit=200)
    seen: list[str] = []
    asked: dict[str, object] = {"limit": 1}
    while True:
        page = lead.get("reviews", params=asked).json()  # type: ignore[arg-type]
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert seen == newest


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "withdrawn"},
        {"since": "2026-11-03T00:00:00Z", "until": "2026-11-02T00:00:00Z"},
        {"cursor": "x"},
        {"cursor": "WyJiZWd1bl9hdCIsIjIwMjYtMTEtMDJUMDA6MDA6MDBaIiwieCJd"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_refused(lead: Caller, wrong: dict[str, str]) -> None:
    assert lead.get("reviews", params=wrong).status_code == 422


def test_what_must_not_be_known_yet_is_in_no_list(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        service = world.service
        people = [world.people[Role.INSPECTOR], service.add("second", Role.INSPECTOR), world.people[Role.QA_LEAD]]
        first, second, lead = map(service.signed_in, people)
        plan(service, 1, double=1.0)
        one = submitted(first, changed(first, began(first), CONTENT))
        two = began(second)
        assert [_ids(caller) for caller in (first, second, lead)] == [[one["id"]], [two["id"]], []]
        submitted(second, changed(second, two, CONTENT))
        assert all(sorted(_ids(caller)) == sorted([one["id"], two["id"]]) for caller in (first, second, lead))


def test_an_agent_finds_the_reviews_of_own_calls_only(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        lead, agent = (world.service.signed_in(world.people[role]) for role in (Role.QA_LEAD, Role.AGENT))
        ours, theirs = (
            submitted(lead, changed(lead, direct(lead, key), found("product", None, mark(1, 0, 2))))
            for key in (world.ours, world.theirs)
        )
        assert set(_ids(lead)) == {ours["id"], theirs["id"]}
        assert _ids(agent) == [ours["id"]]
        at = world.service.clock()
        with world.service.parts.store.look() as session:
            read = AuditLog(session).accesses(at.replace(hour=0), at.replace(hour=23))
        assert [(one.kind, one.contact_id) for one in read if one.actor_id == agent.user.id] == [
            ("evidence", world.ours)
        ]
