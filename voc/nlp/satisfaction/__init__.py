"""How satisfied a customer is with a whole dialogue, from its words, roles and course of feeling; for any tokenizer.

Linear throughout, so that what counted can be read off, and deterministic. Weights of the peak-end score are fitted
here (weights.py); `benchmarks/peak_end.py` compares what each part is worth.
"""
