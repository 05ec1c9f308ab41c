from pydantic import Field, SecretStr

from api.schemas.base import In, Out, Word
from api.schemas.users import UserOut


class LoginIn(In):
    name: Word = Field(examples=["admin"])
    password: SecretStr = Field(min_length=1, max_length=200, examples=["一次性密码或自己的密码"])


class PasswordIn(In):
    old: SecretStr = Field(min_length=1, max_length=200)
    new: SecretStr = Field(min_length=1, max_length=200)


class LoginOut(Out):
    user: UserOut
    csrf_token: str | None = Field(description="改动时放在请求头 X-CSRF-Token；用 API 令牌时没有")
    permissions: list[str] = Field(description="可以做的事")
