"""The links of the documents lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(path for folder in (".", "docs", "data/*", "models/*") for path in ROOT.glob(f"{folder}/*.md"))


def anchors(document: Path) -> set[str]:
    """Of its headings, as code hosts make them: small letters, spaces as hyphens, no punctuation."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def test_the_documents_are_found() -> None:
    assert {ROOT / "README.md", ROOT / "docs" / "benchmarks.md"} < set(DOCUMENTS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", document.read_text("utf8")):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link
