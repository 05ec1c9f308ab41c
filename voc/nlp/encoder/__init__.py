"""A small pretrained transformer that reads comments as a whole, beside the linear text models."""

from voc.nlp.encoder.network import Encoder, encoder_of
from voc.nlp.encoder.pieces import Pieces

__all__ = ["Encoder", "Pieces", "encoder_of"]
