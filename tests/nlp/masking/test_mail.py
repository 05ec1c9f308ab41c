import pytest

from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind, mask


@pytest.mark.parametrize(
    "marked",
    [
        "发到【lin.weiqi@example.com】就行",
        "邮箱是【W_88@163.com】，别发错",
        "账单寄【zhou88艾特一六三点com】",
        "我的是【liming at qq点com】",
        "【a+b%c@mail.example.com.cn】收不到",
    ],
)
def test_addresses_are_masked_written_or_spoken(marked: str) -> None:
    assert_masks(marked, PersonalKind.EMAIL)


@pytest.mark.parametrize(
    "text", ["@所有人 看一下", "iphone6@ios8.1.1 打不开", "关注我@某某银行", "艾特一下客服", "升到8.0@昨天"]
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert mask(text) == text


def test_a_long_run_before_the_sign_is_read_in_linear_time() -> None:
    assert len(mask("点" * 20_000 + "@" + "点" * 20_000)) == 40_001
