"""Check digits and prefixes."""

import pytest

from voc.nlp.masking import checks


@pytest.mark.parametrize(
    "number", ["110105194912310021", "11010519491331002X", "1101051949", "99010519491231002X", "1101051949123100AX"]
)
def test_a_wrong_identity_number_is_refused(number: str) -> None:
    assert not checks.is_resident_id(number)


@pytest.mark.parametrize(
    "number", ["6222021234567890123", "1234567812345670", "0000000000000000", "6901234567892", "2026110900000000"]
)
def test_serials_and_barcodes_are_no_cards(number: str) -> None:
    assert not checks.is_card_number(number)


@pytest.mark.parametrize(
    "number", ["4111111111111111", "2223003122003222", "378282246310005", "4222222222222", "30569309025904"]
)
def test_cards_of_every_length_are_cards(number: str) -> None:
    assert checks.is_card_number(number)


@pytest.mark.parametrize("code", ["A12345678", "a1234567890", "A323456789", "A12345678X"])
def test_what_is_no_taiwan_id(code: str) -> None:
    assert not checks.is_taiwan_id(code)


@pytest.mark.parametrize("code", ["1234567", "ABC1234563", "A12345X3", "é1234563"])
def test_what_is_no_hong_kong_id(code: str) -> None:
    assert not checks.is_hong_kong_id(code)


def test_hong_kong_ids_with_two_letters_or_an_a_are_known() -> None:
    assert checks.is_hong_kong_id("AB9876543")
    assert checks.is_hong_kong_id("Z683365A") or checks.is_hong_kong_id("Z6833655")


@pytest.mark.parametrize(
    "number", ["13911112222", "8613911112222", "008613911112222", "013911112222", "0912345678", "886912345678"]
)
def test_mobile_numbers_with_and_without_prefix(number: str) -> None:
    assert checks.is_mobile(number)


@pytest.mark.parametrize("number", ["12911112222", "1391111222", "10086", "886212345678"])
def test_what_is_no_mobile_number(number: str) -> None:
    assert not checks.is_mobile(number)


@pytest.mark.parametrize("number", ["057188886666", "01062345678", "02161234567"])
def test_landlines(number: str) -> None:
    assert checks.is_landline(number)


@pytest.mark.parametrize("number", ["0062345678", "057112345678", "62345678", "1062345678"])
def test_what_is_no_landline(number: str) -> None:
    assert not checks.is_landline(number)
