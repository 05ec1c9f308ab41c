import re
from pathlib import Path

import pytest

from voc.ingest import Read, load_mapping

from .reading import rows_of

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w+ (\S+)(.*)\n((?s:.*?))^```$", PAGE, re.MULTILINE)
EXAMPLES = [(name, dict(re.findall(r"(\w+)=(\S+)", settings))) for name, settings, _ in BLOCKS if settings]


@pytest.mark.parametrize(("name", "settings"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_examples_of_the_page_read_as_it_says(name: str, settings: dict[str, str], tmp_path: Path) -> None:
    for other, _, content in BLOCKS:
        (tmp_path / other).write_text(content, encoding="utf-8")
    mapping = load_mapping(tmp_path / settings["mapping"]) if "mapping" in settings else None
    rows = rows_of(tmp_path / name, mapping=mapping)
    read = sum(isinstance(row, Read) for row in rows)
    assert (read, len(rows) - read) == (int(settings["records"]), int(settings.get("rejects", 0)))


def test_every_example_is_run() -> None:
    mappings = {settings["mapping"] for _, settings in EXAMPLES if "mapping" in settings}
    assert {name for name, _, _ in BLOCKS} == {name for name, _ in EXAMPLES} | mappings
    assert len(EXAMPLES) >= 8
