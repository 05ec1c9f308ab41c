from typing import Annotated

from pydantic import Field

from api.schemas.base import In, Moment, Out, Word
from voc.domain.attribution import Evidence
from voc.domain.expressions import described, printed
from voc.domain.rule import Rule
from voc.services.rule_search import Searched

Warnings = Annotated[tuple[str, ...], Field(description="式子不会命中、总是成立，或哪些部分不起作用")]


class RuleOut(Out):
    id: str
    factor: str
    description: str
    says: str
    weight: float
    expression: str = Field(description="规则语言的式子")
    in_words: str = Field(description="式子的中文说明")

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        return cls(
            id=rule.id,
            factor=rule.factor,
            description=rule.description,
            says=rule.says.value,
            weight=rule.weight,
            expression=printed(rule.expression),
            in_words=described(rule.expression),
        )


class RuleTestIn(In):
    expression: str = Field(min_length=1, max_length=4000, examples=["CUSTOMER(只能|必须 ..8 网点)"])
    since: Moment | None = None
    until: Moment | None = None
    queues: list[Word] = Field(default=[], max_length=50)
    channels: list[Word] = Field(default=[], max_length=50)
    most: int = Field(default=100, ge=1, le=500, description="最多在多少次接触上试，最近的先试")


class HitOut(Out):
    utterance: int | None = Field(description="第几句；调查评论为 null")
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, evidence: Evidence) -> "HitOut":
        utterance = None if evidence.in_comment else evidence.utterance
        return cls(utterance=utterance, start=evidence.start, end=evidence.end, text=evidence.text)


class MatchOut(Out):
    key: int
    id: str
    hits: list[HitOut]

    @classmethod
    def of(cls, key: int, searched: Searched) -> "MatchOut":
        spans = [evidence for found in searched.found or () for evidence in found.evidence]
        return cls(
            key=key,
            id=searched.contact_id,
            hits=[HitOut.of(evidence) for evidence in spans],
        )


class RuleTestOut(Out):
    contact_count: int = Field(description="试了多少次接触")
    matched_count: int
    matches: list[MatchOut]
    warnings: Warnings = ()
