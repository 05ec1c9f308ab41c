from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from api.schemas.base import In, Out
from voc.domain.rule_proposal import ProposalState, RuleProposal
from voc.nlp.rules.findings import Finding
from voc.nlp.rules.health import RuleHealth
from voc.services.rule_preview import Preview
from voc.services.rule_proposing import Wording
from voc.services.rule_sets import ListedSet

EXAMPLE = """factor = "product.speed"

[[rule]]
id = "own.snail"
description = "慢得像蜗牛"
says = "complaint"
when = ['蜗牛爬|像蜗牛一样']
matches = ["转个账像蜗牛爬"]
spares = ["到账很快"]
"""
# Lines of text, such as every database keeps.
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$")]


class ProposalIn(In):
    text: str = Field(
        min_length=1,
        max_length=20_000,
        description="规则文件（TOML），写法同随附的规则；每条规则要有应命中（matches）与不应命中（spares）的例句",
        examples=[EXAMPLE],
    )
    reason: Reason = Field(description="为什么提出", examples=["最近常有客户这样说"])

    @property
    def wording(self) -> Wording:
        return Wording(self.text, self.reason)


class DecisionIn(In):
    reason: Reason = Field(description="理由", examples=["例句清楚，已有判断的接触里没有误报"])


class SetRollbackIn(DecisionIn):
    to: str | None = Field(
        default=None, pattern=r"^[0-9A-Za-z_-]{1,64}$", description="退回哪一套，shipped 为随附的规则；缺省为上一套"
    )


class ProposalOut(Out):
    id: str
    state: ProposalState
    proposer: str = Field(description="用户编号")
    proposed_at: datetime
    changed_at: datetime
    version: int = Field(description="也是 ETag")
    factor: str
    text: str
    reason: str
    decided_by: str | None
    decision: str = Field(description="启用或不采用的理由")
    own_decision: bool = Field(description="是否由提出的人自己决定")
    set_id: str | None = Field(description="启用时所成的规则集")

    @classmethod
    def of(cls, proposal: RuleProposal) -> "ProposalOut":
        return cls(**{name: getattr(proposal, name) for name in cls.model_fields})


class NoticeOut(Out):
    kind: str
    rule: str | None
    place: str
    reason: str

    @classmethod
    def of(cls, finding: Finding) -> "NoticeOut":
        return cls(kind=finding.fault.value, rule=finding.rule, place=str(finding.where or ""), reason=finding.reason)


class RuleHealthOut(Out):
    rule: str
    judged_count: int = Field(description="投了票、人也判断过的接触")
    right_count: int
    precision: float | None
    interval: tuple[float, float] = Field(description="精确率的 95% 区间（Wilson）")

    @classmethod
    def of(cls, row: RuleHealth) -> "RuleHealthOut":
        counts = {name: getattr(row, name) for name in ("judged_count", "right_count", "precision", "interval")}
        return cls(rule=row.rule.id, **counts)


class PreviewOut(Out):
    """What the rules of a proposal would do now."""

    contact_count: int = Field(description="在多少次接触上试了：看得到的，最近的先试")
    hit_count: int
    keys: list[int] = Field(description="命中的接触的键，最多二十个")
    judged_count: int = Field(description="人判断过的接触里试了多少次，最近判断的先试")
    health: list[RuleHealthOut]
    notices: list[NoticeOut] = Field(description="不算错误的提醒：与别的规则争同样的词，或多余")

    @classmethod
    def of(cls, found: Preview, notices: tuple[Finding, ...]) -> "PreviewOut":
        return cls(
            contact_count=found.contact_count,
            hit_count=found.hit_count,
            keys=list(found.keys),
            judged_count=found.judged_count,
            health=list(map(RuleHealthOut.of, found.health)),
            notices=list(map(NoticeOut.of, notices)),
        )


class PromotedOut(Out):
    at: datetime
    by: str
    reason: str
    proposal: str | None


class RuleSetOut(Out):
    id: str = Field(description="由内容得出；shipped 为随附的规则")
    in_use: bool
    refused: str | None = Field(description="不能用的理由")
    proposals: list[str] = Field(description="在随附的规则之外添加的提案")
    promoted: PromotedOut | None = Field(description="最近一次启用")

    @classmethod
    def of(cls, listed: ListedSet) -> "RuleSetOut":
        promoted = None if listed.promoted is None else PromotedOut.model_validate(listed.promoted)
        return cls(promoted=promoted, proposals=list(listed.proposals), **{n: getattr(listed, n) for n in _SAME})


_SAME = ("id", "in_use", "refused")
