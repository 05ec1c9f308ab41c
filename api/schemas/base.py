"""What all schemas share."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

_NO_CONTROLS = r"^[^\x00-\x1f\x7f]+$"


class In(BaseModel):
    """A request: what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Out(BaseModel):
    """A response, made from a value of the domain."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


WEEK = "^20[0-9]{2}-W[0-9]{2}$"
# A name, a code, an id: short, and in one line.
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_CONTROLS)]
# Key of a contact: what an integer column of either database holds.
ContactKey = Annotated[int, Path(ge=1, le=2**31 - 1, description="接触的键")]
# The same, asked for among others.
ContactKeyAsked = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="接触的键")]
Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]


def _far_from_the_edges(at: datetime) -> datetime:
    """A time that may be moved into any zone."""
    if not 1900 <= at.year <= 2200:
        raise ValueError("year")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_far_from_the_edges)]
