from datetime import datetime

from pydantic import Field

from api.paging import Page
from api.schemas.base import In, Moment, Out, Word
from api.schemas.rules import HitOut, Warnings
from voc.domain.taxonomy import Cause
from voc.services.rule_search import Found
from voc.services.searching import FoundContact


class SearchIn(In):
    """At least one of `phrase` and `expression`."""

    phrase: Word | None = Field(default=None, description="要找的话，一字不差", examples=["年费"])
    expression: str | None = Field(
        default=None,
        min_length=1,
        max_length=4000,
        description="规则语言的式子，要同时符合",
        examples=["CUSTOMER(只能|必须 ..8 网点)"],
    )
    since: Moment | None = None
    until: Moment | None = None
    queues: list[Word] = Field(default=[], max_length=50)
    channels: list[Word] = Field(default=[], max_length=50)
    cause: Cause | None = None
    factor: Word | None = Field(default=None, description="因子的编号或中文名；不与 cause 同用")
    agents: list[Word] = Field(default=[], max_length=50, description="座席编号")
    cursor: str | None = Field(default=None, max_length=600, description="上一页给出的 next")
    limit: int = Field(default=20, ge=1, le=100)


class FoundTextOut(Out):
    speaker: str
    survey: str | None = Field(description="哪份调查的评论；会话自带的与话语为 null")
    text: str = Field(description="个人信息已遮盖")
    hits: list[HitOut] = Field(description="命中之处，按 text 的字符位置标出")

    @classmethod
    def of(cls, found: Found) -> "FoundTextOut":
        return cls(
            speaker=found.speaker.value,
            survey=next((one.survey_id for one in found.evidence), None),
            text=found.text,
            hits=[HitOut.of(one) for one in found.evidence],
        )


class FoundContactOut(Out):
    key: int
    id: str
    source: str
    occurred_at: datetime | None
    queue: str | None
    channel: str | None
    texts: list[FoundTextOut]

    @classmethod
    def of(cls, found: FoundContact) -> "FoundContactOut":
        named = ("key", "id", "source", "occurred_at", "queue", "channel")
        texts = [FoundTextOut.of(one) for one in found.found]
        return cls(texts=texts, **{name: getattr(found.heading, name) for name in named})


class FoundPageOut(Page[FoundContactOut]):
    """A page of what was found; `warnings` are about the expression that was looked for."""

    warnings: Warnings = ()
