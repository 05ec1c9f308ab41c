from pydantic import Field

from api.schemas.base import Out


class NamedOut(Out):
    """What tells of people by their ids, and their names to who may know them."""

    names: dict[str, str] = Field(
        default_factory=dict,
        description="这里的用户编号 → 用户名；只给质检主管与管理员，对别人是空的",
        examples=[{"u-wangfang": "wangfang"}],
    )

    def people(self) -> frozenset[str]:
        """The ids of all that are told of."""
        raise NotImplementedError


def these(*ids: str | None) -> frozenset[str]:
    return frozenset(id for id in ids if id is not None)
