"""How far people agree: coefficients, intervals, spans, and the report over all that was reviewed twice."""
