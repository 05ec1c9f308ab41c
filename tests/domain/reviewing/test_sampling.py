from collections import Counter
from dataclasses import replace
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.reviewing.sampling import (
    Candidate,
    Design,
    Quota,
    Stratum,
    Weights,
    draw,
    severity,
    worths,
)
from voc.errors import InputError


def candidate(key: int, *, wrong: float = 0.0, person: float = 0.0, point: str | None = None) -> Candidate:
    return Candidate(key, f"default/C-{key}", wrong, person, False, 0.0, point)


def pool(count: int) -> list[Candidate]:
    """The higher the number, the surer the machine."""
    return [candidate(key, wrong=1 - key / count) for key in range(count)]


def test_a_random_part_is_always_kept() -> None:
    drawn = draw(pool(100), Design(10, random_share=0.01))
    assert Counter(one.stratum for one in drawn) == {Stratum.RANDOM: 1, Stratum.VALUED: 9}


def test_the_rest_is_what_is_worth_most() -> None:
    drawn = draw(pool(100), Design(20, random_share=0.25, seed="7"))
    valued = [one.key for one in drawn if one.stratum is Stratum.VALUED]
    drawn_keys = {one.key for one in drawn if one.stratum is Stratum.RANDOM}
    assert valued == [key for key in range(100) if key not in drawn_keys][:15]
    assert len(drawn_keys) == 5


@given(st.permutations(pool(12)), st.text(max_size=3))
def test_the_order_of_the_candidates_changes_nothing(shuffled: list[Candidate], seed: str) -> None:
    design = Design(5, random_share=0.4, double_share=0.5, seed=seed)
    assert draw(shuffled, design) == draw(pool(12), design)


def test_another_seed_draws_others() -> None:
    assert draw(pool(100), Design(10, seed="1")) != draw(pool(100), Design(10, seed="2"))


def test_stated_probabilities_are_those_with_which_contacts_are_drawn() -> None:
    times, count = 2000, 8
    seen: Counter[int] = Counter()
    stated: dict[int, float] = {}
    for seed in range(times):
        for one in draw(pool(count), Design(5, random_share=0.4, seed=str(seed))):
            seen[one.key] += 1
            stated[one.key] = one.probability
    assert {key for key, share in stated.items() if share == 1.0} == {0, 1, 2}
    assert fsum(stated.values()) == pytest.approx(5)
    for key in range(count):
        assert seen[key] / times == pytest.approx(stated[key], abs=0.04)


def test_contacts_weighted_by_their_probabilities_add_up_without_bias() -> None:
    totals = [
        fsum(1 / one.probability for one in draw(pool(30), Design(9, random_share=0.4, seed=str(seed))) if one.key % 3)
        for seed in range(1000)
    ]
    assert fsum(totals) / len(totals) == pytest.approx(20, abs=1.0)


@pytest.mark.parametrize(("size", "random_share"), [(5, 0.5), (9, 0.5), (9, 1.0), (1, 0.2)])
def test_a_sample_is_never_larger_than_what_there_is(size: int, random_share: float) -> None:
    drawn = draw(pool(5), Design(size, random_share=random_share))
    assert len({one.key for one in drawn}) == len(drawn) == min(size, 5)
    assert all(0 < one.probability <= 1 for one in drawn)
    if size >= 5:
        assert {one.probability for one in drawn} == {1.0}


def test_all_at_random_have_the_same_probability() -> None:
    assert {round(one.probability, 9) for one in draw(pool(50), Design(10, random_share=1.0))} == {0.2}


def test_a_large_pool_needs_no_large_numbers() -> None:
    drawn = draw([candidate(key) for key in range(5000)], Design(600, random_share=0.5))
    assert all(0.06 - 1e-9 <= one.probability <= 1 for one in drawn if one.stratum is Stratum.RANDOM)


def test_nothing_is_drawn_from_nothing() -> None:
    assert draw([], Design(10)) == ()


def test_a_share_is_reviewed_twice() -> None:
    drawn = draw(pool(100), Design(20, double_share=0.25, seed="a"))
    assert sum(one.doubled for one in drawn) == 5
    assert not any(one.doubled for one in draw(pool(100), Design(20, double_share=0.0)))


def test_random_ones_are_spread_over_the_queue() -> None:
    places = [i for i, one in enumerate(draw(pool(100), Design(20))) if one.stratum is Stratum.RANDOM]
    assert places == [2, 7, 12, 17]


def test_uncertain_person_caused_abstained_severe_and_new_ones_are_worth_more() -> None:
    plain = candidate(1)
    better = [
        replace(plain, wrong=0.5),
        replace(plain, person=0.5),
        replace(plain, abstained=True),
        replace(plain, severe=1.0),
        replace(plain, point="rule.fee·信用卡"),
    ]
    assert all(worth > 0 for worth in worths(better, Weights()))
    assert worths([plain], Weights()) == (0.0,)


def test_what_many_are_about_is_less_new() -> None:
    often = [candidate(key, point="often") for key in range(4)]
    assert worths([*often, candidate(9, point="once")], Weights(new=1.0)) == (0.25,) * 4 + (1.0,)


@pytest.mark.parametrize(
    "columns",
    [
        {"size": 0},
        {"size": 1, "random_share": 0.0},
        {"size": 1, "random_share": 1.1},
        {"size": 1, "double_share": -0.1},
    ],
)
def test_a_design_out_of_range_is_refused(columns: dict[str, float]) -> None:
    with pytest.raises(InputError):
        Design(**{"size": 1, **columns})  # type: ignore[arg-type]


@pytest.mark.parametrize(("inspector", "tasks"), [("", 1), ("王检", 0)])
def test_a_quota_is_for_somebody_and_at_least_one(inspector: str, tasks: int) -> None:
    with pytest.raises(InputError, match="配额"):
        Quota(inspector, tasks)


def test_a_good_end_takes_nothing_off_the_severity() -> None:
    assert severity(peak_end=0.8, repeated=False, resolved=True, satisfaction=1.0) == 0.0
    assert Quota("王检", 1).tasks == 1
    assert [stratum.label for stratum in Stratum] == ["随机", "按价值"]
