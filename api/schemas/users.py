from pydantic import Field

from api.schemas.base import In, Out, Word
from voc.domain.account import Role, User


class UserIn(In):
    name: Word = Field(examples=["wangfang"])
    roles: frozenset[Role] = Field(min_length=1, examples=[["inspector"]])
    agent_id: Word | None = Field(default=None, examples=["A17"])
    team: Word | None = None
    departments: frozenset[Word] = Field(default=frozenset(), max_length=50)
    active: bool = True


class UserOut(Out):
    id: str
    name: str
    roles: list[Role]
    agent_id: str | None
    team: str | None
    departments: list[str]
    active: bool
    must_change: bool = Field(description="还在用一次性密码")
    version: int

    @classmethod
    def of(cls, user: User) -> "UserOut":
        return cls(
            id=user.id,
            name=user.name,
            roles=sorted(user.roles),
            agent_id=user.agent_id,
            team=user.team,
            departments=sorted(user.departments),
            active=user.active,
            must_change=user.must_change,
            version=user.version,
        )


class NewUserOut(Out):
    user: UserOut
    one_time_password: str = Field(description="只显示这一次；第一次登录后要改")


class PasswordOut(Out):
    one_time_password: str = Field(description="只显示这一次；登录后要改")
