from pathlib import Path

import pytest

from tests.inputs import answer, write
from tests.services.stores import SHANGHAI
from voc.errors import InputError
from voc.nlp.language import Language
from voc.services.teaching import LEAST_RECORDS, taught_by

GOLD = {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": []}


def test_contacts_are_masked_and_what_the_writers_of_the_rules_had_not_seen_is_fresh(
    language: Language, tmp_path: Path
) -> None:
    known = write(tmp_path / "a.jsonl", *(answer(f"A-{n}", f"第{n}次闪退", gold=GOLD) for n in range(LEAST_RECORDS)))
    unseen = write(tmp_path / "b.jsonl", answer("B-1", "打我手机13812345678，没人接", gold=GOLD))
    seen: list[tuple[int, int]] = []
    taught = taught_by(
        [known],
        language=language,
        zone=SHANGHAI,
        fresh=[unseen],
        fresh_labels=[],
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [one.fresh for one in taught] == [False] * LEAST_RECORDS + [True]
    assert "13812345678" not in taught[-1].observed.passages[0].text
    assert seen[-1] == (LEAST_RECORDS + 1, LEAST_RECORDS + 1)


def test_too_few_labels_teach_nothing(language: Language, tmp_path: Path) -> None:
    few = write(tmp_path / "a.jsonl", answer("A-1", "闪退", gold=GOLD))
    with pytest.raises(InputError, match=f"只有 1 条，至少要 {LEAST_RECORDS} 条"):
        taught_by(
            [few], language=language, zone=SHANGHAI, fresh=[], fresh_labels=[], progress=lambda _done, _total: None
        )
