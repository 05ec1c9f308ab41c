"""The page about the rule language is held to its word."""

import re
from pathlib import Path

import pytest

from tests.nlp.rules.scenes import plain_tokenizer
from voc.domain.business_object import BusinessObjectTable
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules import Search, load_rules, parse
from voc.nlp.rules.checking import check_rules
from voc.nlp.rules.examples import example_scene
from voc.nlp.rules.hints import RESERVED

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "rules.md").read_text(encoding="utf8")
BLOCKS = re.findall(r"^```voc\n(.*?)^```", PAGE, re.S | re.M)
EXAMPLES = [(block.splitlines()[0], line) for block in BLOCKS for line in block.splitlines()[1:]]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 35


@pytest.mark.parametrize("block", BLOCKS)
def test_every_expression_can_be_read(block: str) -> None:
    parse(block.splitlines()[0])


@pytest.mark.parametrize(("expression", "line"), EXAMPLES)
def test_every_example_holds(expression: str, line: str) -> None:
    sign, text = line[0], line[2:].replace(" / ", "\n")
    held = Search(parse(expression)).hits(example_scene(text, Speaker.CUSTOMER, plain_tokenizer()))
    assert (held is not None) is {"+": True, "-": False}[sign]


RULE_FILES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.S | re.M)


def test_there_are_rule_files() -> None:
    assert len(RULE_FILES) >= 2


@pytest.mark.parametrize("text", RULE_FILES)
def test_the_rule_files_on_the_page_pass_their_check(
    text: str, taxonomy: Taxonomy, business_objects: BusinessObjectTable
) -> None:
    assert check_rules({"own.toml": text}, taxonomy, business_objects, plain_tokenizer())[1] == ()
    assert len(load_rules({"own.toml": text}, taxonomy).rules) == text.count("[[rule]]")


@pytest.mark.parametrize("operator", sorted(RESERVED))
def test_every_operator_is_named(operator: str) -> None:
    assert operator in PAGE
