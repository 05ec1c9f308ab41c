"""What a check of rules may find."""

from dataclasses import dataclass
from enum import StrEnum

from voc.domain.rule import Rule
from voc.errors import Place
from voc.nlp.rules.files import RuleSet


class Fault(StrEnum):
    """Kinds of findings; `notice` ones do not make a check fail: one word may be meant to speak for two factors."""

    SYNTAX = "syntax"
    EXAMPLE = "example"
    INCOMPLETE = "incomplete"
    DEAD = "dead"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    COVERED = "covered"
    IDLE = "idle"
    SCATTERED = "scattered"
    LITERAL = "literal"
    UNUSED_LIST = "unused_list"

    @property
    def notice(self) -> bool:
        return self in _NOTICES

    @property
    def label(self) -> str:
        return {
            "syntax": "写法",
            "example": "例句",
            "incomplete": "不全",
            "dead": "不会命中",
            "duplicate": "重复",
            "conflict": "冲突",
            "covered": "多余",
            "idle": "不起作用",
            "scattered": "分开算",
            "literal": "照字面",
            "unused_list": "词表没有用到",
        }[self.value]


_NOTICES = {Fault.CONFLICT, Fault.COVERED, Fault.IDLE, Fault.SCATTERED, Fault.LITERAL, Fault.UNUSED_LIST}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; `where` is None for what stands in no file."""

    fault: Fault
    where: Place | None
    rule: str | None
    reason: str


def found(rule_set: RuleSet, fault: Fault, rule: Rule, reason: str) -> Finding:
    """A finding about a rule, where it begins."""
    return Finding(fault, rule_set.origins[rule.id].place, rule.id, reason)
