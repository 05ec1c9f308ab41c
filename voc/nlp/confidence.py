"""The named numbers from which it is predicted whether a verdict is right."""

from collections.abc import Collection, Mapping
from math import log, log1p

from voc.domain.survey import MIDDLE
from voc.domain.taxonomy import Cause
from voc.nlp.signals import Observed
from voc.nlp.values import apart, kind_of

# What says another thing of a call, of an app review and of any other comment.
_BY_KIND = ("product", "narrowest_log", "undecided", "length", "second", "content", "unspecified", "several")


def confidence_values(
    observed: Observed,
    plain: float,
    dissatisfaction: float,
    causes: Mapping[Cause, float],
    margins: Mapping[Cause, float],
    claimed: Collection[Cause],
    conflict: bool,
) -> dict[str, float]:
    """Numbers from which it is predicted whether a whole verdict is right, by name.

    `plain` is the product of the four answers' probabilities; `margins` says how far each cause is from its threshold.
    """
    bounded, kind = min(max(plain, 0.001), 0.999), kind_of(observed)
    values = {
        "product": log(bounded / (1 - bounded)),
        "undecided": 1 - abs(2 * dissatisfaction - 1),
        "narrowest": min(margins.values(), default=1.0),
        "narrowest_log": log(0.02 + min(margins.values(), default=1.0)),
        "second": sorted(causes.values())[-2],
        "several": float(len(claimed) > 1),
        "unspecified": float(bool(margins) and not claimed),
        "content": float(not margins),
        "against_score": _against_score(observed.contact.satisfaction, bool(margins)),
        "conflict": float(conflict),
        "length": log1p(sum(len(observed.passages[i].text) for i in observed.customer_passages)) / 4,
        kind: 1.0,
        "call_with_comment": float(kind == "call" and bool(observed.comments)),
        **{f"claims_{c}": 1.0 for c in claimed},
    }
    return values | apart({name: values[name] for name in _BY_KIND}, f"{kind}:")


def _against_score(satisfaction: float | None, dissatisfied: bool) -> float:
    """1.0 where a verdict stands against a score that is not the middling one."""
    if satisfaction is None or satisfaction == MIDDLE:
        return 0.0
    return float((satisfaction < MIDDLE) is not dissatisfied)
