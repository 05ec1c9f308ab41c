"""What a user would write today, for comparison: keyword lists, and TF-IDF with logistic regression."""

from collections.abc import Mapping, Sequence

import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from voc.domain.taxonomy import Cause
from voc.nlp.evaluation import f1

QUESTIONS = ("dissatisfied", *map(str, Cause))
# A list a quality department might keep: a word of it in the text, and the cause is claimed.
KEYWORDS = {
    "person": "客服 态度 柜员 经理 大堂 工作人员 服务差 推诿 投诉 不耐烦 敷衍"
    " 没人接 打不通 坐席 座席 话务员 推销 误导 一问三不知",
    "product": "闪退 卡 登录 登陆 注册 打不开 更新 升级 验证码 密码 界面 慢 崩溃 白屏"
    " 网络 系统 转账失败 软件 app 难用 不好用 bug 功能 短信",
    "rule": "手续费 年费 收费 限额 额度 柜台 网点 冻结 强制 必须 规定 利息 利率 审批"
    " 材料 证明 本人 工作日 u盾 密码器 不合理",
}
BAD = "垃圾 差 烂 坑 失望 无语 恶心 卸载 不满 气 什么玩意"


def by_keywords(text: str) -> dict[str, bool]:
    """Answers of the keyword lists; dissatisfied where any cause or a bad word is found."""
    low = text.lower()
    found = {cause: any(word in low for word in words.split()) for cause, words in KEYWORDS.items()}
    return {"dissatisfied": any(found.values()) or any(word in low for word in BAD.split()), **found}


def words_of(text: str) -> list[str]:
    """A function of the module: scikit-learn copies what it is given, and jieba's own holds a lock."""
    return jieba.lcut(text)


def pipeline() -> Pipeline:
    words = TfidfVectorizer(tokenizer=words_of, token_pattern=None, ngram_range=(1, 2), min_df=2)
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2)
    return make_pipeline(make_union(words, characters), LogisticRegression(C=10.0, max_iter=2000))


def by_tfidf(
    texts: Sequence[str], wanted: Mapping[str, Sequence[bool]], new: Sequence[str]
) -> dict[str, list[tuple[float, bool]]]:
    """Probability and answer for each new text, by question: one logistic regression each, fitted on `texts`.

    Thresholds are those of the best F1 on held-out fifths of the training texts.
    """
    found = {}
    for question in QUESTIONS:
        answers = np.array(wanted[question])
        folds = KFold(5, shuffle=True, random_state=0)
        held_out = cross_val_predict(pipeline(), list(texts), answers, cv=folds, method="predict_proba")[:, 1]
        cuts = [round(0.05 + 0.01 * k, 2) for k in range(91)]
        best = max(cuts, key=lambda cut: f1(zip(answers.tolist(), (held_out >= cut).tolist(), strict=True)))
        likely = pipeline().fit(list(texts), answers).predict_proba(list(new))[:, 1]
        found[question] = [(float(p), bool(p >= best)) for p in likely]
    return found
