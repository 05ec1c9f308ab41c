"""The shipped rules as the guards leave them."""

import pytest

from tests.nlp.rules.scenes import scene
from voc.nlp.language import Language

NEED_NOT = (
    "不用",
    "不需要",
    "不必",
    "用不着",
    "无需",
    "不再需要",
    "没必要",
    "再也不用",
    "不用非得",
    "不用亲自",
    "不一定要",
)
ERRANDS = ("去网点", "跑网点", "去柜台", "跑柜台", "去银行", "往网点跑", "跑一趟网点", "请假去网点", "到网点办理")


def factors(language: Language, text: str) -> set[str]:
    return {match.rule.factor for match in language.rules.match(scene(f"客：{text}"))}


@pytest.mark.parametrize("need_not", NEED_NOT)
@pytest.mark.parametrize("errand", ERRANDS)
def test_an_errand_that_is_spared_is_no_complaint_of_the_branch(language: Language, need_not: str, errand: str) -> None:
    for text in (f"改手机号{need_not}{errand}", f"现在什么都{need_not}{errand}了", f"手机上就能办，{need_not}{errand}"):
        assert "rule.channel" not in factors(language, text)


@pytest.mark.parametrize(
    "text", ["必须去网点", "非得跑网点才能办", "什么都要去柜台", "忘记密码还要再跑银行", "怎么什么都得去柜台"]
)
def test_an_errand_that_one_must_run_is_a_complaint_of_the_branch(language: Language, text: str) -> None:
    assert "rule.channel" in factors(language, text)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("没人给我推销理财", "person.selling"),
        ("我没说你们乱扣费", "rule.fee"),
        ("修复了闪退", "product.stability"),
        ("闪退问题已修复", "product.stability"),
        ("隔壁老王说打不开", "product.stability"),
        ("会闪退吗", "product.stability"),
        ("再也不闪退了", "product.stability"),
    ],
)
def test_what_is_denied_quoted_asked_or_over_is_no_complaint(language: Language, text: str, factor: str) -> None:
    assert factor not in factors(language, text)


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("要是再闪退我就注销", "product.stability"),
        ("说修复了还是闪退", "product.stability"),
        ("别光说不闪退", "product.stability"),
        ("希望别再闪退", "product.stability"),
        ("建议跨行汇款别再收钱了", "rule.fee"),
        ("能不能别闪退", "product.stability"),
    ],
)
def test_what_is_presupposed_is_a_complaint(language: Language, text: str, factor: str) -> None:
    assert factor in factors(language, text)
