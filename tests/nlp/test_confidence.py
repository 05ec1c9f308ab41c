from math import log, log1p

import pytest

from tests.nlp.contacts import call, comment
from voc.domain.contact import Contact
from voc.domain.survey import Scale
from voc.domain.taxonomy import Cause
from voc.nlp.confidence import confidence_values
from voc.nlp.language import Language
from voc.nlp.signals import observe


def sure(language: Language, *claimed: Cause, content: bool = False, **columns: float | bool) -> dict[str, float]:
    """Confidence values of a comment of four characters whose causes are 0.1, 0.2 and 0.9."""
    observed = observe(comment("网点太远"), language)
    causes = dict(zip(Cause, (0.1, 0.2, 0.9), strict=True))
    margins = {} if content else {c: abs(p - 0.5) for c, p in causes.items()}
    plain, conflict = float(columns.get("plain", 0.5)), bool(columns.get("conflict", False))
    dissatisfaction = float(columns.get("dissatisfaction", 0.9))
    return confidence_values(observed, plain, dissatisfaction, causes, margins, claimed, conflict)


def test_confidence_counts_how_near_a_verdict_is_to_another(language: Language) -> None:
    values = sure(language, Cause.RULE)
    assert values["narrowest"] == pytest.approx(0.3)
    assert values["narrowest_log"] == pytest.approx(log(0.32))
    assert values["second"] == 0.2
    assert values["undecided"] == pytest.approx(0.2)
    assert values["length"] == log1p(4) / 4
    assert sure(language, dissatisfaction=0.5)["undecided"] == 1


@pytest.mark.parametrize(("plain", "bounded"), [(0.5, 0.5), (0.9, 0.9), (0.0, 0.001), (1.0, 0.999)])
def test_a_plain_confidence_counts_as_a_bounded_logit(language: Language, plain: float, bounded: float) -> None:
    assert sure(language, plain=plain)["product"] == pytest.approx(log(bounded / (1 - bounded)))


def test_confidence_knows_what_is_claimed(language: Language) -> None:
    def flags(values: dict[str, float]) -> set[str]:
        names = {"several", "unspecified", "content", "conflict", "call", *(f"claims_{c}" for c in Cause)}
        return {name for name in names if values.get(name)}

    assert flags(sure(language, Cause.RULE)) == {"claims_rule"}
    assert flags(sure(language, Cause.RULE, Cause.PERSON)) == {"several", "claims_rule", "claims_person"}
    assert flags(sure(language)) == {"unspecified"}
    assert flags(sure(language, content=True)) == {"content"}
    assert flags(sure(language, Cause.RULE, conflict=True)) == {"conflict", "claims_rule"}
    assert sure(language, content=True)["narrowest"] == 1


@pytest.mark.parametrize(
    ("contact", "kind"),
    [
        (call("客：网点太远"), "call"),
        (comment("网点太远", channel="app_review"), "review"),
        (comment("网点太远", channel="survey"), "comment"),
    ],
)
def test_confidence_weighs_a_call_a_review_and_another_comment_apart(
    language: Language, contact: Contact, kind: str
) -> None:
    margins = dict.fromkeys(Cause, 0.3)
    values = confidence_values(observe(contact, language), 0.7, 0.9, margins, margins, (), conflict=False)
    own = {name: value for name, value in values.items() if name.startswith(f"{kind}:")}
    assert values[kind] == 1
    assert own
    assert all(values[name.removeprefix(f"{kind}:")] == value for name, value in own.items())
    assert {name.partition(":")[0] for name in values if ":" in name} == {kind}


def test_confidence_knows_of_a_comment_beside_a_call(language: Language) -> None:
    def beside(contact: Contact) -> float:
        return confidence_values(
            observe(contact, language), 0.5, 0.5, dict.fromkeys(Cause, 0.1), {}, (), conflict=False
        )["call_with_comment"]

    assert beside(call("客：网点太远", comment="太慢")) == 1
    assert beside(call("客：网点太远", score=1)) == beside(comment("太慢")) == 0


@pytest.mark.parametrize(
    ("score", "dissatisfied", "against"),
    [(1, False, 1), (1, True, 0), (5, True, 1), (5, False, 0), (3, True, 0), (None, True, 0)],
)
def test_confidence_knows_whether_a_verdict_stands_against_the_score(
    language: Language, score: float | None, dissatisfied: bool, against: int
) -> None:
    observed = observe(comment("真是业界良心", score=score, scale=Scale(1, 5)), language)
    margins = {Cause.RULE: 0.1} if dissatisfied else {}
    values = confidence_values(observed, 0.5, 0.5, dict.fromkeys(Cause, 0.1), margins, (), conflict=False)
    assert values["against_score"] == against
