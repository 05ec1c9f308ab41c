import pytest

from voc.domain.foreign_factors import foreign_factors
from voc.nlp.language import Language


def told(language: Language, **counts: int) -> str | None:
    return foreign_factors({code.replace("__", "."): n for code, n in counts.items()}, language.taxonomy)


def test_known_factors_and_those_of_no_record_are_none(language: Language) -> None:
    assert told(language) is None
    assert told(language, product__stability=12, rule__fee=0, product__delivery=0) is None


def test_foreign_factors_are_told_with_their_records_those_misspelt_first(language: Language) -> None:
    assert told(language, product__quality=2510, product__stabilty=12, product__stability=3, product__delivery=1) == (
        "标注里有 3 个因子分类表没有，程序不认，只认它们的原因："
        "product.stabilty 12 条（是不是 product.stability？）、product.quality 2,510 条、product.delivery 1 条"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("person.atitude", "person.attitude"),
        ("rule.stability", "product.stability"),
        ("product.Speed", "product.speed"),
        ("rule.fees", "rule.fee"),
    ],
)
def test_what_is_nearly_a_known_factor_is_asked_for(language: Language, written: str, meant: str) -> None:
    assert f"{written} 1 条（是不是 {meant}？）" in str(foreign_factors({written: 1}, language.taxonomy))


@pytest.mark.parametrize("written", ["product.quality", "product.delivery", "person.courier", "rule.refund", "rule."])
def test_factors_of_other_trades_are_taken_for_none_of_ours(language: Language, written: str) -> None:
    assert "是不是" not in str(foreign_factors({written: 1}, language.taxonomy))


def test_of_many_the_first_are_named(language: Language) -> None:
    sentence = str(foreign_factors({f"rule.{number}": 20 - number for number in range(12)}, language.taxonomy))
    assert sentence.startswith("标注里有 12 个因子分类表没有")
    assert sentence.endswith("、rule.9 11 条等")


def test_of_a_long_name_the_beginning_is_quoted(language: Language) -> None:
    told = str(foreign_factors({"product." + "x" * 1000: 2}, language.taxonomy))
    assert told.endswith("：product." + "x" * 20 + "… 2 条")
