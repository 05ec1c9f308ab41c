from pathlib import Path

import pytest

from tests.inputs import FAULT, MANNER, PRAISE, answer, write
from tests.services.stores import SHANGHAI
from voc.engines.local import InProcess
from voc.errors import InputError
from voc.services.evaluating import evaluate

GOLD = {
    "S-1": {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": ["product.stability"]},
    "S-2": {"dissatisfied": True, "causes": ["person"], "primary": "person", "factors": ["person.attitude"]},
    "S-3": {"dissatisfied": False, "causes": []},
}
SAID = {"S-1": FAULT, "S-2": MANNER, "S-3": PRAISE}


def test_each_file_has_its_measures(in_process: InProcess, tmp_path: Path) -> None:
    right = write(tmp_path / "right.jsonl", *(answer(id, SAID[id], gold=GOLD[id]) for id in GOLD))
    wrong = write(tmp_path / "wrong.jsonl", answer("S-9", PRAISE, gold=GOLD["S-1"]), answer("S-8"))
    steps: list[tuple[int, int | None]] = []
    measured = evaluate(
        [right, wrong], engine=in_process, zone=SHANGHAI, progress=lambda done, total: steps.append((done, total))
    )
    assert list(measured) == [str(right), str(wrong)]
    assert (measured[str(right)]["n"], measured[str(right)]["dissatisfied_f1"]) == (3, 1.0)
    assert (measured[str(wrong)]["n"], measured[str(wrong)]["dissatisfied_f1"]) == (1, 0.0)
    assert steps == [(1, 3), (2, 3), (3, 3), (1, 1)]


def test_a_file_without_labels_is_refused(in_process: InProcess, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.jsonl 里没有标注"):
        evaluate([write(tmp_path / "a.jsonl", answer("S-1"))], engine=in_process, zone=SHANGHAI)
