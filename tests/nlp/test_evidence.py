from collections.abc import Sequence
from dataclasses import replace
from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import call, comment, flat, small_text_model, told
from tests.nlp.strategies import TEXTS
from voc.domain.attribution import Basis
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Answers
from voc.nlp.evidence import (
    BRIEF,
    CALL_ENOUGH,
    CALL_SPANS,
    CARRIED,
    ENOUGH,
    RULE_BONUS,
    SHOWN_BELOW,
    SPANS,
    TOLD,
    WHOLE,
    WHOLE_CLAUSE,
    WRITTEN,
    Clause,
    answered_clauses,
    basis_of,
    chosen,
    silent_clauses,
    silent_matches,
    spans_of,
    stated_clauses,
)
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe
from voc.nlp.whole_call import COMPLAINING

SCORES = st.lists(st.floats(-9, 9), max_size=12)


def clauses(scores: list[float]) -> list[Clause]:
    return [Clause(i // 3, 10 * i, 10 * i + 5, score) for i, score in enumerate(scores)]


def everywhere(observed: Observed) -> list[Clause]:
    return [Clause(i, a, b, 1.0) for i, p in enumerate(observed.passages) for a, b in p.clauses]


def quoted(observed: Observed, found: tuple[Clause, ...] | list[Clause]) -> list[str]:
    return [e.text for e in spans_of(observed, found)]


@given(SCORES)
def test_the_best_clause_is_always_chosen_and_few_with_it(scores: list[float]) -> None:
    picked = chosen(clauses(scores))
    assert bool(picked) == bool(scores)
    assert len(picked) <= SPANS
    if scores:
        assert round(max(scores), 4) in [round(c.score, 4) for c in picked]


@given(SCORES, st.randoms())
def test_the_order_in_which_clauses_come_chooses_nothing(scores: list[float], random: Random) -> None:
    shuffled = clauses(scores)
    random.shuffle(shuffled)
    assert chosen(shuffled) == chosen(clauses(scores))


@given(SCORES)
def test_chosen_clauses_stand_in_the_order_of_the_text(scores: list[float]) -> None:
    places = [(c.passage, c.start) for c in chosen(clauses(scores))]
    assert places == sorted(places)


def logit(share: float) -> float:
    return log(share / (1 - share))


def test_clauses_nearly_as_good_are_chosen_too() -> None:
    enough, less = logit(ENOUGH * 0.5 + 1e-6), logit(ENOUGH * 0.5 - 1e-3)
    assert [c.score for c in chosen(clauses([enough, 0, less]))] == [enough, 0]
    assert [c.score for c in chosen(clauses([6, 9, 7, 8]))] == [9, 7, 8]
    assert len(chosen(clauses([5, 5, 5]), spans=2)) == 2
    assert len(chosen(clauses([5] * 9), spans=CALL_SPANS)) == CALL_SPANS > SPANS


def test_in_calls_clauses_less_good_are_chosen_too() -> None:
    enough, less = logit(CALL_ENOUGH * 0.5 + 1e-6), logit(CALL_ENOUGH * 0.5 - 1e-3)
    assert [c.score for c in chosen(clauses([enough, 0, less]), enough=CALL_ENOUGH)] == [enough, 0]
    assert [c.score for c in chosen(clauses([enough, 0, less]))] == [0]


def test_a_clause_that_comes_twice_is_chosen_once_by_its_best_score() -> None:
    assert chosen([Clause(0, 3, 9, 2.0), Clause(0, 3, 9, 4.0), Clause(0, 3, 9, 1.0)]) == (Clause(0, 3, 9, 4.0),)


def test_where_everything_speaks_against_a_claim_the_least_bad_clause_is_shown() -> None:
    assert [c.score for c in chosen(clauses([-6, -1, -4]))] == [-1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("嗯那个手机银行闪退了呀", "手机银行闪退了"),
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
    for clause, span in zip(everywhere(observed), spans_of(observed, everywhere(observed)), strict=True):
        assert span.text == text[span.start : span.end] != ""
        given_start, given_end = observed.passages[clause.passage].reading.span(clause.start, clause.end)
        assert given_start <= span.start < span.end <= given_end


def weighed(observed: Observed, language: Language, cause: Cause, factor: str | None) -> tuple[Clause, ...]:
    numbers = observed.customer_passages
    answers = small_text_model(language).answers([observed.passages[i] for i in numbers])
    return stated_clauses(observed, Heard(zip(numbers, answers, strict=True)), cause, factor)


def test_the_clause_with_the_models_words_speaks_most(language: Language) -> None:
    observed = observe(call("座：闪退", "客：你好，今天闪退，网点远", "客：再见", comment="闪退"), language)
    found = weighed(observed, language, Cause.PRODUCT, "product.stability")
    assert {c.passage for c in found} == {1, 2, 3}
    assert quoted(observed, chosen(found)) == ["今天闪退", "闪退"]


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


def test_in_a_call_the_whole_utterance_speaks_for_its_clauses_and_a_comment_for_itself(language: Language) -> None:
    said = "今天我们几个人下午去过那边那家"
    observed = observe(call("座：您好", f"客：{said}", comment=said), language)
    spoken, written = stated_clauses(observed, flat(observed, language, rule=2.0), Cause.RULE, None)
    assert (spoken.score, written.score) == (2.0 + WHOLE * 2.0, 2.0 + WRITTEN)
    alone = observe(comment(said), language)
    (own,) = stated_clauses(alone, flat(alone, language, rule=2.0), Cause.RULE, None)
    assert own.score == 2.0


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
    clauses = [c for c in silent_clauses(observed, flat(observed, language), cause, None) if c.score > 0]
    assert {c.passage for c in clauses} == {1}
    assert [i for other in set(Cause) - {cause} for i, _ in silent_matches(observed, other)] == []


def test_the_clauses_of_the_factor_come_first_among_silent_ones(language: Language) -> None:
    observed = observe(call("座：这个您本人来，去网点才能办"), language)
    by_factor = {
        factor: max(c.score for c in silent_clauses(observed, flat(observed, language), Cause.RULE, factor))
        for factor in ("rule.channel", "rule.fee")
    }
    assert by_factor["rule.channel"] == by_factor["rule.fee"] + 2


@pytest.mark.parametrize("cause", [Cause.PERSON, Cause.RULE])
def test_what_the_model_hears_in_the_agents_words_is_evidence_where_no_rule_knows_them(
    language: Language, cause: Cause
) -> None:
    observed = observe(call("座：您好", "客：上个月那一笔呢", "座：上个月的事情我这里说不好", "客：哦"), language)
    agents = told(observed, {0: {str(cause): TOLD - 0.1}, 2: {str(cause): 1.0}})
    heard = Heard(flat(observed, language) | agents)
    assert [(c.passage, c.start) for c in chosen(silent_clauses(observed, heard, cause, None))] == [(2, 0)]
    assert silent_clauses(observed, heard, Cause.PRODUCT, None) == ()


def basis(language: Language, *lines: str, at: int, comment: str = "", worst: float = 0.0) -> Basis:
    """The basis of a passage's clauses where the customer's worst valence, in his last utterance, is `worst`."""
    observed = observe(call(*lines, comment=comment), language)
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


def test_displeasure_in_the_comment_is_none_in_the_call(language: Language) -> None:
    observed = observe(call("座：您好", "客：我去过网点", comment="太差劲了，气死我了"), language)
    valences = (None, 0.0, -1.0)
    assert basis_of(replace(observed, valences=valences), Heard(), everywhere(observed)[:2]) is Basis.INFERRED


@pytest.mark.parametrize(("logit", "worst", "stated"), [(0.1, 0.0, True), (-0.1, -1.0, False), (0.0, -1.0, True)])
def test_whether_the_customer_complains_is_told_by_the_whole_call(
    language: Language, logit: float, worst: float, stated: bool
) -> None:
    observed = observe(call("座：您好", "客：我去过网点"), language)
    whole = Heard(call=Answers({COMPLAINING: 0}, [logit], [], []))
    found = basis_of(replace(observed, valences=(None, worst)), whole, everywhere(observed))
    assert found is (Basis.STATED if stated else Basis.INFERRED)


def with_call(heard: Heard, **clauses: Sequence[float]) -> Heard:
    """The same, and what the whole call says, of which each clause adds so much to a label (`_` for `.`)."""
    labels = {name.replace("_", "."): n for n, name in enumerate(clauses)}
    return Heard(heard, Answers(labels, [0.0] * len(labels), list(zip(*clauses.values(), strict=True)), []))


def test_a_clause_that_carries_the_whole_call_gains(language: Language) -> None:
    observed = observe(call("客：想问下，那个", "座：您说", "客：那个，转账"), language)
    heard = flat(observed, language)
    whole = with_call(heard, product=[0.0, 0.5, 0.0, 0.0, 1.0], product_speed=[0.0, 0.0, 0.0, 0.0, 0.5])
    plain = stated_clauses(observed, heard, Cause.PRODUCT, None)
    for factor, gains in ((None, [0.0, 0.5, 0.0, 1.0]), ("product.speed", [0.0, 0.25, 0.0, 0.75])):
        found = stated_clauses(observed, whole, Cause.PRODUCT, factor)
        assert [b.score - a.score for a, b in zip(plain, found, strict=True)] == pytest.approx(
            [CARRIED * gain for gain in gains]
        )


def test_what_an_agent_says_gains_too(language: Language) -> None:
    observed = observe(call("座：上个月的事情我这里说不好", "客：哦"), language)
    heard = Heard(flat(observed, language) | told(observed, {0: {"person": 1.0}}))
    (plain,) = silent_clauses(observed, heard, Cause.PERSON, None)
    (found,) = silent_clauses(observed, with_call(heard, person=[0.5, 0.0]), Cause.PERSON, None)
    assert found.score - plain.score == pytest.approx(CARRIED * 0.5)


def test_a_rule_is_proven_where_it_is_told_not_where_it_is_repeated(language: Language) -> None:
    said = ("客：哦，要本人带身份证去网点柜台办",)
    alone, both = (observe(call(*lines), language) for lines in (said, (RECITAL, *said)))
    heard = [flat(observed, language) for observed in (alone, both)]
    repeated = {c.passage for c in silent_clauses(alone, heard[0], Cause.RULE, None)}
    shown = {c.passage for c in silent_clauses(both, heard[1], Cause.RULE, None)}
    assert shown == {0}
    assert repeated == {0}


def test_the_agents_words_state_nothing(language: Language) -> None:
    assert basis(language, "座：太差了，非得去网点才能办", "客：气死", at=0, worst=-1.0) is Basis.INFERRED
    silent = observe(call("座：太差了，非得去网点才能办"), language)
    assert basis_of(silent, Heard(), everywhere(silent)) is Basis.INFERRED


def test_no_clause_states_nothing(language: Language) -> None:
    assert basis(language, "客：……", at=0, worst=-1.0) is Basis.INFERRED


def test_nobody_is_blamed_by_what_is_said_to_a_machine(language: Language) -> None:
    observed = observe(call("系：请说出业务", "客：没人理我，态度太差", "座：您好", "客：卡丢了"), language)
    heard = flat(observed, language, person=3)
    found = {c: {one.passage for one in stated_clauses(observed, heard, c, None)} for c in Cause}
    assert found == {Cause.PERSON: {3}, Cause.PRODUCT: {1, 3}, Cause.RULE: {1, 3}}
    assert silent_matches(observed, Cause.PERSON) == []


def worst_at(observed: Observed, utterance: int, valence: float, turned_by: TurnedBy) -> Observed:
    peak = Moment(MomentKind.PEAK, utterance, Phase.ANSWERING, valence, turned_by)
    return replace(observed, moments=(peak,))


LOW = SHOWN_BELOW - 0.1


@pytest.mark.parametrize(
    ("cause", "valence", "turned_by", "shown"),
    [
        (Cause.RULE, LOW, TurnedBy.RULE_RECITAL, True),
        (Cause.RULE, LOW, TurnedBy.REFUSAL, True),
        (Cause.RULE, LOW, TurnedBy.MANNER, False),
        (Cause.RULE, SHOWN_BELOW, TurnedBy.RULE_RECITAL, False),
        (Cause.PRODUCT, LOW, TurnedBy.RULE_RECITAL, False),
    ],
)
def test_the_worst_words_after_a_recited_rule_complain_of_it(
    language: Language, cause: Cause, valence: float, turned_by: TurnedBy, shown: bool
) -> None:
    lines = ("客：我爸住院了", "座：要本人带身份证到网点办", "客：那我把病床推过去吧，你们等着", "座：抱歉")
    observed = worst_at(observe(call(*lines), language), 2, valence, turned_by)
    found = answered_clauses(observed, everywhere(observed), cause)
    assert quoted(observed, found) == (["那我把病床推过去", "你们等着"] if shown else [])
