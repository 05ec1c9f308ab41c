"""Runs of digits and their groups."""

import pytest

from voc.nlp.masking.numerals import digit_runs, digits_of


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("一三九，零零零零", ["139", "0000"]),
        ("1 3 9 0 0 0", ["139000"]),
        ("1 3 9, 0 0 0", ["139", "000"]),
        ("139零零零", ["139", "000"]),
        ("幺三九三个零二", ["1390002"]),
        ("零零零零零零个五", ["000000"]),
        ("三个零钱一二三四五六", ["123456"]),
        ("零零一二三四一直", ["001234", "1"]),
        ("一，三九零零零零", ["1", "390000"]),
    ],
)
def test_groups_are_cut_where_something_stands_between(text: str, groups: list[str]) -> None:
    assert [[group.digits for group in run] for run in digit_runs(text)] == [groups]


def test_short_runs_are_left_out() -> None:
    assert list(digit_runs("12345")) == []


def test_groups_know_where_they_stand() -> None:
    text = "号码一三九，然后零零零零吧"
    (run,) = digit_runs(text)
    assert [text[group.start : group.end] for group in run] == ["一三九", "零零零零"]
    assert run[1].gap == "，然后"


def test_every_way_of_saying_a_digit_is_read() -> None:
    assert digits_of("零〇洞一幺壹二两贰三叁四肆五伍六陆七柒拐八捌九玖勾5") == "00011122233445566777889995"
