import shutil
from pathlib import Path

import pytest

from tests.inputs import write
from voc.services.origins import Origin, origin_of, origins_told, source_names
from voc.settings import shipped

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("data/samples/comments.jsonl", Origin.WRITTEN),
        ("data/samples/calls.jsonl", Origin.WRITTEN),
        ("data/labels/written.jsonl", Origin.WRITTEN),
        ("data/labels/calls_1.jsonl", Origin.WRITTEN),
        ("data/labels/turns.jsonl", Origin.WRITTEN),
        ("data/labels/app_reviews_2.jsonl", Origin.LABELS),
        ("README.md", None),
    ],
)
def test_the_files_of_the_project_are_known_by_their_place(name: str, origin: Origin | None) -> None:
    assert origin_of(ROOT / name) is origin


def test_every_labelled_file_that_the_shipped_model_is_trained_on_is_known() -> None:
    own = [*(ROOT / "data" / "labels").glob("*.jsonl"), *shipped("samples").glob("*.jsonl")]
    assert all(origin_of(path) is not None for path in own if "readings" not in path.name)


@pytest.mark.parametrize("name", ["train.jsonl", "comments.jsonl", "written.jsonl", "app_reviews.jsonl"])
def test_a_file_of_somebody_else_is_not_taken_for_one_of_the_project_by_its_name(tmp_path: Path, name: str) -> None:
    assert origin_of(write(tmp_path / name, {"id": "S-1"})) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public reviews are not there")
def test_public_files_are_known_by_their_content(tmp_path: Path) -> None:
    copy = tmp_path / "mine.jsonl"
    shutil.copyfile(SHARED / "app_reviews" / "train.jsonl", copy)
    assert origin_of(copy) is Origin.APP_REVIEWS
    assert origin_of(SHARED / "app_reviews" / "unlabelled.jsonl") is Origin.APP_REVIEWS
    assert origin_of(SHARED / "other_trades" / "shops_train.jsonl") is Origin.SHOP_REVIEWS


def test_each_origin_is_told_of_its_files_alone() -> None:
    told = list(origins_told({"a.jsonl": Origin.WRITTEN, "b.jsonl": None, "c.jsonl": Origin.WRITTEN}))
    assert told[0].startswith("`a.jsonl`、`c.jsonl`：为本项目撰写")
    assert "标注手册" in told[1]
    assert told[2:] == ["`b.jsonl`：不是本项目的数据，来历与由谁标注，请提供的人写明。"]


def test_of_files_that_nobody_knows_nothing_is_claimed() -> None:
    (told,) = origins_told({"train.jsonl": None, "mine.jsonl": None})
    assert told.startswith("`train.jsonl`、`mine.jsonl`：不是本项目的数据")
    (reviewed,) = origins_told({"复核": Origin.REVIEWS})
    assert "手册" not in reviewed + told


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "x.jsonl", tmp_path / "b" / "x.jsonl", tmp_path / "b" / "y.jsonl"]
    assert source_names(paths) == dict(zip(("a/x.jsonl", "b/x.jsonl", "y.jsonl"), paths, strict=True))
    deep = [tmp_path / "a" / "c" / "x.jsonl", tmp_path / "b" / "c" / "x.jsonl"]
    assert list(source_names(deep)) == ["a/c/x.jsonl", "b/c/x.jsonl"]


def test_a_file_given_twice_is_one(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    assert source_names([path, tmp_path / "a" / ".." / "x.jsonl"]) == {"x.jsonl": path}
