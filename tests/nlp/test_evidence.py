from collections.abc import Callable
from dataclasses import replace
from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import call, comment, flat, small_text_model
from tests.nlp.strategies import TEXTS
from voc.domain.attribution import Basis
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Answers
from voc.nlp.evidence import (
    BRIEF,
    CALL_ENOUGH,
    CALL_SPANS,
    ENOUGH,
    RULE_BONUS,
    SHOWN_BELOW,
    SPANS,
    WHOLE_CLAUSE,
    Clause,
    basis_of,
    chosen,
    chosen_of_call,
    silent_matches,
    spans_of,
    stated_clauses,
    uncontent,
)
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe
from voc.nlp.whole_call import COMPLAINING

Choose = Callable[[list[Clause]], tuple[Clause, ...]]
SCORES = st.lists(st.floats(-9, 9), max_size=12)


def clauses(scores: list[float]) -> list[Clause]:
    return [Clause(i // 3, 10 * i, 10 * i + 5, score) for i, score in enumerate(scores)]


def everywhere(observed: Observed) -> list[Clause]:
    return [Clause(i, a, b, 1.0) for i, p in enumerate(observed.passages) for a, b in p.clauses]


def quoted(observed: Observed, found: tuple[Clause, ...] | list[Clause]) -> list[str]:
    return [e.text for e in spans_of(observed, found)]


@pytest.mark.parametrize(("choose", "most"), [(chosen, SPANS), (chosen_of_call, CALL_SPANS)])
@given(scores=SCORES)
def test_the_best_clause_is_always_chosen_and_few_with_it(choose: Choose, most: int, scores: list[float]) -> None:
    picked = choose(clauses(scores))
    assert bool(picked) == bool(scores)
    assert len(picked) <= most
    if scores:
        assert round(max(scores), 4) in [round(c.score, 4) for c in picked]


@pytest.mark.parametrize("choose", [chosen, chosen_of_call])
@given(scores=SCORES, random=st.randoms())
def test_the_order_in_which_clauses_come_chooses_nothing(choose: Choose, scores: list[float], random: Random) -> None:
    shuffled = clauses(scores)
    random.shuffle(shuffled)
    assert choose(shuffled) == choose(clauses(scores))


@pytest.mark.parametrize("choose", [chosen, chosen_of_call])
@given(scores=SCORES)
def test_chosen_clauses_stand_in_the_order_of_the_text(choose: Choose, scores: list[float]) -> None:
    places = [(c.passage, c.start) for c in choose(clauses(scores))]
    assert places == sorted(places)


def logit(share: float) -> float:
    return log(share / (1 - share))


def test_clauses_nearly_as_good_are_chosen_too() -> None:
    enough, less = logit(ENOUGH * 0.5 + 1e-6), logit(ENOUGH * 0.5 - 1e-3)
    assert [c.score for c in chosen(clauses([enough, 0, less]))] == [enough, 0]
    assert [c.score for c in chosen(clauses([6, 9, 7, 8]))] == [9, 7, 8]


def test_in_calls_every_clause_that_is_likely_enough_is_chosen_up_to_a_number() -> None:
    enough, less = logit(CALL_ENOUGH + 1e-6), logit(CALL_ENOUGH - 1e-3)
    assert [c.score for c in chosen_of_call(clauses([enough, 6, less]))] == [enough, 6]
    assert len(chosen_of_call(clauses([5] * 9))) == CALL_SPANS > SPANS
    assert chosen_of_call([]) == ()


def test_utterances_that_sound_content_prove_no_complaint(language: Language) -> None:
    lines = call("客：转不出去", "座：换了通道", "客：显示转账成功", comment="太慢")
    observed = replace(observe(lines, language), valences=(-0.3, None, 0.26, 0.5))
    told = [Clause(i, 0, 4, 0.0) for i in (0, 1, 2, 3)]
    assert [c.passage for c in uncontent(observed, told)] == [0, 1, 3]
    assert uncontent(observed, told[2:3]) == told[2:3]
    polite = call("客：谢谢你啊，就是手机银行老闪退", "座：我帮您记录一下")
    observed = replace(observe(polite, language), valences=(0.4, None))
    assert quoted(observed, uncontent(observed, everywhere(observed))) == ["就是手机银行老闪退", "我帮您记录一下"]


@pytest.mark.parametrize("choose", [chosen, chosen_of_call])
def test_where_everything_speaks_against_a_claim_the_least_bad_clause_is_shown(choose: Choose) -> None:
    assert [c.score for c in choose(clauses([-6, -2, -4]))] == [-2]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("嗯那个手机银行闪退了呀", "手机银行闪退了"),
        ("哦哦，手机银行闪退了", "手机银行闪退了"),
        ("然后客服态度太差", "客服态度太差"),
        ("但是转账转不出去了嘛 ", "转账转不出去了"),
        ("对公账户转不出去", "对公账户转不出去"),
        ("行内转账失败", "行内转账失败"),
        ("好好的卡突然坏掉", "好好的卡突然坏掉"),
        ("好到我等了一个小时", "好到我等了一个小时"),
        ("我说的是这个系统真该换了", "我说的是这个系统真该换了"),
        ("你说了三遍我也听不懂", "你说了三遍我也听不懂"),
        ("好多次都登不上", "好多次都登不上"),
        ("是因为系统坏了", "是因为系统坏了"),
        ("这张卡不是我的", "这张卡不是我的"),
        ("对对对就是登不上去", "就是登不上去"),
        ("好的我说这个系统老是卡", "这个系统老是卡"),
        ("手机银行转不了", "手机银行转不了"),
        ("慢了", "慢了"),
        ("行", "行"),
        ("嗯嗯啊", "嗯嗯啊"),
    ],
)
def test_fillers_and_particles_around_a_clause_are_no_evidence(language: Language, text: str, shown: str) -> None:
    observed = observe(comment(text), language)
    assert quoted(observed, everywhere(observed)) == [shown]


@given(text=TEXTS)
def test_a_span_is_a_slice_of_its_clause_and_never_empty(language: Language, text: str) -> None:
    observed = observe(call(f"客：{text}", comment=text), language)
    for clause in everywhere(observed):
        (span,) = spans_of(observed, [clause])
        assert span.text == text[span.start : span.end] != ""
        given_start, given_end = observed.passages[clause.passage].reading.span(clause.start, clause.end)
        assert given_start <= span.start < span.end <= given_end


def test_clauses_that_follow_one_another_are_one_piece(language: Language) -> None:
    observed = observe(
        call("客：嗯支行讲归个贷中心，中心又让我打客服，等了一周，一个电话也没有啊", "客：一个电话也没有"), language
    )
    first, second, third, fourth, other = everywhere(observed)
    assert quoted(observed, [first, second, fourth]) == ["支行讲归个贷中心，中心又让我打客服", "一个电话也没有"]
    assert quoted(observed, [second, first]) == ["支行讲归个贷中心，中心又让我打客服"]
    assert quoted(observed, [first, third]) == ["支行讲归个贷中心", "等了一周"]
    assert [e.utterance for e in spans_of(observed, [fourth, other])] == [0, 1]


@given(text=TEXTS, picked=st.sets(st.integers(0, 30)))
def test_pieces_hold_the_words_of_their_clauses_and_do_not_meet(
    language: Language, text: str, picked: set[int]
) -> None:
    observed = observe(call(f"客：{text}", f"客：{text}"), language)
    chosen_ones = [clause for n, clause in enumerate(everywhere(observed)) if n in picked]
    pieces = spans_of(observed, chosen_ones)
    held = {(e.utterance, at) for e in pieces for at in range(e.start, e.end)}
    alone = [spans_of(observed, [clause])[0] for clause in chosen_ones]
    assert held >= {(e.utterance, at) for e in alone for at in range(e.start, e.end)}
    assert len(pieces) <= len(chosen_ones)
    assert sum(e.end - e.start for e in pieces) == len(held)


def weighed(observed: Observed, language: Language, cause: Cause, factor: str | None) -> tuple[Clause, ...]:
    numbers = observed.customer_passages
    answers = small_text_model(language).answers([observed.passages[i] for i in numbers])
    return stated_clauses(observed, Heard(zip(numbers, answers, strict=True)), cause, factor)


def test_the_clause_of_a_comment_with_the_models_words_speaks_most(language: Language) -> None:
    observed = observe(call("座：闪退", "客：闪退", comment="你好，今天又闪退，网点远"), language)
    found = weighed(observed, language, Cause.PRODUCT, "product.stability")
    assert {c.passage for c in found} == {2}
    assert quoted(observed, chosen(found)) == ["今天又闪退"]


@pytest.mark.parametrize(
    ("cause", "factor", "bonus"),
    [
        (Cause.RULE, None, 0),
        (Cause.PRODUCT, None, RULE_BONUS),
        (Cause.PRODUCT, "product.speed", RULE_BONUS),
        (Cause.PRODUCT, "product.stability", 2 * RULE_BONUS),
    ],
)
def test_a_rule_that_votes_in_a_clause_lifts_it_and_no_other(
    language: Language, cause: Cause, factor: str | None, bonus: float
) -> None:
    observed = observe(comment("今天的天气非常非常好，手机银行里面转账转不出去"), language)
    before, after = stated_clauses(observed, flat(observed, language), cause, factor)
    assert (before.score, after.score) == (pytest.approx(0, abs=0.2), bonus)


def test_a_short_clause_counts_less(language: Language) -> None:
    observed = observe(comment("今天去过，我们今天下午去过那边那家"), language)
    short, long = stated_clauses(observed, flat(observed, language), Cause.RULE, None)
    assert short.score == -BRIEF * (1 - 4 / WHOLE_CLAUSE)
    assert long.score == 0


def test_without_a_factor_the_cause_alone_is_weighed(language: Language) -> None:
    observed = observe(comment("今天它又闪退"), language)
    scores = {factor: weighed(observed, language, Cause.PRODUCT, factor)[0].score for factor in (None, "product.speed")}
    assert scores[None] == scores["product.speed"] + 2


RECITAL = "座：这个需要您本人带身份证到网点柜台办理"


@pytest.mark.parametrize(
    ("cause", "line"),
    [
        (Cause.PRODUCT, "客：手机银行闪退"),
        (Cause.RULE, RECITAL),
        (Cause.PERSON, "座：不好意思让您久等了"),
        (Cause.RULE, "客：非得去网点才能办"),
    ],
)
def test_a_silent_cause_is_about_what_was_reported_recited_or_done(language: Language, cause: Cause, line: str) -> None:
    observed = observe(call("座：您好", line, "客：好的", comment="手机银行闪退，非得去网点才能办"), language)
    assert {i for i, _ in silent_matches(observed, cause)} == {1}
    assert all(m.rule.cause is cause for _, m in silent_matches(observed, cause))
    assert [i for other in set(Cause) - {cause} for i, _ in silent_matches(observed, other)] == []


def basis(
    language: Language, *lines: str, at: int, comment: str = "", worst: float = 0.0, score: float | None = 1
) -> Basis:
    """The basis of a passage's clauses where the customer's worst valence, in his last utterance, is `worst`."""
    observed = observe(call(*lines, comment=comment, score=score), language)
    spoken = observed.spoken
    felt = tuple(worst if i in spoken[-1:] else 0.0 if i in spoken else None for i in range(len(observed.passages)))
    return basis_of(replace(observed, valences=felt), Heard(), [c for c in everywhere(observed) if c.passage == at])


def test_what_a_comment_says_is_stated(language: Language) -> None:
    assert basis(language, "座：您好", at=1, comment="今天去过网点") is Basis.STATED


def test_what_the_customer_says_in_a_call_in_which_he_shows_displeasure_is_stated(language: Language) -> None:
    lines = ("客：手机银行转账的时候出来一个错误代码", "座：抱歉", "客：行吧")
    for at in (0, 2):
        assert basis(language, *lines, at=at, worst=SHOWN_BELOW - 0.01) is Basis.STATED
        assert basis(language, *lines, at=at, worst=SHOWN_BELOW) is Basis.INFERRED


def test_what_is_reported_calmly_all_the_way_through_is_inferred(language: Language) -> None:
    assert basis(language, "座：您好", "客：手机银行转账的时候出来一个错误代码", at=1) is Basis.INFERRED
    assert basis(language, RECITAL, "客：哦，非得要本人去柜台才能办", at=1) is Basis.INFERRED


def test_whom_nobody_asked_has_said_himself_that_he_is_dissatisfied(language: Language) -> None:
    lines = ("座：您好", "客：手机银行转账的时候出来一个错误代码")
    assert basis(language, *lines, at=1, score=None) is Basis.STATED
    assert basis(language, *lines, at=0, score=None) is Basis.INFERRED
    assert basis(language, *lines, at=1, score=None, comment="还行") is Basis.INFERRED


def test_displeasure_in_the_comment_is_none_in_the_call(language: Language) -> None:
    observed = observe(call("座：您好", "客：我去过网点", comment="太差劲了，气死我了"), language)
    valences = (None, 0.0, -1.0)
    assert basis_of(replace(observed, valences=valences), Heard(), everywhere(observed)[:2]) is Basis.INFERRED


@pytest.mark.parametrize(("logit", "worst", "stated"), [(0.1, 0.0, True), (-0.1, -1.0, False), (0.0, -1.0, True)])
def test_whether_the_customer_complains_is_told_by_the_whole_call(
    language: Language, logit: float, worst: float, stated: bool
) -> None:
    observed = observe(call("座：您好", "客：我去过网点", score=1), language)
    whole = Heard(call=Answers({COMPLAINING: 0}, [logit], [], []))
    found = basis_of(replace(observed, valences=(None, worst)), whole, everywhere(observed))
    assert found is (Basis.STATED if stated else Basis.INFERRED)


def test_the_agents_words_state_nothing(language: Language) -> None:
    assert basis(language, "座：太差了，非得去网点才能办", "客：气死", at=0, worst=-1.0) is Basis.INFERRED
    silent = observe(call("座：太差了，非得去网点才能办"), language)
    assert basis_of(silent, Heard(), everywhere(silent)) is Basis.INFERRED


def test_no_clause_states_nothing(language: Language) -> None:
    assert basis(language, "客：……", at=0, worst=-1.0) is Basis.INFERRED


def test_nobody_lapses_before_a_machine(language: Language) -> None:
    lines = ("系：不好意思让您久等了", "客：没人理我，态度太差", "座：您好", "客：卡丢了")
    assert silent_matches(observe(call(*lines), language), Cause.PERSON) == []
    assert silent_matches(observe(call(*lines[1:]), language), Cause.PERSON) != []
