"""Where training data come from, as far as the project knows: its own files, and the public ones that it used."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from voc.services.labelled import file_hash


class Origin(StrEnum):
    APP_REVIEWS = "app_reviews"
    SHOP_REVIEWS = "shop_reviews"
    WRITTEN = "written"
    LABELS = "labels"
    REVIEWS = "reviews"


# Public data that are no part of the project: told by what is in them, whatever they are called.
_PUBLIC = {
    "dcbcaab0d29c798200ce35b0ee44c02eea3a921176f4c39ede03eac06151fbca": Origin.APP_REVIEWS,
    "d091cf2c225d5449a8a43b69d86d75d2a75ddb76e320e9f4096eb456ffe32a35": Origin.APP_REVIEWS,
    "831a5241f2661a32f6f43c40f7be69c39d07fb320c970b5e777dae992cc42167": Origin.SHOP_REVIEWS,
}
# The project's own files by their place; whatever else somebody lays beside them is not the project's.
_WRITTEN = {
    "data/samples": r"(calls|call_surveys|comments)\.jsonl",
    "voc/shipped/samples": r"(calls|call_surveys|comments)\.jsonl",
    "data/labels": r"(written|written_\d+|calls_\d+|turns|turns_\d+)\.jsonl",
}
_LABELS = {"data/labels": r"(app_reviews|app_reviews_\d+)\.jsonl"}
_SENTENCES = {
    Origin.APP_REVIEWS: "{}：公开的手机银行应用评论，真实数据",
    Origin.SHOP_REVIEWS: "{}：公开的网店评论，真实数据（权重减半，只为跨行业通用的说法）",
    Origin.WRITTEN: "{}：为本项目撰写的通话与评论，来历见 data/labels/README.md 与 data/samples/README.md",
    Origin.LABELS: "{}：上述应用评论的标注，按编号，没有原文",
}


def origin_of(path: Path) -> Origin | None:
    """Where a file comes from; None for one that the project does not know."""
    public = _PUBLIC.get(file_hash(path))
    if public is not None:
        return public
    if _is_among(path, _WRITTEN):
        return Origin.WRITTEN
    return Origin.LABELS if _is_among(path, _LABELS) else None


def _is_among(path: Path, places: Mapping[str, str]) -> bool:
    root, found = Path(str(files("voc"))).parent.resolve(), path.resolve()
    return any(found.parent == root / folder and re.fullmatch(name, found.name) for folder, name in places.items())


def origins_told(origins: Mapping[str, Origin | None]) -> Iterator[str]:
    """A sentence for each origin with the names of its sources, and who labelled them, as far as that is known."""
    for origin, sentence in _SENTENCES.items():
        if names := [name for name, found in origins.items() if found is origin]:
            yield sentence.format(_listed(names)) + "。"
    if set(_SENTENCES) & set(origins.values()):
        yield "上列文件里的标注由读者照项目的标注手册完成，**不是银行质检员的标注**。"
    for name in (name for name, found in origins.items() if found is Origin.REVIEWS):
        yield f"`{name}`：本系统里以人工复核为准的接触，由复核的人判断。"
    if unknown := [name for name, found in origins.items() if found is None]:
        yield f"{_listed(unknown)}：不是本项目的数据，来历与由谁标注，请提供的人写明。"


def _listed(names: Sequence[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


def source_names(paths: Sequence[Path]) -> Mapping[str, Path]:
    """Each file once, by a name of its own: the file name, with as many folders before it as tell it from the others.

    >>> list(source_names([Path("/a/x/comments.jsonl"), Path("/a/y/comments.jsonl"), Path("/a/y/calls.jsonl")]))
    ['x/comments.jsonl', 'y/comments.jsonl', 'calls.jsonl']
    """
    found = list(dict.fromkeys(Path(os.path.normpath(path.absolute())) for path in paths))
    return {_shortest(path, [other for other in found if other != path]): path for path in found}


def _shortest(path: Path, others: Sequence[Path]) -> str:
    for depth in range(1, len(path.parts)):
        if all(other.parts[-depth:] != path.parts[-depth:] for other in others):
            return "/".join(path.parts[-depth:])
    return path.as_posix()
