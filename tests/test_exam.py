"""The texts that are kept for measuring are taught to nothing."""

import json
from pathlib import Path

import pytest

from tests.services.stores import SHANGHAI
from voc.domain.contact import Contact
from voc.nlp.artefact import seen_texts
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.services.labelled import read_labelled
from voc.settings import DEFAULT_MODEL, shipped

EXAM = Path(__file__).parents[1] / "data" / "exam"


@pytest.fixture(scope="module", params=["hotels", "calls"])
def exam(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def contacts(exam: str) -> list[Contact]:
    return [one.contact for one in read_labelled([EXAM / f"{exam}.jsonl"], zone=SHANGHAI)]


def test_as_many_are_there_and_read_twice_as_their_page_says(exam: str, contacts: list[Contact]) -> None:
    page = (EXAM / "README.md").read_text(encoding="utf8")
    again = [json.loads(line)["id"] for line in (EXAM / f"{exam}_readings.jsonl").read_text("utf8").splitlines()]
    assert sorted(again) == sorted(contact.id for contact in contacts)
    assert f"| `{exam}.jsonl` | {len(contacts)} |" in page
    assert f"| `{exam}_readings.jsonl` | {len(contacts)} |" in page


def test_the_shipped_model_has_seen_none_of_them(contacts: list[Contact], language: Language) -> None:
    seen = seen_texts(shipped("models") / DEFAULT_MODEL, language)
    assert seen is not None
    assert not [c.id for c in map(masked_contact, contacts) if seen.holds(c)]
    # What was taught is recognised.
    for name in ("comments", "calls"):
        taught = read_labelled([shipped("samples") / f"{name}.jsonl"], zone=SHANGHAI)[0].contact
        assert seen.holds(masked_contact(taught))
