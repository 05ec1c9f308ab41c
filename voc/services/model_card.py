"""The page that says what a model is, what it was trained on and how good it is."""

from collections.abc import Mapping

from voc.nlp.call_evidence import untaught
from voc.nlp.encoder import Encoder
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.selective import Selection
from voc.nlp.training import FOLDS, Trained
from voc.nlp.training.pretrained import SOURCE
from voc.services.origins import Origin, origins_told
from voc.services.showing_models import figure_label, measure_label

# Of the project's own data alone.
_HARDER = """

评论与通话合在一起、又富含少见的原因，所以比随机抽取的评论难；独立数据上的数字见 docs/benchmarks.md。"""


def model_card(trained: Trained, language: Language, origins: Mapping[str, Origin | None], records: int) -> str:
    """Markdown in Chinese; holds figures of this training run only. `origins` are those of the sources by name."""
    rows = "\n".join(f"| {measure_label(name)} | {figure_label(value)} |" for name, value in trained.measures.items())
    sources = "\n".join(f"- {name}" for name in origins)
    told = "\n".join(origins_told(origins))
    warned = "".join(f"\n\n**注意**：{warning}。" for warning in trained.warnings)
    harder = _HARDER if Origin.WRITTEN in origins.values() else ""
    terms = len(trained.model.text.vocabulary.terms)
    return f"""# 模型卡：{trained.model.id}

## 是什么
对一段文字（调查评论或客户的一句话）回答 28 个问题（是否不满、三类原因、24 个因子）并给出情绪的线性模型，读两遍：
整段读一遍，逐个分句读一遍（多示例学习：一段话里常只有一个分句说到某个原因）。
座席的话另由一个同样的模型听两个问题：是不是没有尽责，是不是在转述规定（从不满的通话里标出的证据学得）。
输入是 {terms} 个词与字符 n 元组的 TF-IDF。{_encoded(trained.model.encoder)}
通话另由一个线性模型整通读一遍（客户与座席的词分开数）：三类原因与因子、客户抱怨没有、是否解决、因何变差；
再由一个读客户的每一句与它前后对方的那一句：是不是最差点、最好点，情绪如何。
{_shown(trained.model)}规则的票、整段与分句的回答、打分与通话的经过，由小的逻辑回归合成概率；
各步都在没有见过该记录的模型的回答上拟合（{FOLDS} 折，内容近似的在同一折）。

## 训练数据
共 {records} 条有标注的记录，来自：
{sources}

{told}
模型文件里只有词、字符片段、数字与所见文字的短哈希，没有完整的原句；手里有某段文字的人可以用哈希核对模型见没见过它。

## 留出法测得
模型、合并的权重、阈值与把握都没有见过被测的记录；只用写规则的人没有看过的评论，以及通话。{warned}

| 指标 | 数值 |
|---|---|
{rows}{harder}

## 弃权
{_promise(trained.model.selection)}

## 适用与不适用
- 适用于中文银行客服的通话转写与满意度调查。其他行业、其他语言未经验证。
- 输出是线索，不是对座席的考核结论；标为“待人工”的判断在复核之前不计数。
- 与规则 {language.base_hash}、词典 {language.dictionary_hash}、
  分类表 {language.taxonomy.version}（{language.taxonomy_hash}）配套，换任何一项都要重新训练。
"""


def _encoded(encoder: Encoder | None) -> str:
    if encoder is None:
        return ""
    return f"""
评论与留言另由一个小型变换器（编码器，{encoder.depth} 层，{len(encoder.pieces)} 个词片）读一遍，回答同样的原因与因子：
它照着由预训练的多语言模型 {SOURCE}（MIT 许可）拟合的大编码器学得，认得训练文字里没有的近义说法；
通话里的话它不读。"""


def _shown(model: Model) -> str:
    taught = model.evidence.weights.tobytes() != untaught().weights.tobytes()
    learned = "从读者标的证据学得" if taught else "标了证据的通话太少，没有学过"
    topics = "；它关于哪个业务对象，在点了名的与整通的词最像在说的里面挑" if model.topics.objects else ""
    return f"""哪几个分句证明一条归因，由另一个线性模型挑（三类原因、客户与座席等四方各有一份权重，{learned}）{topics}。
"""


def _promise(kept: Selection) -> str:
    if kept.threshold is None:
        return "什么也不担保（理由见上面的“注意”）：所有判断都交给人。"
    return f"""把握低于 {kept.threshold} 的交给人。在 {kept.records} 条留出的记录上选定：
要求留下的判断出错不超过 {kept.risk:.0%}，留下 {kept.coverage:.1%}；
以 {1 - kept.delta:.0%} 的把握，同类记录上的错误率不超过 {kept.bound:.1%}（Geifman 与 El-Yaniv 2017）。"""
