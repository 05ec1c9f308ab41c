from dataclasses import fields

from voc.domain.conversation import Conversation, Utterance
from voc.domain.survey import SurveyResponse
from voc.ingest.fields import CALL_COLUMNS, CONVERSATION_FIELDS, SURVEY_COLUMNS, SURVEY_FIELDS, UTTERANCE_FIELDS


def names_of(record: type) -> set[str]:
    return {field.name for field in fields(record)} - {"metadata"}


def test_every_field_of_a_record_can_be_read() -> None:
    assert names_of(Conversation) == CONVERSATION_FIELDS
    # Word times come from a list of words, which only JSON has.
    assert names_of(Utterance) - {"word_times"} == UTTERANCE_FIELDS
    # Where a survey stands tells whether it is embedded; its scale may also be two fields.
    assert names_of(SurveyResponse) - {"embedded"} == SURVEY_FIELDS - {"scale_worst", "scale_best"}


def test_a_table_has_a_column_for_all_that_is_not_nested() -> None:
    assert {"scale", "utterances", "survey"}.isdisjoint(SURVEY_COLUMNS | CALL_COLUMNS)
    assert CONVERSATION_FIELDS - {"id", "utterances", "survey"} < CALL_COLUMNS
