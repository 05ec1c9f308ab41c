"""The texts that are kept for measuring are taught to nothing."""

import json
from pathlib import Path

import pytest

from tests.services.stores import SHANGHAI
from voc.domain.contact import Contact
from voc.domain.survey import SurveyResponse
from voc.ingest import Read, read_records
from voc.nlp.artefact import seen_texts
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.settings import DEFAULT_MODEL, shipped

ROOT = Path(__file__).parents[1]
EXAM = ROOT / "data" / "exam"


@pytest.fixture(scope="module")
def answers() -> list[SurveyResponse]:
    rows = [row for row in read_records(EXAM / "hotels.jsonl", zone=SHANGHAI) if isinstance(row, Read)]
    return [row.record for row in rows if isinstance(row.record, SurveyResponse)]


def test_as_many_are_there_and_read_twice_as_their_page_says(answers: list[SurveyResponse]) -> None:
    page = (EXAM / "README.md").read_text(encoding="utf8")
    again = [json.loads(line)["id"] for line in (EXAM / "hotels_readings.jsonl").read_text("utf8").splitlines()]
    assert sorted(again) == sorted(answer.id for answer in answers)
    assert f"| `hotels.jsonl` | {len(answers)} |" in page
    assert f"| `hotels_readings.jsonl` | {len(answers)} |" in page


def test_the_shipped_model_has_seen_none_of_them(answers: list[SurveyResponse], language: Language) -> None:
    seen = seen_texts(shipped("models") / DEFAULT_MODEL, language)
    assert seen is not None
    contacts = [masked_contact(Contact(None, (answer,))) for answer in answers]
    assert not [c.id for c in contacts if seen.holds(c)]
    # What was taught is recognised.
    taught = next(iter(read_records(shipped("samples") / "comments.jsonl", zone=SHANGHAI)))
    assert isinstance(taught, Read)
    assert isinstance(taught.record, SurveyResponse)
    assert seen.holds(masked_contact(Contact(None, (taught.record,))))
