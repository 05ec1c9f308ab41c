"""What the OpenAPI document says of refusals."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.problems import KINDS, MEDIA_TYPE


class Fault(BaseModel):
    """One field that cannot be used."""

    place: str
    reason: str


class Problem(BaseModel):
    """RFC 9457."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=["/problems/not-found"])
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["没有键为 7 的接触"])
    instance: str = Field(examples=["/api/v1/contacts/7"])
    request_id: str
    errors: list[Fault] = []


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, beside those that every route has; one that compares versions (412) needs one (428)."""
    named = {*statuses, 428} if 412 in statuses else set(statuses)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {s: {"description": KINDS[s][1], "content": {MEDIA_TYPE: {"schema": schema}}} for s in sorted(named)}


# Of every route below /api/v1.
COMMON = refusals(400, 401, 403, 413, 422, 429, 503)
