from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine as Database

from tests.inputs import FAULT, MANNER, PRAISE, RULE, answer, call, invitation, numbered, write
from tests.services.stores import KEY, NOW, Store, counts, renamed
from voc.domain.contact import ContactKind
from voc.domain.fingerprint import pseudonym
from voc.errors import InputError, NotFoundError
from voc.nlp.analyzer import Analyzer
from voc.services.importing import CHUNK_RECORDS, reanalyze
from voc.storage.tables import AnalysisRow, RecordRow


def rows(store: Store, table: type[RecordRow] | type[AnalysisRow]) -> int:
    with store.work() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_records_are_stored_and_their_contacts_analysed(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", call("C-1"), answer("S-1", RULE), answer("S-2", PRAISE))
    summary = store.feed(path)
    assert counts(summary) == (3, 0, 0, 0, 3)
    assert (summary.file, summary.rejects, summary.first_errors) == ("a.jsonl", None, ())
    analysis = store.shown("S-1").analysis
    assert analysis is not None
    assert analysis.dissatisfied
    assert store.statistics().unanalysed_count == 0


def test_the_same_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", call("C-1"), answer("S-1", conversation_id="C-1"), invitation("S-2"))
    store.feed(path)
    before = store.statistics(), rows(store, RecordRow), rows(store, AnalysisRow)
    assert counts(store.feed(path)) == (0, 0, 3, 0, 0)
    assert (store.statistics(), rows(store, RecordRow), rows(store, AnalysisRow)) == before


def test_changed_content_is_a_new_revision_that_is_analysed_again(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", PRAISE)))
    assert counts(store.feed(write(tmp_path / "a.jsonl", answer("S-1", RULE)))) == (0, 1, 0, 0, 1)
    shown = store.shown("S-1")
    assert shown.analysis is not None
    assert shown.analysis.dissatisfied
    assert shown.stored.contact.surveys[0].comment == RULE
    assert [entry.contact_revision for entry in shown.history] == [1, 2]


def test_the_same_number_from_another_source_is_another_record(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", RULE))
    assert counts(store.feed(path, source="甲")) == (1, 0, 0, 0, 1)
    assert counts(store.feed(path, source="乙")) == (1, 0, 0, 0, 1)
    assert store.shown("S-1", source="甲").stored.source == "甲"


@pytest.mark.parametrize("survey_first", [True, False])
def test_a_survey_joins_its_call_whichever_comes_first(store: Store, tmp_path: Path, survey_first: bool) -> None:
    asked = write(tmp_path / "s.jsonl", answer("S-1", RULE, conversation_id="C-1", score=1, scale=[1, 5]))
    spoken = write(tmp_path / "c.jsonl", call("C-1", "座：您好", "客：我想问问怎么改手机号"))
    first, second = (asked, spoken) if survey_first else (spoken, asked)
    assert store.feed(first).analysed_count == (0 if survey_first else 1)
    assert store.feed(second).analysed_count == 1
    shown = store.shown("S-1")
    assert shown == store.shown("C-1")
    assert shown.stored.contact.kind is ContactKind.CONVERSATION
    assert [s.id for s in shown.stored.contact.surveys] == ["S-1"]
    assert [entry.contact_revision for entry in shown.history] == ([1] if survey_first else [1, 2])
    statistics = store.statistics()
    assert (statistics.contact_count, statistics.joined_survey_count, statistics.waiting_survey_count) == (1, 1, 0)


def test_a_survey_that_waits_for_its_call_is_no_contact(store: Store, tmp_path: Path) -> None:
    assert counts(store.feed(write(tmp_path / "a.jsonl", answer("S-1", conversation_id="C-1")))) == (1, 0, 0, 0, 0)
    statistics = store.statistics()
    assert (statistics.contact_count, statistics.waiting_survey_count) == (0, 1)
    with pytest.raises(NotFoundError, match="还没有导入"):
        store.shown("S-1")


def test_an_invitation_is_counted_and_not_analysed(store: Store, tmp_path: Path) -> None:
    assert counts(store.feed(write(tmp_path / "a.jsonl", invitation("S-1")))) == (1, 0, 0, 0, 0)
    assert store.statistics().invitation_count == 1
    assert store.shown("S-1").analysis is None


def test_an_invitation_that_is_answered_later_is_analysed_then(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", invitation("S-1")))
    assert counts(store.feed(write(tmp_path / "a.jsonl", answer("S-1", MANNER)))) == (0, 1, 0, 0, 1)
    assert store.statistics().invitation_count == 0


def test_bad_rows_are_set_aside_and_the_rest_is_stored(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "{", answer("S-1"), "[]", '{"id": "S-2"}', "null", answer("S-3"))
    summary = store.feed(path)
    assert counts(summary) == (2, 0, 0, 4, 2)
    assert summary.rejects == tmp_path / "a.rejects.jsonl"
    assert [error.line for error in summary.first_errors] == [1, 3, 4]


def test_rejects_mended_and_fed_again_give_exactly_the_missing(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", answer("S-1"), '{"id": "S-2", "comment": "', answer("S-3")))
    rejects = tmp_path / "a.rejects.jsonl"
    rejects.write_text(rejects.read_text("utf-8-sig").replace('"comment": "', '"comment": "转不出去"}'), "utf8")
    assert counts(store.feed(rejects)) == (1, 0, 0, 0, 1)
    assert store.statistics().contact_count == 3


def test_strict_stops_at_the_first_bad_row_and_keeps_earlier_chunks(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *numbered(CHUNK_RECORDS + 3), "{")
    with pytest.raises(InputError, match=rf"a.jsonl 第 {CHUNK_RECORDS + 4} 行"):
        store.feed(path, strict=True)
    assert store.statistics().contact_count == CHUNK_RECORDS
    assert not (tmp_path / "a.rejects.jsonl").exists()
    assert counts(store.feed(path)) == (3, 0, CHUNK_RECORDS, 1, 3)


def test_a_chunk_is_bounded_by_its_characters_too(store: Store, tmp_path: Path) -> None:
    long = [call(f"C-{n}", "客：" + "转账" * 3_000) for n in range(2)]
    steps: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voc.services.importing.CHUNK_CHARACTERS", 6_000)
        store.importer().run(
            write(tmp_path / "a.jsonl", *long, answer("S-1", "慢")),
            rejects=tmp_path / "r.jsonl",
            progress=lambda done, total: steps.append(done),
        )
    assert steps == [1, 2, 3]


def test_what_is_stored_is_masked_and_the_customer_a_keyed_hash(store: Store, tmp_path: Path) -> None:
    record = call("C-1", "客：我是王建国，手机13800138000，转账转不出去", customer_id="6001", note="打13800138000")
    store.feed(write(tmp_path / "a.jsonl", record))
    stored = store.shown("C-1").stored.contact.conversation
    assert stored is not None
    assert "13800138000" not in str(stored)
    assert "建国" not in stored.utterances[0].text
    assert len(stored.utterances[0].text) == len("我是王建国，手机13800138000，转账转不出去")
    assert stored.customer_id == pseudonym("6001", key=KEY)


def test_a_run_that_fails_leaves_its_chunk_unstored(database: Database, store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *numbered(5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voc.services.importing.Analyses.save", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            store.feed(path)
    assert rows(store, RecordRow) == 0
    assert counts(store.feed(path)) == (5, 0, 0, 0, 5)


def _cut_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_another_version_analyses_everything_once_and_the_old_stays_readable(
    store: Store, analyzer: Analyzer, tmp_path: Path
) -> None:
    store.feed(write(tmp_path / "a.jsonl", *numbered(7), invitation("S-1")))
    other = renamed(analyzer, "另一个")
    steps: list[tuple[int, int | None]] = []
    again = reanalyze(
        unit_of_work=store.work, engine=other, clock=lambda: NOW, progress=lambda d, t: steps.append((d, t))
    )
    assert (again, steps) == (7, [(7, 7)])
    assert reanalyze(unit_of_work=store.work, engine=other, clock=lambda: NOW) == 0
    shown = store.shown("N-00001")
    assert shown.analysis is not None
    assert shown.analysis.version == other.version
    assert [entry.version for entry in shown.history] == [store.engine.version, other.version]


def test_a_return_to_an_earlier_version_analyses_nothing_again(
    store: Store, analyzer: Analyzer, tmp_path: Path
) -> None:
    store.feed(write(tmp_path / "a.jsonl", *numbered(3)))
    reanalyze(unit_of_work=store.work, engine=renamed(analyzer, "另一个"), clock=lambda: NOW)
    assert reanalyze(unit_of_work=store.work, engine=store.engine, clock=lambda: NOW) == 0
    shown = store.shown("N-00000")
    assert shown.analysis is not None
    assert shown.analysis.version == store.engine.version
    assert len(shown.history) == 2


def test_reanalysis_goes_on_from_chunk_to_chunk(store: Store, analyzer: Analyzer, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", *numbered(5)))
    steps: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voc.services.importing.CHUNK_RECORDS", 2)
        count = reanalyze(
            unit_of_work=store.work,
            engine=renamed(analyzer, "另一个"),
            clock=lambda: NOW,
            progress=lambda done, _: steps.append(done),
        )
    assert (count, steps) == (5, [2, 4, 5])


def test_feeding_calls_twice_from_two_files_counts_them_once(store: Store, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", call("C-1", f"客：{FAULT}")))
    assert counts(store.feed(write(tmp_path / "b.jsonl", call("C-1", f"客：{FAULT}"), call("C-2")))) == (1, 0, 1, 0, 1)
    assert store.statistics().conversation_count == 2
