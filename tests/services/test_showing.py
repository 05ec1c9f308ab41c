from pathlib import Path

import pytest

from tests.inputs import FAULT, MANNER, PRAISE, answer, call, write
from tests.services.stores import Store
from voc.errors import ConflictError, NotFoundError
from voc.services.showing import most_telling_call


def test_an_unknown_number_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="C-404"):
        store.shown("C-404")


def test_a_survey_that_waits_says_for_which_call(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", conversation_id="C-1")))
    for id in ("S-1", "C-1"):
        with pytest.raises(NotFoundError, match="会话 C-1 还没有导入"):
            store.shown(id)


def test_a_number_that_two_sources_know_needs_its_source(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1"))
    store.feed(path, source="甲")
    store.feed(path, source="乙")
    with pytest.raises(ConflictError, match="请指明来源"):
        store.shown("S-1")
    assert store.shown("S-1", source="乙").analysis is not None


def test_a_contact_comes_with_its_analysis_and_all_earlier_ones(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", PRAISE)))
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", MANNER)))
    shown = store.shown("S-1")
    assert shown.analysis is not None
    assert shown.analysis.contact_id == shown.stored.contact.id == "S-1"
    assert [entry.contact_revision for entry in shown.history] == [1, 2]


def test_without_an_attributed_call_none_is_most_telling(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", FAULT), call("C-1", "座：您好", f"客：{PRAISE}")))
    with store.work() as session:
        assert most_telling_call(session) is None


def test_the_most_telling_call_has_words_as_evidence_and_the_lowest_point(store: Store, tmp_path: Path) -> None:
    low = {"score": 1, "scale": [1, 5]}
    calm = call("C-1", "座：您好", "客：手机银行转账的时候闪退", "座：好的", "客：好的", survey=low)
    angry = call("C-2", "座：您好", f"客：{FAULT}", "座：我帮您看看", f"客：{FAULT}，气死我了", survey=low)
    store.feed(write(tmp_path / "a.jsonl", calm, angry, answer("S-1", FAULT)))
    with store.work() as session:
        found = most_telling_call(session)
    assert found is not None
    assert found.stored.contact.id == "C-2"
