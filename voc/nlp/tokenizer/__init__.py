"""Words of a reading: jieba's segmentation with our own banking dictionary, by a fast engine where there is one."""

from voc.nlp.tokenizer.tokenizer import Token, Tokenizer

__all__ = ["Token", "Tokenizer"]
