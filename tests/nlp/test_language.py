import tomllib
from dataclasses import asdict

import pytest

from tests.conftest import resource
from voc.domain.conversation import Speaker
from voc.domain.moments import PeakEndWeights
from voc.errors import InputError, TaxonomyError, VocError
from voc.nlp.language import (
    RULE_FILES,
    Language,
    build_language,
    shipped_language,
    shipped_objects,
    shipped_peak_end,
    shipped_taxonomy,
)
from voc.nlp.passage import passage_of
from voc.nlp.rules import rules_hash

OTHERS = ("business_objects.toml", "valence.toml", "phrases.toml")


def texts(**changed: str) -> dict[str, str]:
    """The shipped files, some exchanged (`person` for `person.toml`)."""
    shipped = {name: resource(f"rules/{name}") for name in RULE_FILES} | {name: resource(name) for name in OTHERS}
    return shipped | {f"{name}.toml": text for name, text in changed.items()}


def build(dictionary: str = "", taxonomy: str | None = None, **changed: str) -> Language:
    return build_language(texts(**changed), taxonomy=taxonomy or resource("taxonomy.toml"), dictionary=dictionary)


def test_the_shipped_language_is_built_once(language: Language) -> None:
    assert shipped_language() is language


def test_the_shipped_language_reads_a_complaint(language: Language) -> None:
    passage = passage_of("手机银行闪退", language.tokenizer, utterance=0, speaker=Speaker.CUSTOMER)
    assert {m.rule.factor for m in language.rules.match((passage,))} == {"product.stability"}
    assert "手机银行" in {m.name for m in language.objects.mentions(passage)}


def test_the_rules_of_all_files_are_in_the_book(language: Language) -> None:
    assert {rule.cause for rule in language.rules.rules} == set(language.taxonomy.cause_labels)


def test_taxonomy_and_objects_can_be_had_alone(language: Language) -> None:
    assert shipped_taxonomy() == language.taxonomy
    assert shipped_objects() == language.objects.table


def test_any_change_of_what_words_mean_is_another_version(language: Language) -> None:
    shipped = texts()
    # In one order, whatever the order in which they are given.
    assert language.rules_hash == rules_hash(shipped[name] for name in sorted(shipped))
    changed = build(phrases=shipped["phrases.toml"] + "\n# changed\n")
    assert changed.rules_hash != language.rules_hash
    assert changed.dictionary_hash != language.dictionary_hash  # built without words of our own


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("person", InputError, "person.toml"),
        ("product", InputError, "product.toml"),
        ("rule", InputError, "rule.toml"),
        ("business_objects", TaxonomyError, "业务对象表"),
        ("valence", TaxonomyError, "情感词表"),
        ("phrases", TaxonomyError, "提示语表"),
    ],
)
def test_a_damaged_file_is_named(name: str, error: type[VocError], message: str) -> None:
    with pytest.raises(error, match=message):
        build(**{name: "[[damaged"})


def test_a_damaged_taxonomy_is_refused() -> None:
    with pytest.raises(TaxonomyError, match="分类表"):
        build(taxonomy="version = 1")


def test_a_rule_for_a_factor_that_the_taxonomy_has_not_is_refused() -> None:
    rule = '[[rule]]\nid = "x"\nfactor = "rule.weather"\ndescription = "x"\nsays = "complaint"\nwhen = ["雨"]\n'
    with pytest.raises(InputError, match=r"rule\.toml 的规则 x"):
        build(rule=rule + 'matches = ["雨"]\n')


def test_the_shipped_weights_of_the_score_are_fitted_ones_within_their_interval() -> None:
    table = tomllib.loads(resource("peak_end.toml"))
    assert asdict(shipped_peak_end()) == table["weights"]
    assert shipped_peak_end() != PeakEndWeights()
    assert all(low <= table["weights"][part] <= high for part, (low, high) in table["interval"].items())
    assert table["interval"].keys() == table["weights"].keys()
    assert table["error"].keys() == {"makeup", "clothes"}
    assert all(low < figure < high for figure, low, high in table["error"].values())
