import pytest

from voc import errors
from voc.errors import ExpressionError, FaultsError, InputError, RowError, TooManyError, VocError

NAMES = (
    *("InputError", "TaxonomyError", "NotFoundError", "ConflictError", "ModelError"),
    *("AuthenticationError", "ForbiddenError", "PreconditionError", "StorageError"),
)


@pytest.mark.parametrize("name", NAMES)
def test_every_refusal_can_be_caught_as_one_and_says_what_it_was_told(name: str) -> None:
    kind = getattr(errors, name)
    with pytest.raises(VocError, match=r"^没有这个文件$"):
        raise kind("没有这个文件")


def test_no_error_of_the_tree_is_left_out_above() -> None:
    assert {kind.__name__ for kind in VocError.__subclasses__()} >= set(NAMES)
    here = {kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, VocError)}
    assert here == {"VocError", "ExpressionError", "FaultsError", "RuleFileError", "TomlError", "TooManyError", *NAMES}


def test_an_expression_that_cannot_be_read_is_refused_as_input_with_its_place() -> None:
    error = ExpressionError("少一个括号", line=2, column=7, hint="补上 )")
    assert isinstance(error, InputError)
    assert str(error) == "第 2 行第 7 列：少一个括号。补上 )"


def test_too_many_attempts_say_how_long_to_wait() -> None:
    error = TooManyError("请稍后再试", retry_after_s=30)
    assert isinstance(error, VocError)
    assert (str(error), error.retry_after_s) == ("请稍后再试", 30)


def test_no_refusal_passes_for_another() -> None:
    kinds = [getattr(errors, name) for name in NAMES]
    assert all(not issubclass(one, other) for one in kinds for other in kinds if one is not other)


def test_a_row_that_was_set_aside_names_file_line_and_reason() -> None:
    assert str(RowError("调查.csv", 7, "缺少 id")) == "调查.csv 第 7 行：缺少 id"


def test_all_that_is_wrong_with_a_text_is_told_with_its_place() -> None:
    error = FaultsError([("a.toml 第 3 行", "重复"), ("", "没有规则")])
    assert isinstance(error, InputError)
    assert str(error) == "a.toml 第 3 行：重复；没有规则"
