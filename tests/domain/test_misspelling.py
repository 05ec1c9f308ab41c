from voc.domain.misspelling import first_of, meant


def test_a_name_with_a_letter_changed_is_the_known_one_whatever_its_case() -> None:
    assert meant("Product.Stabilty", ["product.stability", "rule.fee"]) == "product.stability"
    assert meant("weather", ["product.stability", "rule.fee"]) is None
    assert meant("weather", []) is None


def test_of_more_than_ten_the_first_are_told() -> None:
    assert first_of([]) == ""
    assert first_of(["甲", "乙"]) == "甲、乙"
    ten = [str(n) for n in range(10)]
    assert first_of(ten) == "、".join(ten)
    assert first_of([*ten, "10"]) == "、".join(ten) + "等"
