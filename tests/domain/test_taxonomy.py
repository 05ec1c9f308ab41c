import pytest

from voc.domain.taxonomy import Cause, Factor, Taxonomy, cause_of
from voc.errors import TaxonomyError

CAUSES = """
version = "9"
[[cause]]
code = "person"
label = "人"
[[cause]]
code = "product"
label = "产品"
[[cause]]
code = "rule"
label = "规则"
"""


def factor_row(code: str, label: str = "") -> str:
    rest = 'description = "d"\nindicator = "i"\njrt_0169 = "C1"\n'
    return f'[[factor]]\ncode = "{code}"\nlabel = "{label or code}"\n{rest}'


SMALL = CAUSES + factor_row("person.attitude", "态度") + factor_row("product.speed", "速度") + factor_row("rule.fee")

# Section 6 of the codebook: factor, indicator and sub-indicator, class of JR/T 0169-2018.
OTHER_SCHEMES = {
    "person.comprehension": ("客户服务·售后服务", ("C1",)),
    "person.accuracy": ("客户服务·售后服务", ("C1",)),
    "person.attitude": ("客户服务·售后服务", ("C1",)),
    "person.responsiveness": ("客户服务·售后服务", ("C1",)),
    "person.ownership": ("客户服务·售后服务", ("C1",)),
    "person.selling": ("客户服务·售前服务", ("C4",)),
    "product.installation": ("易用性·安装阶段", ("C2",)),
    "product.usability": ("易用性·使用阶段", ("C2",)),
    "product.speed": ("速度及稳定性·运行速度", ("C2",)),
    "product.stability": ("速度及稳定性·系统稳定性", ("C2",)),
    "product.completeness": ("功能满足性·功能完整性", ("C2",)),
    "product.security": ("安全感·安全认可度", ("C9", "C10")),
    "product.device": ("速度及稳定性·系统稳定性", ("C2",)),
    "product.ivr": ("客户服务·售后服务", ("C2",)),
    "product.notification": ("易用性·使用阶段", ("C2",)),
    "product.promotion": ("营销活动·活动效果", ("C4",)),
    "rule.channel": ("功能满足性·申请变更便捷性", ("C3",)),
    "rule.identity": ("功能满足性·申请变更便捷性", ("C3",)),
    "rule.fee": ("使用费用·交易费用", ("C3",)),
    "rule.limit": ("功能满足性·功能完整性", ("C3",)),
    "rule.eligibility": ("功能满足性·申请变更便捷性", ("C3",)),
    "rule.duration": ("功能满足性·服务时间与速度", ("C3",)),
    "rule.risk_control": ("安全感·安全措施知晓度", ("C3",)),
    "rule.obligation": ("功能满足性·申请变更便捷性", ("C7",)),
}


def classes(factor: Factor) -> tuple[str, ...]:
    return tuple(part.split()[0] for part in factor.jrt_0169.split(" / "))


def test_the_shipped_taxonomy_has_the_factors_and_classes_of_the_codebook(taxonomy: Taxonomy) -> None:
    assert {f.code: (f.indicator, classes(f)) for f in taxonomy.factors} == OTHER_SCHEMES


def test_the_shipped_taxonomy_has_three_causes_and_24_factors_each_with_its_own_label(taxonomy: Taxonomy) -> None:
    assert taxonomy.cause_labels == {
        Cause.PERSON: "人与人交互",
        Cause.PRODUCT: "人与产品交互",
        Cause.RULE: "规则产生",
    }
    assert [len(taxonomy.factors_of(cause)) for cause in Cause] == [6, 10, 8]
    assert len({f.label for f in taxonomy.factors}) == 24
    assert all(f.description for f in taxonomy.factors)


def test_every_shipped_name_finds_its_factor(taxonomy: Taxonomy) -> None:
    for factor in taxonomy.factors:
        for word in (factor.code, factor.code.partition(".")[2], factor.label):
            assert taxonomy.find(word) == factor.code


def test_causes_are_found_by_code_and_label() -> None:
    taxonomy = Taxonomy.parse(SMALL)
    assert (taxonomy.find("product"), taxonomy.find("产品")) == ("product", "product")


def test_a_word_that_names_nothing_or_two_factors_is_refused() -> None:
    taxonomy = Taxonomy.parse(SMALL + factor_row("rule.speed"))
    for word in ("天气", "speed"):
        with pytest.raises(TaxonomyError, match=f"没有名为“{word}”的原因或因子"):
            taxonomy.find(word)


def test_labels_are_looked_up_and_a_missing_factor_has_one_too() -> None:
    taxonomy = Taxonomy.parse(SMALL)
    assert taxonomy.version == "9"
    assert taxonomy.cause_label(Cause.RULE) == "规则"
    assert taxonomy.factor_label("person.attitude") == "态度"
    assert taxonomy.factor_label(None) == "未细分"


def test_an_unknown_factor_is_refused() -> None:
    with pytest.raises(TaxonomyError, match=r"没有因子 rule\.weather"):
        Taxonomy.parse(SMALL).factor("rule.weather")


def test_a_factor_lies_under_the_cause_in_its_code() -> None:
    assert [f.cause for f in Taxonomy.parse(SMALL).factors] == list(Cause)
    with pytest.raises(TaxonomyError, match=r"weather\.rain 不属于任何原因"):
        cause_of("weather.rain")


@pytest.mark.parametrize(
    "text",
    [
        "version = ",
        CAUSES.replace('version = "9"', "") + factor_row("rule.fee"),
        CAUSES,
        CAUSES.replace('"person"', '"weather"') + factor_row("rule.fee"),
        CAUSES + '[[factor]]\ncode = "rule.fee"\n',
        CAUSES + "factor = 3",
    ],
    ids=["not TOML", "no version", "no factors", "unknown cause", "factor without label", "factor is a number"],
)
def test_a_damaged_file_is_refused(text: str) -> None:
    with pytest.raises(TaxonomyError, match="分类表无法读取"):
        Taxonomy.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        SMALL + factor_row("rule.fee"),
        CAUSES + factor_row("person.attitude") + factor_row("rule.fee"),
        SMALL.replace('[[cause]]\ncode = "rule"\nlabel = "规则"\n', ""),
    ],
    ids=["factor twice", "cause without factor", "cause missing"],
)
def test_an_incomplete_file_is_refused(text: str) -> None:
    with pytest.raises(TaxonomyError, match="不完整或有重复"):
        Taxonomy.parse(text)


def test_a_factor_of_no_cause_is_refused() -> None:
    with pytest.raises(TaxonomyError, match="不属于任何原因"):
        Taxonomy.parse(SMALL + factor_row("weather.rain"))
