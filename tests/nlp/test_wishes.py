import pytest

from tests.nlp.contacts import call
from voc.nlp.language import Language
from voc.nlp.signals import observe
from voc.nlp.wishes import is_wish, outright_wishes


@pytest.mark.parametrize(
    ("said", "answer", "outright"),
    [
        ("要是手机上能按月导出就更好了", "我给您反馈", True),
        ("没别的，要是能把全年的一次导出来，那就完美了", "好的", True),
        ("建议你们加个按月导出的功能", "好的", True),
        ("麻烦帮我加上我爱人的号码", "好的", False),
        ("我的转账限额帮我提高到五万", "好的", False),
        ("要是周末不开门，周一去也成", "好的", False),
        ("我要是早点存定期多好", "好的", False),
        ("要是客服都像你这样耐心就好了", "谢谢", False),
        ("手机上能不能按月导出呢", "好的", False),
        ("如果能自己打印就省事了", "嗯可以的，在我的里面", False),
        ("新增的指纹登录功能真好", "好的", False),
        ("要是能把全年的一次导出来……！那就完美了", "好的", True),
        ("要是能把全年的一次导出来\n那就完美了", "好的", True),
    ],
)
def test_only_a_wish_told_in_so_many_words_is_outright(
    language: Language, said: str, answer: str, outright: bool
) -> None:
    observed = observe(call("座：您好", f"客：{said}", f"座：{answer}"), language)
    assert bool(outright_wishes(observed)) is outright


@pytest.mark.parametrize(
    ("after", "outright"),
    [
        (["客：可以慢慢来", "座：我给您反馈"], True),
        (["客：嗯嗯", "座：可以的，在我的里面"], False),
        (["座：嗯", "座：", "座：可以的，在我的里面就有"], False),
        (["客：对了先帮我查一下余额", "座：可以的，我帮您查"], True),
        (["座：我给您反馈", "客：谢谢", "座：可以的"], True),
        ([], True),
    ],
)
def test_only_what_the_agent_says_to_it_grants_a_wish(language: Language, after: list[str], outright: bool) -> None:
    observed = observe(call("座：您好", "客：要是手机上能按月导出就省事了", *after), language)
    assert bool(outright_wishes(observed)) is outright


def test_no_wish_of_an_agent_or_of_a_comment_is_outright(language: Language) -> None:
    wish = "要是手机上能按月导出就更好了"
    commented = call("座：您好", "客：谢谢", score=5, comment=wish)
    assert outright_wishes(observe(commented, language)) == []
    assert outright_wishes(observe(call(f"座：{wish}", "客：嗯"), language)) == []


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("希望早日支持小卡片", True),
        ("注销卡要是不用跑网点就好了", True),
        ("建议还款前两天微信提一下", True),
        ("建议挺好的", False),
        ("希望尽快修好闪退", False),
        ("要是再打不开我就换银行", False),
        ("天天闪退", False),
        ("排队两小时看不到希望", False),
        ("要是没有乱收手续费就好了", False),
        ("希望柜员说话别那么冲", False),
    ],
)
def test_a_wish_of_a_comment_is_none_where_a_fault_is_to_be_mended(text: str, wish: bool) -> None:
    assert is_wish(text) is wish
