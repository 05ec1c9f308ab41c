from tests.nlp.contacts import comment
from tests.nlp.training.labels import read
from voc.nlp.classifier import encoded_labels
from voc.nlp.language import Language
from voc.nlp.training.lesson import SHOWN, lesson_of
from voc.nlp.training.rows import WRITTEN, WRITTEN_WEIGHT, text_rows

PERSON = {"dissatisfied": True, "causes": ["person"], "primary": "person", "factors": ["person.attitude"]}
PRODUCT = {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": []}


def test_what_customers_wrote_of_rare_causes_is_shown_more_often(language: Language) -> None:
    labels = encoded_labels(language.taxonomy)
    given = [
        read(comment("客服态度差"), PERSON, language),
        read(comment("客服态度差", channel=WRITTEN), PERSON, language),
        read(comment("老是闪退"), PRODUCT, language),
    ]
    lesson = lesson_of(text_rows(given, labels), labels)
    assert lesson.texts == ["客服态度差", "客服态度差", "老是闪退"]
    assert lesson.shown.tolist() == [SHOWN, 1, 1]
    assert lesson.weights.tolist() == [1, WRITTEN_WEIGHT, 1]
    taught = [{label for label, one in zip(labels, row, strict=True) if one} for row in lesson.wanted]
    assert taught[0] == taught[1] == {"dissatisfied", "person", "person.attitude"}
    assert taught[2] == {"dissatisfied", "product"}
