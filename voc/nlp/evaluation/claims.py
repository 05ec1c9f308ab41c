"""The particulars of a claim: business object, pain or itch, stated or inferred."""

from collections.abc import Mapping, Sequence

from voc.domain.attribution import Attribution, Basis, Kind
from voc.domain.business_object import BusinessObjectTable
from voc.domain.measures import Measure
from voc.domain.taxonomy import cause_of
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Statistic, overlap, share_in
from voc.nlp.gold import Claim


def claim_statistics(judged: Sequence[Judged], objects: BusinessObjectTable) -> Mapping[Measure, Statistic]:
    """How often labelled claims that the program makes too agree in their particulars.

    A labelled claim is compared with the attribution of the same factor, or else the surest one of the same cause;
    whether there is one at all is measured as recall of causes.
    """
    matched = [[(c, a) for c in j.gold.claims if (a := _claimed(j, c)) is not None] for j in judged]
    bases = [_bases(j) for j in judged]
    return {
        Measure.BUSINESS_OBJECT_EXACT: _agreeing(
            [[a.business_object == c.business_object for c, a in m] for m in matched]
        ),
        Measure.BUSINESS_OBJECT_NEAR: _agreeing(
            [[same_branch(a.business_object, c.business_object, objects) for c, a in m] for m in matched]
        ),
        Measure.KIND_ACCURACY: _agreeing([[a.kind is c.kind for c, a in m] for m in matched]),
        Measure.ITCH_F1: _f1([[(c.kind is Kind.ITCH, a.kind is Kind.ITCH) for c, a in m] for m in matched]),
        Measure.BASIS_ACCURACY: _agreeing([[gold is found for gold, found in b] for b in bases]),
        Measure.INFERRED_F1: _f1([[(g is Basis.INFERRED, f is Basis.INFERRED) for g, f in b] for b in bases]),
    }


def _claimed(j: Judged, claim: Claim) -> Attribution | None:
    same_cause = [a for a in j.analysis.attributions if a.cause is cause_of(claim.factor)]
    return min(same_cause, key=lambda a: (a.factor != claim.factor, a.order), default=None)


def _bases(j: Judged) -> list[tuple[Basis, Basis]]:
    """Labelled and found basis of each cause that both claim; found is that of the surest attribution."""
    pairs = []
    for cause, basis in j.gold.basis.items():
        own = [a for a in j.analysis.attributions if a.cause is cause]
        if own:
            pairs.append((basis, min(own, key=lambda a: a.order).basis))
    return pairs


def same_branch(found: str | None, wanted: str | None, objects: BusinessObjectTable) -> bool:
    """Whether two business objects are the same, one lies below the other, or both hang under one parent."""
    if found is None or wanted is None:
        return found is wanted
    ours, theirs = objects.lineage(found), objects.lineage(wanted)
    return found in theirs or wanted in ours or (len(ours) > 1 and len(theirs) > 1 and ours[1] == theirs[1])


def _agreeing(records: Sequence[Sequence[bool]]) -> Statistic:
    return share_in((sum(hits), len(hits)) for hits in records)


def _f1(records: Sequence[Sequence[tuple[bool, bool]]]) -> Statistic:
    """F1 over pairs that come in records; its `n` are the pairs in which either is true."""
    rows = [(sum(g and f for g, f in pairs), sum(g + f for g, f in pairs)) for pairs in records]
    return overlap(rows, n=sum(g or f for pairs in records for g, f in pairs), empty=1.0)
