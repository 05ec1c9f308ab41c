"""Expressions that took minutes on texts made to slow them down."""

from dataclasses import replace
from functools import cache

import pytest

from tests.nlp.rules.scenes import Times, hits, scene
from voc.domain.business_object import BusinessObject, BusinessObjectTable
from voc.domain.moments import Phase
from voc.nlp.objects import Mention
from voc.nlp.rules import Scene, conditions, linear
from voc.nlp.rules.matching import Window


@pytest.mark.parametrize(
    ("expression", "text", "holds"),
    [
        ("我 ..60 我 ..60 我 ..60 我 ..60 我 ..60 网点", "我" * 150, False),
        ("慢 NEAR/5 卡", "慢，" * 1000 + "卡，" * 1000, True),
        ("慢 AFTER 卡", "慢，" * 3000 + "卡，" * 3000, False),
        ("慢 AROUND/2 卡", "慢，" * 3000 + "卡，" * 3000, True),
    ],
)
def test_no_text_makes_an_expression_run_away(expression: str, text: str, holds: bool) -> None:
    """Each of these would take longer than anybody waits for a test."""
    assert (hits(expression, scene(f"客：{text}")) is not None) is holds


def test_near_takes_the_nearest_on_either_side() -> None:
    assert hits("慢 NEAR/3 卡", scene("客：卡 慢 卡 卡")) == ["0:卡 慢 卡"]


@pytest.mark.parametrize("expression", ["我 ..9 去 ..9 网点", "/网.*点/", "/网.*点/ EXCEPT /没有/"])
def test_half_a_character_is_no_obstacle(expression: str) -> None:
    assert len(hits(expression, scene("客：\ud83d我去了\udc00网点"))) == 1


@cache
def longest_call() -> Scene:
    lines = [f"客：您好请问{n}网点在哪里呢闪退" for n in range(10_000)]
    times: Times = [(n * 1_000, n * 1_000 + 900) for n in range(len(lines))]
    return scene(*lines, times=times, phases=(Phase.ANSWERING,) * len(lines))


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("REPEAT/2", True),
        ("REPEAT/2(闪退)", True),
        ("UTTERANCE(闪退 AND FIRST/3u(网点))", True),
        ("PHASE/解答(UTTERANCE(闪退))", True),
        ("UTTERANCE(UTTERANCES>1)", False),
        ("闪退 UNLESS LAST/3u(网点)", True),
        ("SILENCE>1s", False),
        ("LAST/20%(UTTERANCE(闪退 AND FIRST/99%(网点)))", True),
        ("CLAUSE(闪退 AND NOT 柜台) AFTER/1 SILENCE<1s#5000", True),
    ],
)
def test_no_number_of_utterances_makes_an_expression_run_away(expression: str, holds: bool) -> None:
    """Half as many as a call may have; some of these would take longer than anybody waits for a test."""
    assert (hits(expression, longest_call()) is not None) is holds


CLAUSES = 1_000


@pytest.mark.parametrize("expression", ["慢 UNLESS CLAUSE(快)", "CLAUSE(CLAUSE(慢))"])
def test_each_clause_of_a_long_comment_is_looked_at_only_a_few_times(
    expression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = _counted(monkeypatch, Window, "narrowed")
    assert hits(expression, scene(comment="太慢，" * CLAUSES)) == ["0:慢"] * CLAUSES
    # Each clause with each would be a million.
    assert len(looked) <= 3 * CLAUSES


def test_a_regular_expression_reads_each_clause_of_a_long_comment_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = _counted(monkeypatch, linear, "readable")
    own = scene(comment="太慢，" * CLAUSES)
    assert hits("CLAUSE(/太.*慢/)", own) == ["0:太慢"] * CLAUSES
    assert hits("慢 UNLESS /很.*慢/ OR 卡", own) == ["0:慢"] * CLAUSES
    # Three characters each time and those beside them; the whole text for each clause would be three million.
    assert sum(len(str(text)) for (text,) in read) <= 2 * 5 * CLAUSES


def test_the_objects_of_a_long_comment_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = _counted(monkeypatch, conditions, "_above")
    mentions = {0: tuple(Mention("手机银行", 3 * n, 3 * n + 2, 2) for n in range(CLAUSES))}
    objects = BusinessObjectTable({"手机银行": BusinessObject("手机银行", "电子银行", None, ())})
    own = replace(scene(comment="慢手，" * CLAUSES), mentions=mentions, objects=objects)
    assert len(hits("CLAUSE(object=手机银行 AND 慢)", own) or ()) == CLAUSES
    assert len(looked) == CLAUSES


def test_one_utterance_is_not_compared_with_itself_for_each_of_its_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = _counted(monkeypatch, conditions, "said_again")
    assert hits("CLAUSE(慢 AND NOT REPEAT/2)", scene("客：" + "太慢，" * 99)) == ["0:慢"] * 99
    assert not compared


def _counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[tuple[object, ...]]:
    """The arguments of each call from now on of a function."""
    calls, inner = list[tuple[object, ...]](), getattr(owner, name)

    def counted(*arguments: object) -> object:
        calls.append(arguments)
        return inner(*arguments)

    monkeypatch.setattr(owner, name, counted)
    return calls
