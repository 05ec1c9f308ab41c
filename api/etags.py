"""Versions of what two people may edit: sent as ETag, and required back as If-Match."""

from typing import Annotated

from fastapi import Header, Response

from voc.errors import PreconditionError

IfMatch = Annotated[
    str, Header(alias="If-Match", pattern=r'^"[0-9]{1,9}"$', description="读到的 ETag", examples=['"3"'])
]


def etag(version: int) -> str:
    """
    >>> etag(3)
    '"3"'
    """
    return f'"{version}"'


def set_etag(response: Response, version: int) -> None:
    response.headers["ETag"] = etag(version)


def require_match(if_match: str, version: int) -> None:
    """PreconditionError where the caller last saw another version."""
    if if_match != etag(version):
        raise PreconditionError("内容已被别人改过，请重新读取")
