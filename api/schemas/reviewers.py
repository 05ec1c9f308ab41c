from pydantic import Field

from api.schemas.base import Out
from voc.domain.account import Role, User


class ReviewerOut(Out):
    """Somebody who may be asked to review."""

    id: str = Field(description="抽检的配额、校准与指派复听用它", examples=["u-wangfang"])
    name: str = Field(examples=["wangfang"])
    roles: list[Role]
    enabled: bool = Field(description="停用的不能再指派")

    @classmethod
    def of(cls, user: User) -> "ReviewerOut":
        return cls(id=user.id, name=user.name, roles=sorted(user.roles), enabled=user.active)
