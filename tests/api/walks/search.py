"""Looking up what was said."""

from collections.abc import Mapping

from tests.api.walking import EVERYONE, Walk, anyone, plain

WALKS: Mapping[str, Walk] = {
    "POST /search": anyone(EVERYONE, plain("POST", "search", json={"phrase": "转账"}), noted=False)
}
