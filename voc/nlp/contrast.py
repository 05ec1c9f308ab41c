"""What a comment says before and after 但是: who praises the staff first may complain of a rule then, and the other way
round, and what stands on the one side tells nothing of the other."""

import re
from collections.abc import Mapping, Sequence

from voc.nlp.classifier import Answers, highest
from voc.nlp.signals import Observed

# A logit beyond this says no more.
STRONGEST = 6.0
# Where a clause turns against what was said before it: at its beginning, or by a word that says so anywhere.
_TURNS = re.compile(
    r"(?:可(?![以能见不想爱怜怕靠信行是])|可是|就是(?![说因为这那了啊呀吗])|只是|只不过|不过|唯[独一有]|美中不足|奈何|怎奈|问题是|关键是|反倒|倒是)"
    r"|.*?(?:但(?![愿凡])|可惜|然而|偏偏|[^忘除推退了过]却(?!步|话))"
)


def contrast_values(observed: Observed, heard: Mapping[int, Answers], label: str) -> dict[str, float]:
    """Numbers of what the comments say for a label on the two sides of their last 但是, by name; none without one.

    `before` and `after`: how much less the clauses of that side say for it than all of them (logits).
    """
    before, after = [], []
    for i in observed.comments:
        passage = observed.passages[i]
        turn = _turn([passage.text[start:end] for start, end in passage.clauses])
        said = heard[i].of_clauses(label)
        before += said[:turn]
        after += said[turn:]
    if not before:
        return {}
    earlier, later = highest(before, STRONGEST), highest(after, STRONGEST)
    top = max(earlier, later)
    return {"contrast": 1.0, "before": earlier - top, "after": later - top}


def _turn(clauses: Sequence[str]) -> int:
    """The number of the last clause that turns against an earlier one; 0 where none does."""
    return max([n for n, clause in enumerate(clauses) if n and _TURNS.match(clause)], default=0)
