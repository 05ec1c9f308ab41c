import pytest

from voc.domain.gold_keys import GOLD_KEYS, misspelt_keys


@pytest.mark.parametrize(
    ("written", "meant"),
    [("low_turn", "low_turns"), ("evidance", "evidence"), ("factor", "factors"), ("Phases", "phases"), ("ends", "end")],
)
def test_a_key_that_nobody_reads_is_told_with_the_one_that_is_meant(written: str, meant: str) -> None:
    assert misspelt_keys({written: 2}) == f"标注里有程序不读的键：{written} 2 条（是不是 {meant}？）"


def test_remarks_of_a_reader_and_known_keys_are_left_alone() -> None:
    assert misspelt_keys(dict.fromkeys((*GOLD_KEYS, "why", "unsure", "id", "reader", "note", ""), 3)) is None
    assert misspelt_keys({"factor": 0}) is None


def test_many_are_cut_short() -> None:
    sentence = str(misspelt_keys({f"factors{n}": 1 for n in range(12)}))
    assert sentence.count("是不是") == 10
    assert sentence.endswith("等")
