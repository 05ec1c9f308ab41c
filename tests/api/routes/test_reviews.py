import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api import app
from api.analyst import Analyst
from api.app import create_app
from api.deps import WRITERS
from tests.api.reviewing import ANGRY, CONTENT, Json, act, changed, did, direct, found, mark, submitted
from tests.api.serving import Caller
from tests.api.world import OURS, World, bank
from tests.inputs import FAULT, RULE, call, write
from voc.domain.account import Role
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.importing import Importer
from voc.storage.engine import BUSY_TIMEOUT_MS

PEAK: Json = {"kind": "peak", "utterance": 1, "phase": "answering", "valence": -0.6, "turned_by": "fault"}


@pytest.fixture
def inspector(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.INSPECTOR])


def claimed(caller: Caller, key: int) -> Json:
    return caller.get(f"contacts/{key}").json()["analysis"]["attributions"][0]  # type: ignore[no-any-return]


def test_an_answer_is_given_one_verdict_at_a_time(world: World, lead: Caller) -> None:
    review = direct(lead, world.ours)
    assert (review["contact_id"], review["purpose"], review["status"]) == (OURS, "direct", "draft")
    review = changed(
        lead,
        review,
        ANGRY,
        found("product", "product.speed", mark(1, 0, 2), about="转账"),
        found("rule", None, mark(-1, 0, 2, survey_id="S-1")),
        {"step": "tell_primary", "cause": "rule"},
        {"step": "put_moment", "moment": PEAK},
        {"step": "put_moment", "moment": PEAK | {"kind": "end", "turned_by": None}},
        {"step": "drop_moment", "kind": "end"},
        {"step": "tell_resolved", "resolved": False},
        {"step": "tell_comment", "comment": "听了两遍\n客户很急"},
    )
    told = review["answer"]
    assert (told["dissatisfied"], told["primary"], told["resolved"]) == (True, "rule", False)
    assert told["moments"] == [PEAK]
    assert told["comment"].startswith("听了两遍")
    assert [(f["factor"], f["business_object"], f["evidence"][0]["text"]) for f in told["findings"]] == [
        ("product.speed", "转账", FAULT[:2]),
        (None, None, FAULT[:2]),
    ]
    dropped = changed(lead, review, {"step": "drop_finding", "cause": "rule"})["answer"]
    assert (dropped["primary"], len(dropped["findings"])) == ("product", 1)
    assert lead.get(f"reviews/{review['id']}").json()["answer"] == dropped


def test_a_claim_called_right_is_taken_over_and_called_wrong_left_out(world: World, lead: Caller) -> None:
    claim = claimed(lead, world.ours)
    cite = {"step": "cite", "cause": claim["cause"], "factor": claim["factor"]}
    review = changed(lead, direct(lead, world.ours), cite | {"right": True})
    assert [f["factor"] for f in review["answer"]["findings"]] == [claim["factor"]]
    review = changed(lead, review, cite | {"right": False})
    assert review["answer"]["findings"] == []
    assert [c["right"] for c in review["answer"]["citations"]] == [False]
    missing = act(lead, review, "changes", json={"step": "cite", "cause": "person", "right": False})
    assert (missing.status_code, missing.json()["detail"]) == (404, "机器没有判断过 person")


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (found("rule", "product.speed"), "因子属于另一个原因"),
        (found("rule", "rule.none"), "分类表里没有因子 rule.none"),
        (found("rule", about="天气"), "业务对象不在表里"),
        (found("rule", None, mark(9, 0, 2)), "所标的话或评论不存在"),
        (found("rule", None, mark(1, 0, 999)), "不在原文之内"),
        (found("rule", None, mark(-1, 0, 2, survey_id="S-9")), "不存在"),
        ({"step": "put_moment", "moment": PEAK | {"utterance": 9}}, "时刻所在的句子 9 不存在：这次接触共"),
        ({"step": "put_moment", "moment": PEAK | {"valence": 2}}, "不符合要求"),
        ({"step": "tell_primary", "cause": "rule"}, "主要原因"),
        ({"step": "drop_finding", "cause": "rule"}, "不能删去"),
        ({"step": "tell_comment", "comment": "a\0b"}, "不符合要求"),
        ({"step": "go_stale"}, "正文"),
    ],
    ids=str,
)
def test_what_cannot_be_saved_is_refused_and_changes_nothing(world: World, lead: Caller, step: Json, told: str) -> None:
    review = direct(lead, world.ours)
    refused = act(lead, review, "changes", json=step)
    assert refused.status_code == 422
    assert told in refused.json()["detail"]
    assert FAULT not in refused.text
    assert lead.get(f"reviews/{review['id']}").headers["etag"] == '"0"'


def test_who_has_not_seen_the_latest_version_is_refused(world: World, lead: Caller) -> None:
    review = direct(lead, world.ours)
    newer = changed(lead, review, ANGRY)
    for what, content in (("changes", {"json": CONTENT}), ("undo", {}), ("submit", {}), ("reopen", {})):
        assert act(lead, review, what, **content).status_code == 412
    assert lead.post(f"reviews/{review['id']}/undo").status_code == 428
    assert did(lead, newer, "undo")["version"] == 2


def test_more_verdicts_at_once_than_there_are_threads_are_all_saved(
    world: World, lead: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save goes from thread to thread with the database's lock: those that wait for it must leave it one."""
    monkeypatch.setattr(app, "THREADS", WRITERS + 1)
    drafts = [direct(lead, world.ours) for _ in range(3 * WRITERS)]
    # Its own analyst, which ends with the application.
    parts = replace(world.service.parts, analyst=Analyst(world.service.parts.settings))
    with TestClient(create_app(parts), cookies=lead.client.cookies) as client, ThreadPoolExecutor(len(drafts)) as pool:
        caller, began = Caller(client, lead.user, lead.headers), time.monotonic()
        saved = list(pool.map(lambda draft: changed(caller, draft, ANGRY), drafts))
    assert [review["version"] for review in saved] == [1] * len(drafts)
    assert time.monotonic() - began < BUSY_TIMEOUT_MS / 1000


def test_a_verdict_without_marks_is_saved_in_few_statements(world: World, lead: Caller) -> None:
    draft, database = direct(lead, world.ours), world.service.parts.store.database
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(database, "before_cursor_execute", note)
    changed(lead, draft, ANGRY)
    sa.event.remove(database, "before_cursor_execute", note)
    # Who asks; the review; what is changed of it and the step; the end of the audit chain, the entry, the new end.
    assert len([one for one in statements if not one.startswith("BEGIN")]) == 7


def test_a_submitted_review_counts_can_be_reopened_and_keeps_its_whole_history(world: World, lead: Caller) -> None:
    key = next(one["key"] for one in lead.get("contacts").json()["items"] if one["kind"] == "survey_response")
    draft = direct(lead, key)
    incomplete = act(lead, draft, "submit")
    assert (incomplete.status_code, incomplete.json()["detail"]) == (422, "还没有判断客户是否不满")
    done = submitted(lead, changed(lead, draft, found("rule", "rule.fee", mark(-1, 0, 2))))
    assert (done["status"], done["counts"]) == ("final", True)
    assert act(lead, done, "changes", json=CONTENT).status_code == 409
    reopened = did(lead, done, "reopen")
    assert (reopened["status"], reopened["counts"]) == ("draft", False)
    assert act(lead, reopened, "reopen").status_code == 409
    last = did(lead, reopened, "undo")
    assert (last["status"], last["version"]) == ("final", 4)
    path = f"reviews/{draft['id']}/events"
    first = lead.get(path, params={"limit": 3}).json()
    rest = lead.get(path, params={"cursor": first["next"]}).json()
    events = [*first["items"], *rest["items"]]
    assert [(e["number"], e["by"], e["step"]["step"]) for e in events] == [
        (n, "u-qa_lead", step) for n, step in enumerate(("put_finding", "submit", "reopen", "undo"), 1)
    ]
    assert events[0]["step"]["finding"] == done["answer"]["findings"][0]
    assert rest["next"] is None
    assert lead.get(path, params={"cursor": "WyJ4Il0"}).status_code == 422


def test_only_a_lead_reviews_without_a_task(world: World, inspector: Caller) -> None:
    assert inspector.post(f"contacts/{world.ours}/reviews").status_code == 403


def test_the_reviews_of_a_contact_come_in_pages_without_what_must_not_be_seen(world: World, lead: Caller) -> None:
    other, path = (
        world.service.signed_in(world.service.add("paging-lead", Role.QA_LEAD)),
        f"contacts/{world.ours}/reviews",
    )
    before = len(other.get(path, params={"limit": 200}).json()["items"])
    for number in range(4):
        begun = direct(lead, world.ours)
        if number != 2:
            submitted(lead, changed(lead, begun, CONTENT))
    whole = other.get(path, params={"limit": 200}).json()
    assert (len(whole["items"]), whole["next"]) == (before + 3, None)
    seen, cursor = [], None
    while True:
        page = other.get(path, params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        assert len(page["items"]) <= 2
        seen += page["items"]
        if (cursor := page["next"]) is None:
            break
    assert seen == whole["items"]
    assert other.get(path, params={"cursor": "WzFd"}).status_code == 422


def test_a_draft_is_seen_by_nobody_else_and_changed_by_nobody_ever(world: World, lead: Caller) -> None:
    other = world.service.signed_in(world.service.add("other-lead", Role.QA_LEAD))
    draft = direct(lead, world.theirs)
    assert other.get(f"reviews/{draft['id']}").status_code == 404
    assert other.get(f"contacts/{world.theirs}/reviews").json() == {"items": [], "next": None}
    done = submitted(lead, changed(lead, draft, CONTENT))
    assert other.get(f"reviews/{draft['id']}").json()["id"] == draft["id"]
    assert [one["id"] for one in other.get(f"contacts/{world.theirs}/reviews").json()["items"]] == [draft["id"]]
    for what, content in (("changes", {"json": CONTENT}), ("undo", {}), ("submit", {}), ("reopen", {})):
        assert act(other, done, what, **content).status_code == 404


def test_what_is_saved_goes_to_the_audit_log_without_any_word(world: World, lead: Caller) -> None:
    review = changed(lead, direct(lead, world.ours), {"step": "tell_comment", "comment": "别的人不该看到"})
    entries = lead.get("audit", params={"object_id": review["id"]}).json()["items"]
    assert [entry["action"] for entry in entries] == ["review.write", "review.write"]
    assert ["tell_comment" in entries[0]["facts"], "begun" in entries[1]["facts"]] == [True, True]
    assert "别的人" not in str(entries)


def test_a_review_whose_words_are_gone_is_stale_until_it_is_looked_at_again(tmp_path: Path, analyzer: Analyzer) -> None:
    with bank(tmp_path / "bank", analyzer) as world:
        lead = world.service.signed_in(world.people[Role.QA_LEAD])
        done = submitted(lead, changed(lead, direct(lead, world.ours), found("product", None, mark(1, 0, 2))))
        path = write(tmp_path / "again.jsonl", call(OURS, "座：您好，请讲", f"客：{RULE}", agent_id="A1"))
        parts = world.service.parts
        importer = Importer(parts.store.work, OneByOne(analyzer), b"k" * 40, parts.settings.timezone, parts.clock)
        importer.run(path, rejects=path.with_suffix(".rejects.jsonl"))
        stale = lead.get(f"reviews/{done['id']}").json()
        assert (stale["status"], stale["counts"], stale["revision"]) == ("stale", False, 1)
        events = lead.get(f"reviews/{done['id']}/events").json()["items"]
        assert (events[-1]["by"], events[-1]["step"]) == ("program", {"step": "go_stale"})
        assert act(lead, done, "undo").status_code == 412
        again = did(lead, stale, "reopen")
        assert (again["status"], again["revision"] > 1) == ("draft", True)
        assert act(lead, again, "submit").json()["detail"] == "所标的字与接触的原文不符，请重新标出"


def test_a_contact_out_of_reach_has_no_reviews(world: World, inspector: Caller) -> None:
    assert inspector.get(f"contacts/{world.theirs}/reviews").status_code == 404
    assert inspector.get("reviews/none").status_code == 404
