"""What a comment denies, supposes, asks about or tells of others: the words are there, but do not count."""

from collections.abc import Mapping
from math import log1p

from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Answers, highest
from voc.nlp.signals import Observed

# A logit beyond this says no more.
STRONGEST = 6.0


def denial_values(
    observed: Observed, heard: Mapping[int, Answers], label: str, cause: Cause | None = None
) -> dict[str, float]:
    """Numbers of what the guards of the rules took back in the comments, by name; none where they took nothing back.

    `denied`: how many votes (for `cause`, or any), as log(1 + n); `denied_alone`: no vote stands beside them; `kept`:
    how much less the clauses in which nothing was taken back say for a label than all of them (logits).
    """
    comments = observed.comments
    found = {i: [m for m in observed.taken_back.get(i, ()) if cause in (None, m.rule.cause)] for i in comments}
    count = sum(map(len, found.values()))
    if not count:
        return {}
    standing = (m.rule for i in comments for m in observed.matches.get(i, ()))
    alone = not any(r.says.stated and cause in (None, r.cause) for r in standing)
    said = [
        (logit, any(start <= m.start < end for m in found[i]))
        for i in comments
        for (start, end), logit in zip(observed.passages[i].clauses, heard[i].of_clauses(label), strict=True)
    ]
    top = highest([logit for logit, _ in said], STRONGEST)
    return {
        "denied": log1p(count),
        "denied_alone": float(alone),
        "kept": highest([logit for logit, taken_back in said if not taken_back], STRONGEST) - top,
    }
