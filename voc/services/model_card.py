"""The page that says what a model is, what it was trained on and how good it is."""

from collections.abc import Sequence

from voc.nlp.language import Language
from voc.nlp.training import FOLDS, Trained

_SHOWN = (
    ("dissatisfied_f1", "是否不满 F1"),
    ("person", "人与人交互 F1"),
    ("product", "人与产品交互 F1"),
    ("rule", "规则产生 F1"),
    ("macro_f1", "三类原因宏平均 F1"),
    ("factor_f1", "因子微平均 F1"),
    ("ece", "原因概率的校准误差 ECE"),
    ("error", "整条判断错误率"),
    ("error_at_90_coverage", "去掉最没把握的一成之后的错误率"),
)


def model_card(trained: Trained, language: Language, names: Sequence[str], records: int) -> str:
    """Markdown in Chinese; holds figures of this training run only."""
    rows = "\n".join(f"| {label} | {trained.measures[name]:.4f} |" for name, label in _SHOWN)
    files = "\n".join(f"- {name}" for name in names)
    terms, labels = trained.model.text.weights.shape
    return f"""# 模型卡：{trained.model.id}

## 是什么
对一段文字（调查评论或客户的一句话）回答 {labels} 个问题（是否不满、三类原因、24 个因子）的线性模型：
词与字符 n 元组的 TF-IDF 加规则投票，每个问题一个逻辑回归，再用 Platt 方法校准。
另有三个小的逻辑回归把评论、通话过程与打分合成一次接触的判断。共 {terms} 个特征。

## 训练数据
共 {records} 条有标注的记录，来自：
{files}

`train.jsonl` 与 `unlabelled.jsonl`（标注在 `app_reviews.jsonl`）为真实的手机银行应用评论；
`shops_train.jsonl` 为真实的网店评论，权重减半，
只为跨行业通用的说法；其余为本项目撰写的样例。
标注依据项目的标注手册，由读者完成，**不是银行质检员的标注**。模型文件里只有词、字符片段与数字，没有完整的原句。

## 留出法测得（评论，{FOLDS} 折；内容近似的在同一折）
| 指标 | 数值 |
|---|---|
{rows}

有按编号标注的新数据时只用它（写规则的人没有看过）。
阈值与合并权重见过这些留出的答案，数字因此略偏乐观；证据与通话的指标请用 `voc evaluate` 在独立数据上测。

## 适用与不适用
- 适用于中文银行客服的通话转写与满意度调查。其他行业、其他语言未经验证。
- 输出是线索，不是对座席的考核结论；标为“待人工”的判断在复核之前不计数。
- 与规则 {language.rules_hash}、词典 {language.dictionary_hash}、分类表 {language.taxonomy.version} 配套，
  换任何一项都要重新训练。
"""
