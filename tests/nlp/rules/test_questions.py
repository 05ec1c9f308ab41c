import pytest

from tests.nlp.rules.scenes import hits, scene, told
from voc.nlp.rules.questions import plainly_asked


@pytest.mark.parametrize(
    "text",
    [
        "年费是怎么收的？",
        "请问年费可以免吗",
        "年费必须要交吗？",
        "年费还要不要交呀",
        "您好，我想咨询一下年费",
        "转账收年费吗",
    ],
)
def test_a_question_without_displeasure_is_a_plain_one(text: str) -> None:
    assert plainly_asked(scene(f"客：{text}").passages[0], text.index("年费"))


@pytest.mark.parametrize(
    "text",
    [
        *("年费怎么收的，凭什么", "年费凭什么要交吗", "重复扣年费吗", "年费还要收吗", "太坑了，年费是怎么收的"),
        *("年费贵", "年费要求合规吗"),
    ],
)
def test_displeasure_beside_or_no_question_makes_it_count(text: str) -> None:
    assert not plainly_asked(scene(f"客：{text}").passages[0], text.index("年费"))


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 会闪退吗
        扣费: 会扣费吗 / 要不要扣费 / 是不是要扣费
        限额: 会限额吗 / 是否限额 / 是不是有限额 / 需要限额吗 / 请问限额吗 / 有限额么
        冻结: 卡会被冻结吗 / 要不要冻结 / 想问下会冻结吗 / 是否会被冻结 / 我问下我的卡会被冻结吗
        滞纳金: 请问晚一天要交滞纳金吗
        收费: 你们这个会另外收费吗 / 是否需要收费 / 是不是会收费
        扣款: 我想问一下是不是会扣款 / 麻烦问下要不要扣款呀 / 是不是到时候会自动扣款 / 这个月还会扣款吗
        年费: 有年费吗 / 要交年费吗 / 年费要不要交 / 年费是不是要交 / 年费收不收 / 是否有年费 / 金卡会有年费吗
        被盗刷: 会被盗刷吗
        """
    ),
)
def test_who_asks_whether_something_is_so_does_not_say_it(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 凭什么扣费？ / 为什么扣费
        闪退: 怎么又闪退
        扣钱: 怎么还扣钱 / 凭啥扣钱吗 / 干嘛扣钱 / 为啥要扣钱
        卡顿: 为什么总卡顿呢 / 怎么会这么卡顿 / 怎么老卡顿啊
        限额: 为什么限额 / 凭什么给我限额啊
        手续费: 凭什么收手续费吗
        滞纳金: 为什么要交滞纳金 / 为啥会有滞纳金呢
        网点: 为什么非要去网点 / 还是要去网点吗
        冻结: 怎么就冻结了呢 / 为什么会冻结
        收费: 怎么又收费
        扣款: 怎么又扣款 / 凭啥扣款呢 / 还要扣款吗我都销户了 / 为什么要扣款呢
        年费: 凭什么有年费 / 年费怎么这么贵
        """
    ),
)
def test_who_asks_why_or_complains_beside_his_question_says_it(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        挂失费: 我就想问下补卡是不是要收挂失费的呀
        违约金: 那提前还的话要不要违约金呢 / 那个提前还款会有违约金吗
        利息: 那这样子会产生利息吗
        """
    ),
)
def test_whether_a_fee_comes_up_is_a_question_in_talk(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        办卡: 她问我要不要办卡 / 柜员老问要不要办卡
        有卡: 不管有没有卡 / 无论是否有卡 / 不论是不是会有卡
        """
    ),
)
def test_what_others_ask_and_whatever_is_so_is_no_question(words: str, text: str) -> None:
    assert hits(f"ALLOW/negated({words})", scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        工本费: 换卡要不要工本费啊 / 补卡会产生工本费吗 / 工本费收不收
        """
    ),
)
def test_other_fees_are_asked_about(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 扣费吗 / 请问这个扣费吗 / 转账扣费吗？ / 挂失扣费么 / 这个会扣费不 / 扣费了没有 / 扣费了吗
        收费: 收费不 / 跨行收费吗 / 这个收费的吗
        闪退: 闪退了吗
        """
    ),
)
def test_a_bare_question_says_nothing(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        扣费: 怎么又扣费了吗 / 你们知道天天扣费吗 / 这不是乱扣费吗 / 太坑了，扣费了吗 / 扣费了知道吗
        麻烦: 登录有这么麻烦吗
        弱智: 客服是弱智吗
        冲业绩: 为啥老强制更新？冲业绩吗？
        还要看户口本: 还要看户口本吗
        收费: 凭什么收费吗 / 还收费不 / 又收费了吗
        闪退: 不要老闪退好吗 / 闪退你们管吗 / 闪退解决了吗
        打不开: 知道打不开吗
        """
    ),
)
def test_a_question_that_tells_or_complains_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 提前还款收费吗 / 还贷收费吗 / 还信用卡收费吗 / 老年卡收费吗 / 老客户收费吗 / 总行收费吗 / 别行转账收费吗
        收费: 不同银行转账收费吗 / 光大银行转过来收费吗 / 贵金属开户收费吗 / 燃气代缴收费吗
        冻结: 卡是不是冻结了 / 我的卡是不是被冻结了呀 / 卡有没有冻结过了
        """
    ),
)
def test_a_question_word_within_a_longer_word_tells_nothing(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 还收费吗 / 老收费吗 / 总收费吗 / 怎么就收费了吗 / 太贵了，收费吗
        卖: 我的信息是不是给卖了
        冻结: 你们是不是又冻结了 / 你们是不是冻结了 / 卡怎么是不是冻结了
        """
    ),
)
def test_a_question_word_of_its_own_tells(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        闪退: 请问是闪退吗 / 您的手机也闪退是吧
        打不开: 您那边打不开是吧 / 您是说打不开是吗 / 您说的是打不开对吗
        """
    ),
)
def test_an_agent_who_asks_back_tells_nothing(words: str, text: str) -> None:
    assert hits(words, scene(f"座：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 您要投诉是吗 / 您想投诉对吧
        打不开: 您打不开吗我也没办法 / 系统打不开
        """
    ),
)
def test_what_an_agent_tells_and_what_a_customer_wants_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"座：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 这个业务收费不收费 / 这个是免费还是收费 / 是收费的还是免费的 / 短信提醒是收费的吗 / 短信提醒是不是收费的
        免费: 是收费的还是免费的
        利息: 有利息还是没利息
        逾期: 这样算逾期吗
        违约金: 收不收违约金啊
        去网点: 换了手机号要带什么材料去网点 / 去网点要带哪些证件 / 要去哪个网点
        """
    ),
)
def test_one_or_the_other_and_what_to_bring_are_asked(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 原来是收费的 / 怎么是收费的 / 说好的免费结果是收费的 / 是收费的
        收费: 是不是又收费的 / 这不是收费的吗 / 收费的还是这么慢 / 是收费的还是这么慢 / 说是免费结果还是收费
        闪退: 更新是更新了还是闪退 / 就是闪退还是老样子 / 主要是闪退还是希望改进
        骗人: 你们是骗人的吗
        逾期: 这算逾期吗凭什么
        投诉: 是不是要我投诉才给解决
        去网点: 什么都要去网点 / 改个号要带一堆材料去网点 / 要带什么材料去网点，太麻烦了 / 找不到哪里去网点
        """
    ),
)
def test_what_only_looks_like_a_choice_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None
