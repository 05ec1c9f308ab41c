from datetime import datetime

from pydantic import AwareDatetime, Field

from api.schemas.base import In, Out, Word
from voc.domain.login import ApiToken
from voc.domain.permission import Action


class TokenIn(In):
    user_id: Word = Field(description="令牌以哪个用户的身份做事")
    name: Word = Field(examples=["报表系统"])
    scopes: frozenset[Action] = Field(min_length=1, examples=[["frequency.read"]])
    expires_at: AwareDatetime = Field(examples=["2027-01-01T00:00:00+08:00"])


class TokenOut(Out):
    id: str
    account_id: str
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, token: ApiToken) -> "TokenOut":
        return cls.model_validate(token)


class NewTokenOut(Out):
    token: TokenOut
    secret: str = Field(description="只显示这一次；放在请求头 Authorization: Bearer …")
