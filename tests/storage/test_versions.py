from dataclasses import fields, replace

import pytest
from sqlalchemy.orm import Session

from voc.storage.versions import read_versions, version_key, version_keys

from .builders import V1, V2


def test_a_version_has_one_key_for_good(session: Session) -> None:
    first = version_keys(session, [V1, V2, V1])
    assert version_keys(session, [V2, V1]) == first
    assert len(set(first.values())) == 2
    assert version_key(session, V2) == first[V2]


@pytest.mark.parametrize("part", [field.name for field in fields(V1)])
def test_a_difference_in_any_part_is_another_version(session: Session, part: str) -> None:
    version_keys(session, [V1])
    assert version_key(session, replace(V1, **{part: "9"})) is None


def test_versions_are_read_by_key(session: Session) -> None:
    keys = version_keys(session, [V1, V2])
    assert read_versions(session) == {keys[V1]: V1, keys[V2]: V2}
