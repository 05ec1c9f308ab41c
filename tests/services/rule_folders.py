"""Rule folders on disk, and labels."""

from pathlib import Path

from tests.inputs import Fields
from tests.nlp.rules.rows import file


def folder(path: Path, *rows: str, lists: str = "") -> Path:
    path.mkdir()
    (path / "own.toml").write_text(file(*rows, lists=lists), encoding="utf8")
    return path


def gold(*factors: str) -> Fields:
    """The labels of a reader who found some factors."""
    return {"dissatisfied": bool(factors), "causes": sorted({f.partition(".")[0] for f in factors}), "factors": factors}
