"""A stored call is analysed, analysed again and searched by the times of its words, as it was when it was read."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine as Database

from tests.builders import VERSION, analysis, attribution
from tests.inputs import Fields, call, write
from tests.services.stores import NOW, SHANGHAI, Store, counts
from tests.services.workplaces import Yard
from voc.domain.attribution import Analysis, AnalysisVersion
from voc.domain.contact import Contact
from voc.domain.expressions import Expression
from voc.domain.job_work import ImportResult
from voc.nlp.language import Language
from voc.nlp.rules import Search, parse
from voc.nlp.scenes import scene_of
from voc.services.importing import reanalyze
from voc.services.rule_search import search
from voc.services.searching import Query, search_contacts
from voc.storage.contacts import Contacts
from voc.storage.tables import WordTimesRow

# In a turn of twenty seconds, 网点 stands near its end, and is said at once.
TURN = "我一直在这等着去网点"
PHONE = "13800138000"
EARLY: Expression = parse("FIRST/30s(网点)")


class Early:
    """An engine that finds whoever says 网点 within thirty seconds dissatisfied."""

    def __init__(self, language: Language, version: AnalysisVersion = VERSION) -> None:
        self._language, self._version = language, version

    @property
    def version(self) -> AnalysisVersion:
        return self._version

    def analyze(self, contacts: Iterable[Contact], *, mask: bool) -> Iterator[Analysis]:
        assert not mask
        for contact in contacts:
            hits = Search(EARLY, {}).hits(scene_of(contact, self._language))
            found = () if hits is None else (attribution("rule.channel"),)
            yield analysis(contact.id, *found, version=self._version)


def turned(id: str = "C-1", *, at_ms: int | None = 29_000) -> Fields:
    words = [] if at_ms is None else [{"word": "网点", "start_ms": at_ms, "end_ms": at_ms + 400}]
    customer = {"speaker": "customer", "text": TURN, "start_ms": 28_000, "end_ms": 48_000, "words": words}
    agent = {"speaker": "agent", "text": "您好", "start_ms": 0, "end_ms": 2_000}
    return call(id, utterances=[agent, customer])


@pytest.fixture
def early(database: Database, language: Language) -> Store:
    return Store(database, Early(language))


def found(store: Store, id: str = "C-1") -> bool:
    shown = store.shown(id).analysis
    assert shown is not None
    return shown.dissatisfied


def searched(store: Store, language: Language) -> list[str]:
    with store.work() as session:
        page = search_contacts(session, Query(expression=EARLY), language=language, lists={})
    return [one.heading.id for one in page.contacts]


def test_a_call_analysed_again_gives_what_it_gave_at_first(early: Store, language: Language, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", turned("C-1"), turned("C-2", at_ms=None))
    at_once = [
        one.contact_id
        for one in search(EARLY, {}, [path], language=language, zone=SHANGHAI, set_aside=pytest.fail)
        if one.found is not None
    ]
    early.feed(path)
    assert (found(early, "C-1"), found(early, "C-2")) == (True, False)
    again = Early(language, replace(VERSION, rules="r2"))
    assert reanalyze(unit_of_work=early.work, engine=again, clock=lambda: NOW) == 2
    assert [entry.version for entry in early.shown("C-1").history] == [VERSION, again.version]
    assert (found(early, "C-1"), found(early, "C-2")) == (True, False)
    assert searched(early, language) == at_once == ["C-1"]


def test_times_that_come_later_are_kept_and_the_call_is_analysed_by_them(
    early: Store, language: Language, tmp_path: Path
) -> None:
    def feed(*records: Fields) -> tuple[int, int, int, int, int]:
        return counts(early.feed(write(tmp_path / "a.jsonl", *records)))

    assert feed(turned(at_ms=None)) == (1, 0, 0, 0, 1)
    assert (found(early), searched(early, language)) == (False, [])
    assert feed(turned()) == (0, 1, 0, 0, 1)
    assert (found(early), searched(early, language)) == (True, ["C-1"])
    assert feed(turned(at_ms=None)) == feed(turned()) == (0, 0, 1, 0, 0)
    assert [entry.contact_revision for entry in early.shown("C-1").history] == [1, 2]
    assert feed(turned(at_ms=40_000)) == (0, 1, 0, 0, 1)
    assert (found(early), searched(early, language)) == (False, [])


def test_times_that_come_by_a_job_are_kept_too(yard: Yard, language: Language, tmp_path: Path) -> None:
    yard.engine = Early(language)
    for id, at_ms, wanted in (("J-1", None, False), ("J-2", 29_000, True)):
        yard.queue_import(write(tmp_path / "a.jsonl", turned(at_ms=at_ms)), id)
        result = yard.done(id).result
        assert isinstance(result, ImportResult)
        assert (result.counts.analysed_count, result.counts.unchanged_count) == (1, 0)
        assert found(Store(yard.database, yard.engine)) is wanted


def test_no_word_of_what_is_masked_comes_into_the_database(early: Store, tmp_path: Path) -> None:
    said = f"电话{PHONE}去网点"
    words = [{"word": word, "start_ms": 900 * n} for n, word in enumerate(("电话", PHONE, "去", "网点"))]
    spoken = {"speaker": "customer", "text": said, "words": words}
    early.feed(write(tmp_path / "a.jsonl", call("C-1", utterances=[spoken])))
    with early.work() as session:
        (stored,) = Contacts(session).load([early.shown("C-1").stored.key])
        packed = session.scalars(select(WordTimesRow.packed)).one()
    assert stored.contact.conversation is not None
    (utterance,) = stored.contact.conversation.utterances
    assert utterance.text == said.replace(PHONE, "*" * len(PHONE))
    assert [utterance.text[w.start : w.end] for w in utterance.word_times] == ["电话", "*" * len(PHONE), "去", "网点"]
    assert [w.start_ms for w in utterance.word_times] == [0, 900, 1_800, 2_700]
    assert PHONE.encode() not in packed + zlib.decompress(packed[1:])
