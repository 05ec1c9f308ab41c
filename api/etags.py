"""Versions of what two people may edit: sent as ETag, and required back as If-Match."""

from typing import Annotated

from fastapi import Header, Response

from voc.errors import PreconditionError

IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        pattern=r'^(\*|(W/)?"[0-9]{1,9}")$',
        description="读到的 ETag；* 为不论哪一版",
        examples=['"3"'],
    ),
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
    """PreconditionError where the caller last saw another version.

    `*` stands for any. A weak tag is what a proxy that compresses makes of ours; the version in it is the same.
    """
    if if_match != "*" and if_match.removeprefix("W/") != etag(version):
        raise PreconditionError("内容已被别人改过，请重新读取")
