import pytest

from tests.nlp.masking.effort import assert_linear, no_runaway
from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind, mask
from voc.nlp.masking.mail import find_mail


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


@pytest.mark.parametrize("sign", ["@", "艾特"])
@pytest.mark.parametrize("character", ["b", "八"])
def test_a_label_of_a_host_has_at_most_63_characters(sign: str, character: str) -> None:
    assert_masks(f"【li{sign}{character * 63}.com】", PersonalKind.EMAIL)
    assert list(find_mail(f"li{sign}{character * 64}.com")) == []


@pytest.mark.parametrize("piece", ["at1", "艾特", "圈a", "@a.", "@1点", "a@"])
def test_twice_as_many_signs_take_twice_the_work(piece: str) -> None:
    assert_linear(lambda size: list(find_mail(piece * size)), 500)


@pytest.mark.parametrize("text", ["点" * 20_000 + "@" + "点" * 20_000, "at1" * 20_000, "艾特" + "一" * 60_000])
def test_long_runs_around_a_sign_do_not_run_away(text: str) -> None:
    with no_runaway():
        assert list(find_mail(text)) == []
