from pydantic import Field

from api.schemas.base import Out


class TeamOut(Out):
    name: str
    agents: list[str]


class NewUserOut(Out):
    name: str
    one_time_password: str = Field(description="只显示这一次")


class LinkedOut(Out):
    row_count: int
    new_users: list[NewUserOut]
