import tomllib

import pytest

from tests.nlp.rules.rows import file, row
from tests.nlp.rules.scenes import plain_tokenizer
from voc.domain.business_object import BusinessObjectTable
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules import Search, parse
from voc.nlp.rules.checking import check_rules
from voc.nlp.rules.examples import example_scene
from voc.nlp.rules.findings import Fault
from voc.nlp.rules.staging import staged

CALL = """{text = "座：您好 / 客：闪退 / 座：好", times = [[0, 1], [9, 10], [50, 51]], phases = ["问候", "answering",
"道别"], valences = [0, -0.6, 0], score = 2, comment = "太慢", queue = "信用卡",
agent_id = "A1", meta = {"门店" = 12}}"""


def held(expression: str, table: str) -> bool:
    example = staged(tomllib.loads("one = " + table.replace("\n", " "))["one"], Speaker.CUSTOMER)
    scene = example_scene(example, Speaker.CUSTOMER, plain_tokenizer())
    return Search(parse(expression)).hits(scene) is not None


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("FIRST/9.5s(闪退)", True),
        ("FIRST/8s(闪退)", False),
        ("SILENCE>30s", True),
        ("SILENCE>50s", False),
        ("PHASE/解答(闪退)", True),
        ("PHASE/问候(闪退)", False),
        ("CUSTOMER(VALENCE<-0.5)", True),
        ("VALENCE<-0.7", False),
        ("SCORE<0.3", True),
        ("SCORE<0.2", False),
        ("CUSTOMER(太慢)", True),
        ("queue=信用卡 AND agent_id=A1 AND kind=conversation", True),
        ("queue=网银", False),
        ("meta:门店=12", True),
        ("UTTERANCES=3", True),
    ],
)
def test_an_example_may_carry_what_conditions_ask_for(expression: str, holds: bool) -> None:
    assert held(expression, CALL) is holds


def test_what_an_example_does_not_say_is_not_known() -> None:
    bare = '{text = "闪退"}'
    assert held("闪退 AND UTTERANCES=1", bare)
    for expression in ("SCORE>=0", "FIRST/30s(闪退)", "PHASE/解答(NOT 慢)", "VALENCE<=1", "queue=信用卡"):
        assert not held(expression, bare)


def test_an_example_may_be_a_survey_alone() -> None:
    survey = '{kind = "survey_response", text = "闪退", score = 3, scale = [3, 1], channel = "sms", valences = [-0.4]}'
    assert held("kind=survey_response AND 闪退 AND SCORE=0 AND channel=sms AND VALENCE<-0.3 AND UTTERANCES=0", survey)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("{score = 1}", "text 应为非空的文字"),
        ('{text = "闪退", mood = 1}', "不认识的键 mood"),
        ('{text = "闪退", times = [[0, 1], [2, 3]]}', "一句话一项，这里 1 项"),
        ('{text = "闪退", times = [5]}', "单位是秒"),
        ('{text = "闪退", times = [[5, 1]]}', "结束时间早于开始时间"),
        ('{text = "客：慢 / 客：卡", times = [[5, 6], [1, 2]]}', "先后有序"),
        ('{text = "闪退", phases = ["中间"]}', "phases 应为 greeting、问候"),
        ('{text = "闪退", valences = [-2]}', "在 -1 与 1 之间"),
        ('{text = "闪退", score = "低"}', "score 应为数"),
        ('{text = "闪退", score = nan}', "score 应为数"),
        (f'{{text = "闪退", score = 1{"0" * 400}}}', "score 应为数"),
        ('{text = "闪退", times = [[0, 1e308]]}', "times 应为数"),
        ('{text = "闪退", score = 9}', "例句："),
        ('{text = "闪退", score = 1, scale = [1]}', "scale 应为"),
        ('{text = "闪退", meta = 3}', "meta 应为表"),
        ('{text = "闪退", kind = "call"}', "kind 应为"),
        ('{text = "闪退", queue = 3}', "queue 应为非空的文字"),
        ('{text = "闪退", kind = "survey_response", agent_id = "A1", times = [[0, 1]]}', "没有 times、agent_id"),
    ],
)
def test_a_wrong_example_is_refused_with_what_to_write(table: str, reason: str) -> None:
    with pytest.raises(ValueError, match="例句") as caught:
        held("闪退", table)
    assert reason in str(caught.value)


def test_a_rule_on_phase_score_silence_and_fields_passes_its_check(
    taxonomy: Taxonomy, business_objects: BusinessObjectTable
) -> None:
    expression = "PHASE/解答(闪退 AND VALENCE<-0.3) AND SCORE<0.5 AND SILENCE>5s AND queue=信用卡"
    call = CALL.replace("\n", " ")
    own = row(f"['{expression}']", matches=f"[{call}]", more=f"spares = ['闪退', {call.replace('-0.6', '0.6')}]")
    assert check_rules({"own.toml": file(own)}, taxonomy, business_objects, plain_tokenizer())[1] == ()
    broken = row(f"['{expression}']", matches=f"[\n'闪退', \n{call.replace('信用卡', '网银')}]")
    found = check_rules({"own.toml": file(broken)}, taxonomy, business_objects, plain_tokenizer())[1]
    assert [(one.fault, str(one.where)) for one in found] == [
        (Fault.EXAMPLE, "own.toml 第 9 行"),
        (Fault.EXAMPLE, "own.toml 第 10 行"),
    ]
