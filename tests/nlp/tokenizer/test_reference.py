import warnings
from types import ModuleType

from voc.nlp.tokenizer.reference import JiebaCutter, jieba_module


def test_two_dictionaries_do_not_mix() -> None:
    taught, plain = JiebaCutter("etc信用卡 100000 n\n"), JiebaCutter("")
    assert list(taught.cut("办etc信用卡")) == ["办", "etc信用卡"]
    assert "etc信用卡" not in list(plain.cut("办etc信用卡"))


def test_a_word_that_jieba_knew_counts_twice_in_its_total() -> None:
    doubled = JiebaCutter("").counted_twice
    assert JiebaCutter("没有这个词 70 n\n").counted_twice == doubled
    assert JiebaCutter("转账 70 n\n").counted_twice == doubled + 50  # its own frequency in jieba's dictionary
    assert JiebaCutter("转账 70 n\n转账 60 n\n").counted_twice == doubled + 50 + 70


def test_its_old_sources_warn_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(jieba_module("jieba.finalseg.prob_start"), ModuleType)
