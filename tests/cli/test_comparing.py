import csv
import json
from pathlib import Path

import pytest

from tests.cli.running import voc
from tests.inputs import numbered, write
from tests.services.registries import DEAF, SHIPPED_FOLDER, added
from voc.nlp.language import Language
from voc.services.registry import Registry


@pytest.fixture
def deaf(own_home: Path, language: Language, tmp_path: Path) -> str:
    """A model that takes every comment for content, and a store of four contacts."""
    assert voc("import", write(tmp_path / "a.jsonl", *numbered(4))).code == 0
    return added(Registry(own_home / "models", SHIPPED_FOLDER), language, **DEAF)


def test_what_a_model_would_change_is_shown_and_listed_and_nothing_is_stored(deaf: str, tmp_path: Path) -> None:
    before = voc("show", "N-00000", "--json").out
    outcome = voc("models", "compare", deaf, "--csv", tmp_path / "差异.csv")
    assert outcome.code == 0, outcome.err
    assert "4 次接触，其中 3 次判断有变" in outcome.out
    assert "还没有人判断过" in outcome.out
    with (tmp_path / "差异.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["不满（后）"] for row in csv.DictReader(stream)] == ["否"] * 3
    assert voc("show", "N-00000", "--json").out == before


def test_programs_read_json(deaf: str) -> None:
    found = json.loads(voc("models", "compare", deaf, "--json").out)
    assert (found["summary"]["compared_count"], found["summary"]["changed_count"]) == (4, 3)
    assert [one["question"] for one in found["agreement"]] == ["dissatisfied", "causes", "primary", "factors"]


@pytest.mark.usefixtures("deaf")
def test_a_model_that_is_not_there_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    outcome = voc("models", "compare", "none", "--csv", tmp_path / "差异.csv")
    assert (outcome.code, "模型库里没有模型 none" in outcome.err) == (1, True)
    assert not (tmp_path / "差异.csv").exists()
