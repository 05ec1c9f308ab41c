"""Whether a proposed rule file may stand beside the rules there are."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voc.domain.rule import example_text
from voc.errors import ConflictError, FaultsError
from voc.nlp.language import Language
from voc.nlp.rules import RuleSet
from voc.nlp.rules.book import RuleBook
from voc.nlp.rules.checking import check_addition
from voc.nlp.rules.examples import example_scene
from voc.nlp.rules.findings import Fault, Finding
from voc.nlp.rules.places import place_of_example
from voc.nlp.tokenizer import Tokenizer

# Sorts behind the names of the other files, and is what faults are told of.
NAME = "提案.toml"
_TOML = re.compile(r"规则文件 \S+ (不是有效的 TOML)：(第 \d+ 行第 \d+ 列)(.*)")
_LINE = re.compile(r"\S+ 第 \d+ 行")


@dataclass(frozen=True, slots=True)
class Checked:
    """The rules of a sound file, with the lists of all, and what is worth knowing of them."""

    rule_set: RuleSet
    notices: tuple[Finding, ...]

    @property
    def factor(self) -> str:
        return self.rule_set.rules[0].factor


def checked(text: str, others: Mapping[str, str], language: Language) -> Checked:
    """A file that is sound beside the `others`; FaultsError with every fault and its place."""
    rule_set, findings = check_addition(
        NAME, text, others, language.taxonomy, language.objects.table, language.tokenizer
    )
    found = [f for f in findings if f.fault is not Fault.EXAMPLE]
    found += _unkept(rule_set, text, language.tokenizer)
    faults = [finding for finding in found if not finding.fault.notice]
    if not rule_set.rules and not faults:
        faults = [Finding(Fault.SYNTAX, NAME, None, "没有规则，应有 [[rule]]")]
    if faults:
        raise FaultsError([_told(fault) for fault in faults])
    return Checked(rule_set, tuple(found))


def still_sound(text: str, others: Mapping[str, str], language: Language) -> Checked:
    """The same for a file that was sound once; ConflictError where the others have changed so that it is not."""
    try:
        return checked(text, others, language)
    except FaultsError as error:
        raise ConflictError(f"规则变了，提案现在不成立：{error}") from error


def _told(finding: Finding) -> tuple[str, str]:
    if finding.fault is Fault.SYNTAX:
        if (damaged := _TOML.fullmatch(finding.reason)) is not None:
            return f"{NAME} {damaged[2]}", f"{damaged[1]}{damaged[3]}"
        place, _, reason = finding.reason.partition("：")
        return (place, reason) if _LINE.match(place) else (NAME, finding.reason)
    return finding.where, f"{finding.fault.label}：规则 {finding.rule} {finding.reason}"


def _unkept(rule_set: RuleSet, file: str, tokenizer: Tokenizer) -> Iterable[Finding]:
    """Examples that are not kept, by their number: they may be what a customer said, and errors quote nobody."""
    for rule in rule_set.rules:
        own = RuleBook([rule], rule_set.lists)
        for key, examples, wanted in (("matches", rule.matches, True), ("spares", rule.spares, False)):
            for number, example in enumerate(examples, 1):
                if bool(own.match(example_scene(example, rule.speaker, tokenizer))) is not wanted:
                    said = "应命中而没有命中" if wanted else "不应命中而命中了"
                    place = place_of_example(file, rule_set.origins[rule.id], key, example_text(example))
                    yield Finding(Fault.EXAMPLE, str(place), rule.id, f"{key} 的第 {number} 句{said}")
