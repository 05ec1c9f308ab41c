"""What is measured of a model, by the names that programs read."""

from enum import StrEnum


class MeasureGroup(StrEnum):
    """Which question a measure answers."""

    VERDICT = "verdict"
    FACTOR = "factor"
    PROBABILITY = "probability"
    RISK = "risk"
    EVIDENCE = "evidence"
    CLAIM = "claim"
    COURSE = "course"

    @property
    def label(self) -> str:
        return {
            "verdict": "是否不满与原因",
            "factor": "因子",
            "probability": "概率校准",
            "risk": "把握与弃权",
            "evidence": "证据",
            "claim": "归因的细节",
            "course": "通话的经过",
        }[self.value]


class Measure(StrEnum):
    """One figure. Those of the reference definition keep its names."""

    DISSATISFIED_F1 = "dissatisfied_f1"
    PERSON = "person"
    PRODUCT = "product"
    RULE = "rule"
    MACRO_F1 = "macro_f1"
    PRIMARY_ACCURACY = "primary_accuracy"
    UNSPECIFIED_F1 = "unspecified_f1"
    FACTOR_F1 = "factor_f1"
    FACTOR_MACRO_F1 = "factor_macro_f1"
    ECE = "ece"
    ECE_PERSON = "ece_person"
    ECE_PRODUCT = "ece_product"
    ECE_RULE = "ece_rule"
    ERROR = "error"
    ERROR_AT_90_COVERAGE = "error_at_90_coverage"
    COVERAGE_RISK_AREA = "coverage_risk_area"
    ABSTAINED_SHARE = "abstained_share"
    ERROR_KEPT = "error_kept"
    EVIDENCE_F1 = "evidence_f1"
    EVIDENCE_F1_WHOLE_UTTERANCE = "evidence_f1_whole_utterance"
    BUSINESS_OBJECT_EXACT = "business_object_exact"
    BUSINESS_OBJECT_NEAR = "business_object_near"
    KIND_ACCURACY = "kind_accuracy"
    ITCH_F1 = "itch_f1"
    BASIS_ACCURACY = "basis_accuracy"
    INFERRED_F1 = "inferred_f1"
    LOW_MOMENT_HIT = "low_moment_hit"
    NO_LOW_MOMENT = "no_low_moment"
    HIGH_MOMENT_HIT = "high_moment_hit"
    END_ACCURACY = "end_accuracy"
    PHASE_ACCURACY = "phase_accuracy"
    TURNED_BY_ACCURACY = "turned_by_accuracy"
    RESOLVED_ACCURACY = "resolved_accuracy"
    RESOLVED_ANSWERED = "resolved_answered"
    REPEAT_CONTACT_ACCURACY = "repeat_contact_accuracy"
    REPEAT_CONTACT_F1 = "repeat_contact_f1"
    FALSE_ALARM_ON_CONTENT_CALLS = "false_alarm_on_content_calls"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def group(self) -> MeasureGroup:
        return next(group for group, last in _LAST.items() if _ORDER[self] <= _ORDER[last])

    @property
    def lower_is_better(self) -> bool:
        return self in _LOWER


_LABELS = {
    Measure.DISSATISFIED_F1: "是否不满 F1",
    Measure.PERSON: "人与人交互 F1",
    Measure.PRODUCT: "人与产品交互 F1",
    Measure.RULE: "规则产生 F1",
    Measure.MACRO_F1: "三类原因宏平均 F1",
    Measure.PRIMARY_ACCURACY: "主要原因正确率",
    Measure.UNSPECIFIED_F1: "不满而原因不明 F1",
    Measure.FACTOR_F1: "因子微平均 F1",
    Measure.FACTOR_MACRO_F1: "因子宏平均 F1（标注至少 5 次的）",
    Measure.ECE: "校准误差 ECE（三类原因）",
    Measure.ECE_PERSON: "校准误差 ECE · 人与人交互",
    Measure.ECE_PRODUCT: "校准误差 ECE · 人与产品交互",
    Measure.ECE_RULE: "校准误差 ECE · 规则产生",
    Measure.ERROR: "整条判断错误率",
    Measure.ERROR_AT_90_COVERAGE: "保留最有把握的九成时的错误率",
    Measure.COVERAGE_RISK_AREA: "覆盖率—风险曲线下面积",
    Measure.ABSTAINED_SHARE: "待人工的比例",
    Measure.ERROR_KEPT: "不待人工的错误率",
    Measure.EVIDENCE_F1: "证据重合 F1（字）",
    Measure.EVIDENCE_F1_WHOLE_UTTERANCE: "对照：整句作证据的重合 F1",
    Measure.BUSINESS_OBJECT_EXACT: "业务对象一致",
    Measure.BUSINESS_OBJECT_NEAR: "业务对象一致或同属一个上级",
    Measure.KIND_ACCURACY: "痛点或痒点一致",
    Measure.ITCH_F1: "痒点 F1",
    Measure.BASIS_ACCURACY: "明说或推断一致",
    Measure.INFERRED_F1: "推断 F1",
    Measure.LOW_MOMENT_HIT: "最差点相差不超过一句",
    Measure.NO_LOW_MOMENT: "没有最差点的通话没有标出",
    Measure.HIGH_MOMENT_HIT: "最好点相差不超过一句",
    Measure.END_ACCURACY: "结尾情绪的正负一致",
    Measure.PHASE_ACCURACY: "阶段一致（每句）",
    Measure.TURNED_BY_ACCURACY: "情绪因何变差一致",
    Measure.RESOLVED_ACCURACY: "是否解决一致（双方都说得出的）",
    Measure.RESOLVED_ANSWERED: "是否解决有回答的比例",
    Measure.REPEAT_CONTACT_ACCURACY: "是否重复来电一致",
    Measure.REPEAT_CONTACT_F1: "重复来电 F1",
    Measure.FALSE_ALARM_ON_CONTENT_CALLS: "满意通话的误报率",
}
_ORDER = {measure: n for n, measure in enumerate(Measure)}
# The last measure of each group, in the order of the list above.
_LAST = {
    MeasureGroup.VERDICT: Measure.UNSPECIFIED_F1,
    MeasureGroup.FACTOR: Measure.FACTOR_MACRO_F1,
    MeasureGroup.PROBABILITY: Measure.ECE_RULE,
    MeasureGroup.RISK: Measure.ERROR_KEPT,
    MeasureGroup.EVIDENCE: Measure.EVIDENCE_F1_WHOLE_UTTERANCE,
    MeasureGroup.CLAIM: Measure.INFERRED_F1,
    MeasureGroup.COURSE: Measure.FALSE_ALARM_ON_CONTENT_CALLS,
}
_LOWER = frozenset(
    (
        *(Measure.ECE, Measure.ECE_PERSON, Measure.ECE_PRODUCT, Measure.ECE_RULE),
        *(Measure.ERROR, Measure.ERROR_AT_90_COVERAGE, Measure.COVERAGE_RISK_AREA),
        *(Measure.ABSTAINED_SHARE, Measure.ERROR_KEPT, Measure.FALSE_ALARM_ON_CONTENT_CALLS),
    )
)
