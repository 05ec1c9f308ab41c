"""What held-out verdicts allow to be promised of the next ones, and why nothing where they do not."""

from collections.abc import Sequence

from voc.domain.contact import Contact
from voc.domain.seen_texts import content_text
from voc.nlp.gold import Gold
from voc.nlp.selective import Selection, nothing_stands, select

# Held-out records with so many different texts are the fewest from which anything is measured or promised: even if all
# of them were right, fewer could not show the stated risk.
FEWEST_TEXTS = 30
TO_PEOPLE = "所以什么也不担保，判断一律交给人"


def distinct_texts(contacts: Sequence[Contact]) -> int:
    """How many different texts contacts have; copies of one are one."""
    return len({content_text(contact) for contact in contacts})


def promise(
    contacts: Sequence[Contact], golds: Sequence[Gold], judged: Sequence[tuple[float, bool]], *, risk: float
) -> tuple[Selection, tuple[str, ...]]:
    """From which confidence on verdicts stand, and what whoever trains should know.

    `judged` holds (confidence, right) of the held-out `contacts` with their `golds`, in the same order. Nothing stands
    where they have too few different texts, where all are labelled alike, or where all verdicts are right or all are
    wrong: then no confidence was learnt.
    """
    fault = _fault(distinct_texts(contacts), golds, [right for _, right in judged])
    if fault is not None:
        return nothing_stands(risk=risk, records=len(judged)), (f"{fault}，{TO_PEOPLE}",)
    found = select(judged, risk=risk)
    if found.bound <= risk:
        return found, ()
    return found, (f"没有哪个把握的界限能担保出错不超过 {risk:.0%}，取了最小的：不超过 {found.bound:.1%}",)


def _fault(texts: int, golds: Sequence[Gold], rights: Sequence[bool]) -> str | None:
    if texts < FEWEST_TEXTS:
        return (
            f"可用来测量与校准的（写规则的人没有看过的评论，与通话）只有 {texts} 种不同的文字，至少要 {FEWEST_TEXTS} 种"
        )
    feelings = {gold.dissatisfied for gold in golds}
    if len(feelings) == 1:
        return f"用来校准的记录全是{'不满' if True in feelings else '没有不满'}的"
    if len(set(rights)) == 1:
        return f"用来校准的判断全{'对' if rights[0] else '错'}，学不到把握"
    return None
