"""Three perception causes and the factors below them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voc.errors import TaxonomyError


class Cause(StrEnum):
    """What a dissatisfaction came from."""

    PERSON = "person"
    PRODUCT = "product"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor, by its full code (`rule.channel`), with the classes that other schemes give it.

    `indicator` is “indicator·sub-indicator” of the customer-experience scheme; `jrt_0169` the regulator's reason class.
    """

    code: str
    label: str
    description: str
    indicator: str
    jrt_0169: str

    @property
    def cause(self) -> Cause:
        return cause_of(self.code)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The causes' labels and the factors, in the order of the file."""

    version: str
    cause_labels: Mapping[Cause, str]
    factors: tuple[Factor, ...]
    _by_cause: Mapping[Cause, tuple[Factor, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_cause = {cause: tuple(factor for factor in self.factors if factor.cause is cause) for cause in Cause}
        object.__setattr__(self, "_by_cause", by_cause)

    @classmethod
    def parse(cls, text: str) -> "Taxonomy":
        """Read the taxonomy file (TOML); TaxonomyError when it is damaged or not complete."""
        try:
            table = tomllib.loads(text)
            labels = {Cause(row["code"]): str(row["label"]) for row in table["cause"]}
            factors = tuple(Factor(**{name: str(row[name]) for name in _FACTOR_KEYS}) for row in table["factor"])
            version = str(table["version"])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise TaxonomyError(f"分类表无法读取：{type(error).__name__}") from error
        codes = [factor.code for factor in factors]
        if len(set(codes)) != len(codes) or set(labels) != set(Cause) or {f.cause for f in factors} != set(Cause):
            raise TaxonomyError("分类表不完整或有重复的因子")
        return cls(version, labels, factors)

    def factor(self, code: str) -> Factor:
        """The factor with a code; TaxonomyError when there is none."""
        for factor in self.factors:
            if factor.code == code:
                return factor
        raise TaxonomyError(f"分类表里没有因子 {code}")

    def cause_label(self, cause: Cause) -> str:
        return self.cause_labels[cause]

    def factor_label(self, code: str | None) -> str:
        return "未细分" if code is None else self.factor(code).label

    def factors_of(self, cause: Cause) -> tuple[Factor, ...]:
        return self._by_cause[cause]

    def find(self, word: str) -> str:
        """The code of a cause or factor, by its code, its short code or its Chinese label; TaxonomyError otherwise."""
        names = {str(cause): {str(cause), self.cause_labels[cause]} for cause in Cause}
        names |= {f.code: {f.code, f.code.partition(".")[2], f.label} for f in self.factors}
        hits = [code for code, words in names.items() if word in words]
        if len(hits) != 1:
            raise TaxonomyError(f"没有名为“{word}”的原因或因子")
        return hits[0]


def cause_of(factor_code: str) -> Cause:
    """The cause above a factor's code.

    >>> cause_of("rule.channel")
    <Cause.RULE: 'rule'>
    """
    cause = _CAUSES.get(factor_code.partition(".")[0])
    if cause is None:
        raise TaxonomyError(f"因子编号 {factor_code} 不属于任何原因")
    return cause


_CAUSES = {cause.value: cause for cause in Cause}
_FACTOR_KEYS = ("code", "label", "description", "indicator", "jrt_0169")
