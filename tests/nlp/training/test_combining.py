from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import VERSION
from tests.nlp.contacts import call, comment, each, small_held
from tests.nlp.training.labels import read
from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.domain.taxonomy import Cause
from voc.nlp.language import Language, shipped_peak_end
from voc.nlp.model import PLAIN, Model
from voc.nlp.packing import settings_of
from voc.nlp.selective import EVERYTHING
from voc.nlp.training.combining import CANDIDATES, best_threshold, combine, further_threshold
from voc.nlp.training.rows import TURNS
from voc.nlp.training.small import Answered
from voc.nlp.verdict import judging

CONTENT: dict[str, Any] = {"dissatisfied": False, "causes": []}
CHANNEL = {"dissatisfied": True, "causes": ["rule"], "factors": ["rule.channel"]}
STABILITY = {"dissatisfied": True, "causes": ["product"], "factors": ["product.stability"]}
INFERRED = {"claims": [{"factor": "rule.channel", "basis": "inferred"}]}
LINES = ("座：您好", "客：我想改手机号", "座：这个需要您本人带身份证到网点柜台办理", "客：哦，好的")
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30)


def hears(
    contact: Contact, gold: dict[str, Any], language: Language, *, fresh: bool = False, **logits: float
) -> Answered:
    """A labelled contact of which the text model says the same everywhere."""
    one = read(contact, gold, language, fresh=fresh)
    row = {name.replace("_", ".", 1): value for name, value in logits.items()}
    return one, each(one.observed, language, dict.fromkeys(one.observed.customer_passages, row))


def complaint(language: Language, *, fresh: bool = False, **columns: Any) -> Answered:
    return hears(comment("只能这样", **columns), CHANNEL, language, fresh=fresh, dissatisfied=3, rule=3, rule_channel=3)


def praise(language: Language, *, fresh: bool = False, **columns: Any) -> Answered:
    return hears(comment("还可以吧", **columns), CONTENT, language, fresh=fresh, dissatisfied=-3, rule=-3, product=-3)


def comments(language: Language, count: int = 12, **columns: Any) -> list[Answered]:
    return [make(language, **columns) for _ in range(count) for make in (complaint, praise)]


def fit(answered: Sequence[Answered], language: Language) -> Model:
    return combine(answered, small_held(language), language)


def learned(answered: Sequence[Answered], language: Language) -> dict[str, Any]:
    """Every number that was fitted."""
    return settings_of(fit(answered, language))


def verdict(model: Model, one: Answered, language: Language) -> Analysis:
    return judging(one[0].observed, one[1], language, model).analysis(VERSION)


def test_what_combines_is_fitted_and_what_judges_it_comes_later(language: Language) -> None:
    held = small_held(language)
    model = combine(comments(language), held, language)
    assert (model.text, model.agent) == (held.text, held.agent)
    assert (model.id, model.verdict, model.selection) == ("", PLAIN, EVERYTHING)
    assert model.peak_end == shipped_peak_end()


def test_comments_are_told_apart_by_what_the_text_model_says(language: Language) -> None:
    model = fit(comments(language), language)
    bad, good = verdict(model, complaint(language), language), verdict(model, praise(language), language)
    assert (bad.dissatisfied, bad.found_causes) == (True, (Cause.RULE,))
    assert [a.factor for a in bad.attributions] == ["rule.channel"]
    assert not good.dissatisfied


@pytest.mark.parametrize("channel", ["shop_review", TURNS])
def test_other_trades_and_single_turns_decide_nothing(language: Language, channel: str) -> None:
    wrong = [
        hears(comment("只能这样", channel=channel), CONTENT, language, fresh=True, dissatisfied=3, rule=3)
        for _ in range(50)
    ]
    assert learned([*comments(language), *wrong], language) == learned(comments(language), language)


def test_where_some_comments_are_fresh_only_they_say_how_far_votes_may_be_believed(language: Language) -> None:
    seen = [
        hears(comment("非得去网点才能办"), gold, language, dissatisfied=3, rule=0)
        for gold in (CHANNEL, CHANNEL, CHANNEL, CONTENT | {"dissatisfied": True})
    ]
    fresh = comments(language, fresh=True)
    both = fit([*seen * 5, *fresh], language)
    assert both.comment_cause == fit(fresh, language).comment_cause
    assert both.comment_cause != fit(seen * 5, language).comment_cause
    assert both.comment_dissatisfied != fit(fresh, language).comment_dissatisfied
    assert both.factor == fit(fresh, language).factor


def test_comments_without_a_word_are_no_material(language: Language) -> None:
    silent = [hears(comment("", score=1), CHANNEL, language) for _ in range(9)]
    assert learned([*comments(language), *silent], language) == learned(comments(language), language)


def calls(language: Language, count: int = 12) -> list[Answered]:
    """Politely dissatisfied by a rule, and content: the same words, only the score differs."""
    return [
        hears(call(*LINES, score=score, id=f"C-{n}"), gold, language)
        for n in range(count)
        for score, gold in ((1, CHANNEL | INFERRED), (5, CONTENT))
    ]


def test_a_call_is_judged_by_the_score_where_words_do_not_show_it(language: Language) -> None:
    model = fit([*comments(language), *calls(language)], language)
    bad, good = (verdict(model, one, language) for one in calls(language, 1))
    assert (bad.dissatisfied, bad.found_causes) == (True, (Cause.RULE,))
    assert not good.dissatisfied


def test_the_same_call_without_a_score_is_dissatisfied_only_where_words_show_it(language: Language) -> None:
    stated = {"claims": [{"factor": "rule.channel", "basis": "stated"}]}
    angry = [
        hears(call(*LINES, score=1, id=f"A-{n}"), CHANNEL | stated, language, dissatisfied=3, rule=3) for n in range(12)
    ]
    model = fit([*comments(language), *calls(language), *angry], language)
    unasked = hears(call(*LINES), CHANNEL | INFERRED, language)
    shown = hears(call(*LINES), CHANNEL | stated, language, dissatisfied=3, rule=3)
    assert not verdict(model, unasked, language).dissatisfied
    assert verdict(model, shown, language).dissatisfied


def test_who_complains_of_nothing_and_gives_a_high_score_is_content_whatever_happened(language: Language) -> None:
    def sounding(logit: float, score: float, gold: dict[str, Any], id: str) -> Answered:
        return hears(call(*LINES, score=score, id=id), gold, language, dissatisfied=logit, rule=logit)

    stated = CHANNEL | {"claims": [{"factor": "rule.channel", "basis": "stated"}]}
    silent = [sounding(1.0, 1, CHANNEL | INFERRED, f"S-{n}") for n in range(12)]
    content = [sounding(-3.0, 5, CONTENT, f"C-{n}") for n in range(12)]
    loud = [sounding(3.0, 5, stated, f"L-{n}") for n in range(4)]
    model = fit([*comments(language), *silent, *content, *loud], language)
    assert not verdict(model, sounding(1.0, 5, CONTENT, "X"), language).dissatisfied
    assert verdict(model, sounding(1.0, 1, CHANNEL | INFERRED, "X"), language).dissatisfied
    assert verdict(model, sounding(3.0, 5, stated, "X"), language).dissatisfied


def test_what_is_written_after_a_call_counts_where_no_score_is_given(language: Language) -> None:
    """The scores of these calls would tell all: without them the comments alone would be left in doubt."""
    stated = {"claims": [{"factor": "rule.channel", "basis": "stated"}]}

    def written(gold: dict[str, object], logit: float, score: float | None = None, id: str = "C-1") -> Answered:
        contact = call(*LINES, score=score, comment="白跑", id=id)
        return hears(contact, gold, language, dissatisfied=logit, rule=logit)

    bad, good = CHANNEL | stated, CONTENT
    taught = [written(bad, 0.5, score=1, id=f"A-{n}") for n in range(12)]
    taught += [written(good, -0.5, score=5, id=f"B-{n}") for n in range(12)]
    model = fit([*comments(language), *calls(language), *taught], language)
    assert verdict(model, written(bad, 0.5), language).dissatisfaction > 0.8
    assert verdict(model, written(good, -0.5), language).dissatisfaction < 0.2


def test_calls_teach_nothing_about_comments_and_comments_nothing_about_calls(language: Language) -> None:
    both, written, spoken = (
        fit(rows, language) for rows in (comments(language) + calls(language), comments(language), calls(language))
    )
    assert (both.comment_cause, both.comment_dissatisfied) == (written.comment_cause, written.comment_dissatisfied)
    assert (both.call_cause, both.call_dissatisfied) == (spoken.call_cause, spoken.call_dissatisfied)
    assert (both.course, written.course.turns) == (spoken.course, {})


def test_causes_of_content_calls_are_no_material(language: Language) -> None:
    content = [hears(call(*LINES, score=5, id=f"X-{n}"), CONTENT, language, rule=6) for n in range(20)]
    assert fit([*calls(language), *content], language).call_cause == fit(calls(language), language).call_cause


def test_only_factors_of_causes_that_apply_are_weighed(language: Language) -> None:
    model = fit(comments(language), language)
    named = {name for name in model.factor.weights if name.startswith("is:")}
    assert named == {f"is:{factor.code}" for factor in language.taxonomy.factors_of(Cause.RULE)}


# Thresholds.


@pytest.mark.parametrize(
    ("pairs", "threshold"),
    [
        ([(0.9, True), (0.1, False)] * 20, 0.41),
        ([(0.5, True), (0.44, False)] * 20, 0.48),
        ([], 0.4),
    ],
)
def test_of_equally_good_thresholds_the_middle_one_is_taken(pairs: list[tuple[float, bool]], threshold: float) -> None:
    assert best_threshold(pairs) == pytest.approx(threshold, abs=0.011)


@given(PAIRS)
def test_a_threshold_lies_among_the_candidates_and_is_always_the_same(pairs: list[tuple[float, bool]]) -> None:
    assert CANDIDATES[0] <= best_threshold(pairs) <= CANDIDATES[-1]
    assert best_threshold(pairs) == best_threshold(pairs)


def test_one_text_more_does_not_move_a_threshold_far() -> None:
    """Two peaks of F1, at 0.2 and at 0.6: one more text makes the other one the higher."""
    pairs = [(0.22, True)] * 12 + [(0.21, False)] * 17 + [(0.62, True)] * 14 + [(0.18, False)] * 60
    more = [*pairs, (0.21, False)]
    assert abs(best_threshold(pairs) - best_threshold(more)) < 0.05
    assert 0.2 < best_threshold(pairs) < 0.62


def test_a_second_factor_is_claimed_from_where_it_is_oftener_right_than_it_costs() -> None:
    groups = [[(0.9, True), (0.6, n < 8), (0.1, False)] for n in range(10)]
    groups += [[(0.9, True), (0.3, n < 1), (0.2, True)] for n in range(10)]
    assert 0.3 < further_threshold(groups) <= 0.6


def test_where_a_second_factor_is_never_right_it_is_not_claimed() -> None:
    assert further_threshold([[(0.9, True), (0.6, False)] for _ in range(10)]) > 0.6


def test_the_third_likeliest_factor_does_not_count() -> None:
    two = [[(0.9, True), (0.5, False)], [(0.8, True), (0.55, True)]]
    three = [[*group, (0.4, False)] for group in two]
    assert further_threshold(three) == further_threshold(two)


def test_without_any_factor_the_middle_threshold_is_taken() -> None:
    assert further_threshold([]) == CANDIDATES[len(CANDIDATES) // 2]


def test_the_order_of_contacts_moves_no_threshold(language: Language) -> None:
    rows = comments(language, 5)
    assert learned(rows, language)["thresholds"] == learned(rows[::-1], language)["thresholds"]
