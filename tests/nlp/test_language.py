import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.conftest import resource
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import PeakEndWeights
from voc.domain.survey import SurveyResponse
from voc.errors import InputError, TaxonomyError, VocError
from voc.nlp.clause_ends import TABLE
from voc.nlp.language import (
    ADDS,
    Language,
    build_language,
    language_with,
    shipped_language,
    shipped_objects,
    shipped_peak_end,
    shipped_rule_texts,
    shipped_taxonomy,
    texts_of_rules,
)
from voc.nlp.passage import passage_of
from voc.nlp.rules import Scene, rules_hash
from voc.nlp.scenes import scene_of

OTHERS = ("business_objects.toml", "valence.toml", "phrases.toml", TABLE)


def texts(**changed: str) -> dict[str, str]:
    """The shipped files that are no rules, some exchanged (`valence` for `valence.toml`)."""
    named = {name.split(".")[0]: name for name in OTHERS}
    return {name: resource(name) for name in OTHERS} | {named[name]: text for name, text in changed.items()}


RULES = {
    "fee.toml": 'factor = "rule.fee"\n[[rule]]\nid = "x"\ndescription = "x"\nsays = "complaint"\nwhen = ["年费"]\n'
    'matches = ["年费"]\n'
}


def build(
    dictionary: str = "", taxonomy: str | None = None, rules: dict[str, str] | None = None, **changed: str
) -> Language:
    known = taxonomy or resource("taxonomy.toml")
    return build_language(texts(**changed), rules=rules or RULES, taxonomy=known, dictionary=dictionary)


def test_the_shipped_language_is_built_once(language: Language) -> None:
    assert shipped_language() is language


def test_the_shipped_language_reads_a_complaint(language: Language) -> None:
    passage = passage_of("手机银行闪退", language.tokenizer, utterance=0, speaker=Speaker.CUSTOMER)
    assert {m.rule.factor for m in language.rules.match(Scene((passage,)))} == {"product.stability"}
    assert "手机银行" in {m.name for m in language.objects.mentions(passage)}


def test_contacts_are_cut_into_clauses_by_the_table_of_the_language() -> None:
    speech = "我" * 20
    ends = [build(clause_ends=f"bias\t\t{bias}\t1\n") for bias in (-9, 9)]
    read = [scene_of(Contact(None, (SurveyResponse("S-1", comment=speech),)), own).passages[0] for own in ends]
    assert [len(passage.clauses) for passage in read] == [1, 20]


def test_the_rules_of_all_files_are_in_the_book(language: Language) -> None:
    assert {rule.cause for rule in language.rules.rules} == set(language.taxonomy.cause_labels)


def test_taxonomy_and_objects_can_be_had_alone(language: Language) -> None:
    assert shipped_taxonomy() == language.taxonomy
    assert shipped_objects() == language.objects.table


def test_any_change_of_what_words_mean_is_another_version(language: Language) -> None:
    first = build()
    named = [part for name, text in RULES.items() for part in (name, text)]
    # In one order, whatever the order in which they are given.
    assert first.rules_hash == rules_hash([*named, *(texts()[name] for name in sorted(OTHERS))])
    others = [
        build(phrases=resource("phrases.toml") + "\n# changed\n"),
        build(clause_ends=resource(TABLE) + "# changed\n"),
        build(rules={"fee.toml": RULES["fee.toml"] + "# changed\n"}),
        build(rules={"other.toml": RULES["fee.toml"]}),
        language,
    ]
    assert len({first.rules_hash, *(one.rules_hash for one in others)}) == 6
    assert first.dictionary_hash != language.dictionary_hash  # built without words of our own


def test_any_change_of_the_text_of_the_taxonomy_is_another_hash() -> None:
    text = resource("taxonomy.toml")
    first, other = build(), build(taxonomy=text + "\n# changed\n")
    assert first.taxonomy == other.taxonomy
    assert first.taxonomy_hash != other.taxonomy_hash
    assert first.rules_hash == other.rules_hash
    assert first.taxonomy_hash == shipped_language().taxonomy_hash


def test_a_folder_of_rules_stands_in_for_the_shipped_ones(tmp_path: Path, language: Language) -> None:
    (tmp_path / "fee.toml").write_text(RULES["fee.toml"], encoding="utf8")
    own = language_with(tmp_path)
    assert [rule.id for rule in own.rules.rules] == ["x"]
    assert own.rules_hash == build().rules_hash
    assert own.dictionary_hash == language.dictionary_hash


def test_the_shipped_rules_are_read_in_the_order_of_their_names(language: Language) -> None:
    names = list(shipped_rule_texts())
    assert names == sorted(names)
    assert "lists.toml" in names
    assert list(dict.fromkeys(o.file for o in language.rule_set.origins.values())) == [n for n in names if "/" in n]


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("business_objects", TaxonomyError, "业务对象表"),
        ("valence", TaxonomyError, "情感词表"),
        ("phrases", TaxonomyError, "提示语表"),
        ("clause_ends", TaxonomyError, "分句表"),
    ],
)
def test_a_damaged_file_is_named(name: str, error: type[VocError], message: str) -> None:
    with pytest.raises(error, match=message):
        build(**{name: "[[damaged"})


def test_a_damaged_taxonomy_is_refused() -> None:
    with pytest.raises(TaxonomyError, match="分类表"):
        build(taxonomy="version = 1")


def test_a_damaged_rule_file_is_named() -> None:
    with pytest.raises(InputError, match=r"fee\.toml"):
        build(rules={"fee.toml": "[[damaged"})


def test_a_rule_for_a_factor_that_the_taxonomy_has_not_is_refused() -> None:
    with pytest.raises(InputError, match=r"fee\.toml 第 1 行：分类表里没有因子 rule.weather"):
        build(rules={"fee.toml": RULES["fee.toml"].replace("rule.fee", "rule.weather")})


def test_the_shipped_weights_of_the_score_are_fitted_ones_within_their_interval() -> None:
    table = tomllib.loads(resource("peak_end.toml"))
    assert asdict(shipped_peak_end()) == table["weights"]
    assert shipped_peak_end() != PeakEndWeights()
    assert all(low <= table["weights"][part] <= high for part, (low, high) in table["interval"].items())
    assert table["interval"].keys() == table["weights"].keys()
    assert table["error"].keys() == {"makeup", "clothes"}
    assert all(low < figure < high for figure, low, high in table["error"].values())


def test_a_marked_folder_adds_its_rules_to_the_shipped_ones(tmp_path: Path, language: Language) -> None:
    (tmp_path / "fee.toml").write_text(RULES["fee.toml"], encoding="utf8")
    (tmp_path / ADDS).touch()
    assert texts_of_rules(tmp_path) == shipped_rule_texts() | RULES
    more = language_with(tmp_path)
    assert len(more.rules.rules) == len(language.rules.rules) + 1
    assert more.rules_hash != language.rules_hash
    # Models go with both.
    assert more.base_hash == language.base_hash == language.rules_hash
    assert texts_of_rules(None) == shipped_rule_texts()
