"""What the benchmarks leave out, one part at a time, is really left out and the rest is judged all the same."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.nlp.contacts import call, comment
from voc.nlp.analyzer import Analyzer
from voc.nlp.signals import observe
from voc.nlp.verdict import judging

FOLDER = Path(__file__).parents[1] / "benchmarks"
CALL = call(
    "座：您好，请问有什么可以帮您",
    "客：手机银行转账一直转圈，转了三次都没成，急死人了",
    "座：这个我这边不清楚，您去网点问吧，需要您本人带身份证到柜台办理",
    "客：算了，每次都这样推来推去",
    comment="客服态度差，问了等于没问",
    score=1,
)


@pytest.fixture(scope="module")
def attribution() -> Iterator[ModuleType]:
    sys.path.insert(0, str(FOLDER))
    try:
        yield importlib.import_module("attribution")
    finally:
        sys.path.remove(str(FOLDER))


def test_every_part_that_is_left_out_changes_a_judgement(attribution: ModuleType, analyzer: Analyzer) -> None:
    language, model = analyzer.language, analyzer.model
    assert attribution.PARTS["全部"] is attribution.as_it_is
    found = {}
    for name, change in attribution.PARTS.items():
        judged = []
        for contact in (CALL, comment("客服推诿，转账也失败，限额太低")):
            observed = observe(contact, language)
            own, heard = change(observed, model.hear(observed))
            judged.append(judging(own, heard, language, model).analysis(analyzer.version))
        found[name] = [(one.dissatisfaction, tuple(one.causes.items()), one.moments) for one in judged]
    whole = found.pop("全部")
    assert [name for name, judged in found.items() if judged == whole] == []


def test_nothing_else_is_left_out(attribution: ModuleType, analyzer: Analyzer) -> None:
    observed = observe(CALL, analyzer.language)
    heard = analyzer.model.hear(observed)
    for change in attribution.PARTS.values():
        _, own = change(observed, heard)
        assert (own.call is heard.call) is (change is not attribution.without_call)
        assert (own.points is heard.points) is (change is not attribution.without_points)
        told = set(observed.others) if change is attribution.without_agents else set()
        assert set(own) == set(heard) - told
    own, _ = attribution.without_rules(observed, heard)
    assert (observed.matches, own.matches, own.taken_back) == (observed.matches, {}, {})
    same = (lambda a: (list(a.whole), [list(row) for row in a.clauses], list(a.tops)), lambda a: a.encoded)
    for change, kept in ((attribution.without_encoder, same[0]), (attribution.without_clauses, same[1])):
        _, own = change(observed, heard)
        assert {i: kept(a) for i, a in own.items()} == {i: kept(a) for i, a in heard.items()}
    assert not any(a.encoded for a in attribution.without_encoder(observed, heard)[1].values())
    _, own = attribution.without_clauses(observed, heard)
    assert all(list(row) == list(a.whole) for a in own.values() for row in a.clauses)
    _, own = attribution.without_whole(observed, heard)
    assert all(list(a.whole) == list(heard[i].tops) for i, a in own.items() if a.clauses)


def test_a_call_without_a_comment_has_nothing_to_be_encoded(attribution: ModuleType, analyzer: Analyzer) -> None:
    spoken = observe(call("座：您好", "客：转账一直转圈，急死人了", "座：抱歉"), analyzer.language)
    heard = analyzer.model.hear(spoken)
    plain, without = (
        judging(*pair, analyzer.language, analyzer.model).analysis(analyzer.version)
        for pair in ((spoken, heard), attribution.without_encoder(spoken, heard))
    )
    assert plain == without
