import pytest
from hypothesis import given

from tests.domain.expressions.strategies import EXPRESSIONS
from tests.nlp.rules.scenes import hits, scene
from voc.domain.expressions import Expression, Word, expand
from voc.domain.moments import Phase
from voc.nlp.rules import Search
from voc.nlp.rules.compiling import Compiler
from voc.nlp.rules.matching import Run, Window
from voc.nlp.rules.occasions import places
from voc.nlp.rules.prefilter import Prefilter

CALL = scene(
    "座：您好", "客：转账失败", "座：要去网点", "客：网点太远，转账还慢", "座：好的", comment="网点远",
    phases=(Phase.GREETING, Phase.UNDERSTANDING, Phase.ANSWERING, Phase.ANSWERING, Phase.CLOSING),
)  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("转账 AND 网点", ["1:转账", "2:网点", "3:网点", "3:转账", "5:网点"]),
        ("转账 AND 柜台", None),
        ("转账 OR 柜台", ["1:转账", "3:转账"]),
        ("柜台 OR 卡", None),
        ("NOT 柜台", []),
        ("NOT 转账", None),
        ("失败 AND NOT 柜台", ["1:失败"]),
        ("ANY(柜台, 失败)", ["1:失败"]),
        ("ALL(失败, 远)", ["1:失败", "3:远", "5:远"]),
        ("ALL(失败, 柜台)", None),
        ("ATLEAST/2(失败, 柜台, 慢)", ["1:失败", "3:慢"]),
        ("ATLEAST/2(@bad)", ["1:失败", "3:慢"]),
        ("ATLEAST/3(@bad)", None),
        ("ATLEAST/2(慢, 慢)", None),
        ("ALL(慢, 慢)", ["3:慢"]),
        ("CUSTOMER(网点)", ["3:网点", "5:网点"]),
        ("AGENT(网点)", ["2:网点"]),
        ("SYSTEM(网点)", None),
        ("CUSTOMER(慢 AFTER AGENT(网点))", ["3:慢"]),
        ("PHASE/answering(网点)", ["2:网点", "3:网点"]),
        ("PHASE/closing(网点)", None),
        ("CUSTOMER(PHASE/answering(网点))", ["3:网点"]),
        ("CLAUSE(网点 AND 转账)", None),
        ("CLAUSE(网点 AND 远)", ["3:网点", "3:远", "5:网点", "5:远"]),
        ("UTTERANCE(网点 AND 转账)", ["3:网点", "3:转账"]),
        ("AGENT(UTTERANCE(NOT 网点))", ["0:您好", "4:好的"]),
        ("CUSTOMER(CLAUSE(NOT 网点 AND NOT 转账))", None),
        ("FIRST/3u(网点)", ["2:网点"]),
        ("FIRST/2u(网点)", None),
        ("LAST/2u(网点)", ["3:网点"]),
        ("CUSTOMER(FIRST/1u(转账))", ["1:转账"]),
        ("FIRST/1u(CUSTOMER(转账))", None),
        ("LAST/9u(失败)", ["1:失败"]),
        ("REPEAT/2(转账)", ["1:转账", "3:转账"]),
        ("REPEAT/2(网点)", None),
        ("REPEAT/2(柜台)", None),
        ("NOT 柜台 AND UTTERANCES=5", []),
    ],
)
def test_operators_hold_and_hit_where_they_should(expression: str, found: list[str] | None) -> None:
    assert hits(expression, CALL, bad="失败 慢 卡") == found


COUNTED = scene("座：您好", "客：我想查账单", "座：好的", "客：网点太远还老闪退")


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("UTTERANCE(闪退 AND FIRST/1u(网点))", None),
        ("CLAUSE(闪退 AND FIRST/1u(网点))", None),
        ("UTTERANCE(闪退 AND LAST/1u(网点))", ["3:网点", "3:闪退"]),
        ("CUSTOMER(UTTERANCE(FIRST/1u(账单)))", ["1:账单"]),
        ("CUSTOMER(CLAUSE(FIRST/1u(网点)))", None),
        ("账单 UNLESS LAST/1u(账单)", ["1:账单"]),
        ("账单 UNLESS FIRST/2u(账单)", None),
        ("账单 UNLESS FIRST/1u(账单)", ["1:账单"]),
        ("CUSTOMER(账单 UNLESS FIRST/1u(账单))", None),
        ("LAST/3u(FIRST/2u(账单))", ["1:账单"]),
        ("LAST/2u(FIRST/1u(账单))", None),
        ("LAST/2u(FIRST/3u(好的))", ["2:好的"]),
    ],
)
def test_first_and_last_utterances_are_those_of_the_call_whatever_is_looked_at(
    expression: str, found: list[str] | None
) -> None:
    assert hits(expression, COUNTED) == found


def test_the_first_utterances_of_the_call_need_not_be_of_a_phase() -> None:
    assert hits("PHASE/answering(FIRST/1u(网点))", CALL) is None
    assert hits("PHASE/answering(FIRST/3u(网点))", CALL) == ["2:网点"]


def test_in_an_utterance_without_a_character_nothing_holds_but_its_absence() -> None:
    assert hits("UTTERANCE(NOT 网点)", scene("客：", "客：网点")) == ["0:"]


LISTS = {name: (Word("网点"), Word("转账")) for name in ("branch", "词表", "a_1")}


@given(EXPRESSIONS)
def test_what_is_not_tried_would_not_have_held(expression: Expression) -> None:
    expanded = expand(expression, LISTS)
    compiler = Compiler()
    compiled = compiler.compile(expanded)
    chances = Prefilter(compiler.leaves).chances(CALL.passages)
    held = compiled.evaluate(Run(CALL, compiler.leaves, chances), Window())
    tried = compiled.needs is None or not compiled.needs.isdisjoint(chances)
    assert tried or held is None
    assert Search(expression, LISTS).hits(CALL) == (None if held is None else places(held))


@given(EXPRESSIONS)
def test_hits_are_words_of_the_contact(expression: Expression) -> None:
    for hit in Search(expression, LISTS).hits(CALL) or ():
        assert 0 <= hit.start <= hit.end <= len(CALL.passages[hit.passage].text)


@pytest.mark.parametrize("window", ["FIRST/30s", "LAST/30s"])
def test_nothing_holds_within_seconds_of_a_call_without_times(window: str) -> None:
    assert hits(f"{window}(NOT 您好)", scene("客：慢")) is None
    assert hits(f"NOT {window}(您好)", scene("客：慢")) == []
    assert hits(f"{window}(NOT 您好)", scene("客：慢", times=[(0, 1_000)])) == []


@pytest.mark.parametrize("window", ["PHASE/解答", "FIRST/30s", "LAST/10%", "FIRST/3u", "LAST/3u"])
def test_nothing_holds_within_a_part_of_the_call_where_there_is_none(window: str) -> None:
    assert hits(f"{window}(NOT 慢)", scene(comment="闪退")) is None
    assert hits(f"{window}(UTTERANCES>=0)", scene(comment="闪退")) is None


def test_phases_that_are_not_known_hold_nothing_and_one_that_a_call_lacks_is_empty() -> None:
    assert hits("PHASE/解答(NOT 慢)", scene("客：闪退")) is None
    assert hits("PHASE/解答(NOT 慢)", scene("客：慢", phases=(Phase.GREETING,))) == []
