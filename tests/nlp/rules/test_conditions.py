import pytest

from tests.nlp.rules.scenes import Times, hits, scene
from voc.domain.business_object import BusinessObject, BusinessObjectTable
from voc.domain.conversation import Speaker
from voc.domain.expressions import Word
from voc.nlp.objects import Mention, Mentions, ObjectFinder
from voc.nlp.passage import passage_of
from voc.nlp.rules import Scene, Search, parse
from voc.nlp.tokenizer import Tokenizer

CALL = ("座：您好", "客：网点太远", "座：抱歉")
TIMES = [(0, 1_000), (7_000, 9_000), (8_500, 10_000)]
TABLE = BusinessObjectTable(
    {
        "手机银行": BusinessObject("手机银行", "电子银行", None, ()),
        "手机银行登录": BusinessObject("手机银行登录", "电子银行", "手机银行", ()),
    }
)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("SILENCE>=6s", ["1:网点太远"]),
        ("SILENCE>6s", None),
        ("SILENCE=0s", ["2:抱歉"]),
        ("CUSTOMER(SILENCE<6.5s)", ["1:网点太远"]),
        ("AGENT(SILENCE>5s)", None),
    ],
)
def test_a_silence_is_the_time_before_an_utterance(expression: str, found: list[str] | None) -> None:
    assert hits(expression, scene(*CALL, times=TIMES)) == found


def test_there_is_no_silence_while_somebody_speaks_on() -> None:
    lines = ("客：网银打不开，我试了很多次", "座：嗯", "客：快点处理", "客：喂")
    times: Times = [(0, 20_000), (5_000, 5_500), (20_500, 23_000), (33_000, 34_000)]
    assert hits("SILENCE>0s", scene(*lines, times=times)) == ["2:快点处理", "3:喂"]
    assert hits("SILENCE=0.5s", scene(*lines, times=times)) == ["2:快点处理"]
    assert hits("SILENCE>9s", scene(*lines, times=times)) == ["3:喂"]


def test_without_times_there_is_no_silence() -> None:
    assert hits("SILENCE>=0s", scene(*CALL)) is None
    assert hits("SILENCE>=0s", scene(*CALL, times=[(0, None), (7_000, 9_000), (None, None)])) is None
    assert hits("SILENCE>=0s", scene(comment="远")) is None


def test_a_valence_is_asked_of_utterances_and_comments() -> None:
    own = scene(*CALL, comment="太差", valences=(None, -0.4, None, -0.8))
    assert hits("VALENCE<-0.3", own) == ["1:网点太远", "3:太差"]
    assert hits("VALENCE<-0.5", own) == ["3:太差"]
    assert hits("VALENCE>0", own) is None
    assert hits("VALENCE<1", scene(*CALL)) is None


def test_utterances_are_counted_within_the_window_and_comments_are_none() -> None:
    own = scene(*CALL, comment="太差")
    assert hits("UTTERANCES=3", own) == []
    assert hits("CUSTOMER(UTTERANCES=1)", own) == []
    assert hits("UTTERANCES>3", own) is None


def test_a_score_is_asked_on_the_way_from_worst_to_best() -> None:
    assert hits("SCORE<0.5", scene(*CALL, score=2)) == []
    assert hits("SCORE<0.25", scene(*CALL, score=2)) is None
    assert hits("SCORE>=0", scene(*CALL)) is None
    assert Search(parse("SCORE>=0")).hits(Scene(())) is None


def test_fields_are_compared_as_they_are_read() -> None:
    own = scene(*CALL, queue="信用卡", channel="Phone", agent_id="A17", region=None, business="贷款")
    for expression in ("queue=網銀|信用卡", "channel=phone", "agent_id=a17", "business=贷款", "kind=conversation"):
        assert hits(expression, own) == [], expression
    assert hits("queue=@mine", own, mine="网银 信用卡") == []
    for expression in ("queue=信用", "region=无", "ended_by=customer"):
        assert hits(expression, own) is None, expression
    assert hits("kind=survey_response", scene(comment="远")) == []
    assert hits("agent_id=a17", scene(comment="远")) is None


def test_fields_of_their_own_kind_are_asked_of_the_call_and_its_surveys() -> None:
    own = scene(*CALL, comment="远", metadata={"VIP": "是"}, survey={"门店": 12})
    assert hits("meta:VIP=是", own) == []
    assert hits("meta:门店=12", own) == []
    assert hits("meta:门店=12", scene(comment="远", survey={"门店": 12})) == []
    assert hits("meta:vip=是", own) is None


def test_values_are_compared_by_what_they_say() -> None:
    own = scene(
        *CALL, queue="信用卡 ", metadata={"经办": None, "门店": 12.0, "网点": " 城 东", "折扣": 1.5, "补": True}
    )
    for expression in ("queue=信用卡", "meta:门店=12", 'meta:网点="城 东"', 'meta:折扣="1.5"', "meta:补=true"):
        assert hits(expression, own) == [], expression
    for expression in ("meta:经办=none", 'meta:门店="12.0"', "meta:折扣=1", "meta:没有=none"):
        assert hits(expression, own) is None, expression


def test_a_mere_passage_has_no_fields() -> None:
    said = passage_of("手机银行", Tokenizer(""), utterance=0, speaker=Speaker.CUSTOMER)
    for expression in ("queue=a", "meta:a=b", "object=a"):
        assert Search(parse(expression)).hits(Scene((said,))) is None


def test_an_object_is_hit_where_it_or_one_below_it_is_named() -> None:
    mentions = {
        "mentions": {1: (Mention("手机银行登录", 0, 2, 2),), 2: (Mention("手机银行", 0, 2, 2),)},
        "objects": TABLE,
    }
    own = scene(*CALL, mentions=mentions)
    assert hits("object=手机银行", own) == ["1:网点", "2:抱歉"]
    assert hits("CUSTOMER(object=手机银行)", own) == ["1:网点"]
    assert hits("object=手机银行登录", own) == ["1:网点"]
    assert hits("LAST/1u(object=手机银行登录)", own) is None
    assert hits("CLAUSE(object=手机银行 AND 远)", own) == ["1:网点", "1:远"]
    assert hits("object=~手机银航", own) == ["1:网点", "2:抱歉"]
    assert hits("object=贷款", own) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("手机银行闪退", ["0:手机银行"]),
        ("app老是闪退", ["0:app"]),
        ("软件打不开", ["0:软件打不开"]),
        ("开屏广告太多", ["0:开屏广告"]),
        *(("取款机黑屏", None), ("atm机黑屏", None), ("pos机闪退", None), ("网上银行老是闪退", None)),
        *(("公众号闪退", None), ("微信银行登录不了", None), ("没有闪退", None), ("安装失败，连接超时", None)),
    ],
)
def test_an_object_is_hit_where_it_is_named_not_where_a_sign_of_it_is(
    text: str, found: list[str] | None, business_objects: BusinessObjectTable, plain_tokenizer: Tokenizer
) -> None:
    assert hits("object=手机银行", _mentioned(text, business_objects, plain_tokenizer)) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("信用卡", "去网点办的信用卡", ["0:信用卡"]),
        ("信用卡", "信用卡的年费", ["0:信用卡", "0:年费"]),
        ("网点", "去网点办的信用卡", ["0:网点"]),
        ("ATM", "取款机黑屏", ["0:取款机"]),
        ("网上银行", "网上银行老是闪退", ["0:网上银行"]),
        ("客服热线", "网点电话打不通", None),
    ],
)
def test_an_object_is_hit_once_where_it_is_named_once(
    name: str, text: str, found: list[str] | None, business_objects: BusinessObjectTable, plain_tokenizer: Tokenizer
) -> None:
    own = _mentioned(text, business_objects, plain_tokenizer)
    assert hits(f"object={name}", own) == found
    assert (hits(f"NOT object={name}", own) is None) is (found is not None)


def _mentioned(text: str, objects: BusinessObjectTable, tokenizer: Tokenizer) -> Scene:
    """A call of the customer's words with what they mention."""
    said = passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER)
    found = Mentions(ObjectFinder(objects), (said,))
    return scene(f"客：{text}", mentions={"mentions": found, "objects": objects})


def test_the_business_of_the_record_is_an_object_too() -> None:
    own = scene(*CALL, business="手机银行登录", mentions={"objects": TABLE})
    assert hits("object=手机银行", own) == []
    assert hits("object=贷款", own) is None


def test_a_customer_repeats_himself_when_he_says_nearly_the_same() -> None:
    own = scene(
        "客：我的卡为什么转不出去", "座：我的卡为什么转不出去", "客：我的卡到底为什么转不出去", "客：好", "客：好"
    )
    assert hits("REPEAT/2", own) == ["0:我的卡为什么转不出去", "2:我的卡到底为什么转不出去"]
    assert hits("REPEAT/3", own) is None
    assert hits("AGENT(REPEAT/2)", own) is None


def test_a_comment_repeats_nothing() -> None:
    assert hits("REPEAT/2", scene("客：我的卡为什么转不出去", comment="我的卡为什么转不出去")) is None


def test_values_of_fields_may_go_by_sound() -> None:
    own = scene(*CALL, queue="网银", business="手机银行", metadata={"网点": "城东"})
    for expression in ("queue=~往银", "queue=信用卡|~往银", "object=~手机银航", "meta:网点=~成东"):
        assert hits(expression, own) == [], expression
    for expression in ("queue=往银", "queue=~网点", "object=~手机网银", "meta:网点=~城西", "meta:门店=~成东"):
        assert hits(expression, own) is None, expression
    named = {"own": (Word("信用卡"), Word("往银", by_sound=True))}
    assert Search(parse("queue=@own", lists=named), named).hits(own) == []
