from dataclasses import replace

from tests.builders import NOW, analysis, attribution
from voc.domain.attribution import Analysis, Kind
from voc.domain.paired import NOBODY_JUDGED, PairedAgreement, agreement_change
from voc.domain.review import Finding, Review
from voc.domain.reviewing.comparing import Disputed
from voc.domain.taxonomy import Cause

CONTENT = analysis("C-1")
FAULT, SLOW = (analysis("C-1", attribution(f"product.{name}")) for name in ("stability", "speed"))
BOTH = analysis("C-1", attribution("product.stability"), attribution("rule.channel"))
FOUND = Finding(Cause.PRODUCT, "product.stability", Kind.PAIN, None)
SAYS = Review("C-1", 1, "王检", NOW, True, (FOUND,), Cause.PRODUCT)


def told(*judged: tuple[Analysis, Analysis, Review]) -> dict[Disputed, tuple[int, int, int, int]]:
    found = agreement_change(judged)
    assert [one.question for one in found] == list(Disputed)
    return {o.question: (o.both_count, o.before_count, o.after_count, o.neither_count) for o in found}


def test_where_nobody_judged_nothing_is_known() -> None:
    assert agreement_change([]) == NOBODY_JUDGED
    (first, *_) = NOBODY_JUDGED
    assert (first.judged_count, first.gap, first.gap_interval) == (0, 0.0, (-1.0, 1.0))
    assert first.before_interval == first.after_interval == (0.0, 1.0)


def test_each_question_is_agreed_on_by_both_by_one_or_by_neither() -> None:
    assert told((CONTENT, FAULT, SAYS)) == dict.fromkeys(Disputed, (0, 0, 1, 0))
    assert told((FAULT, CONTENT, SAYS)) == dict.fromkeys(Disputed, (0, 1, 0, 0))
    assert told((FAULT, SLOW, SAYS)) == dict.fromkeys(Disputed, (1, 0, 0, 0)) | {Disputed.FACTORS: (0, 1, 0, 0)}
    assert told((BOTH, SLOW, SAYS)) == {
        Disputed.DISSATISFIED: (1, 0, 0, 0),
        Disputed.CAUSES: (0, 0, 1, 0),
        Disputed.PRIMARY: (1, 0, 0, 0),
        Disputed.FACTORS: (0, 0, 0, 1),
    }
    content = replace(SAYS, dissatisfied=False, findings=(), primary=None)
    assert told((CONTENT, CONTENT, content)) == dict.fromkeys(Disputed, (1, 0, 0, 0))


def test_contacts_add_up_and_the_gap_has_its_interval() -> None:
    whole = PairedAgreement(Disputed.CAUSES, 80, 3, 9, 8)
    assert PairedAgreement(Disputed.CAUSES, 80, 3).plus(PairedAgreement(Disputed.CAUSES, 0, 0, 9, 8)) == whole
    assert (whole.judged_count, whole.gap, whole.gap_interval) == (100, 0.06, (-0.0095, 0.1272))
    assert whole.before_interval[1] < whole.after_interval[1]
