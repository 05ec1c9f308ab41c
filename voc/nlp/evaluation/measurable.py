"""What can be measured on some records at all: labels that are all alike tell nothing of a model."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from voc.domain.attribution import Basis, Kind
from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause
from voc.nlp.gold import Gold

CAUSES = {Measure(str(cause)): cause for cause in Cause}


def measurable(golds: Sequence[Gold], measures: Iterable[Measure]) -> frozenset[Measure]:
    """Those of the measures that labels allow.

    An F1 needs cases with the label and ones without: whoever always gives the only answer is right always. The mean
    over the causes needs all three of them, the factors need one labelled factor; anything else is left in.
    """
    return frozenset(m for m in measures if _allowed(golds, m))


def alike(labelled: Iterable[bool]) -> bool:
    """Whether all of some labels are the same, or there is none.

    >>> alike([True, True]), alike([]), alike([True, False])
    (True, True, False)
    """
    return len(set(labelled)) < 2


def _allowed(golds: Sequence[Gold], wanted: Measure) -> bool:
    if wanted is Measure.MACRO_F1:
        return all(_allowed(golds, cause) for cause in CAUSES)
    if wanted in CAUSES:
        return not alike(CAUSES[wanted] in gold.causes for gold in golds)
    if wanted in _LABELS:
        return not alike(label for gold in golds for label in _LABELS[wanted](gold))
    return wanted is not Measure.FACTOR_F1 or any(gold.factors for gold in golds)


# What stands behind each F1, for a record: one label, none where it was not asked, or one for each claim.
_LABELS: Mapping[Measure, Callable[[Gold], Iterable[bool]]] = {
    Measure.DISSATISFIED_F1: lambda gold: [gold.dissatisfied],
    Measure.UNSPECIFIED_F1: lambda gold: [gold.dissatisfied and not gold.causes],
    Measure.ITCH_F1: lambda gold: [claim.kind is Kind.ITCH for claim in gold.claims],
    Measure.INFERRED_F1: lambda gold: [basis is Basis.INFERRED for basis in gold.basis.values()],
    Measure.REPEAT_CONTACT_F1: lambda gold: [] if gold.repeat_contact is None else [gold.repeat_contact],
}
