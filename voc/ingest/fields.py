"""The names of what is read, by kind of record and by kind of table."""

CONVERSATION_LABELS = (
    "direction",
    "channel",
    "queue",
    "region",
    "agent_id",
    "agent_team",
    "customer_id",
    "business",
    "app_version",
    "ended_by",
)
CONVERSATION_FIELDS = frozenset(
    (*CONVERSATION_LABELS, "id", "utterances", "started_at", "ended_at", "recording_uri", "survey")
)

SURVEY_LABELS = ("channel", "queue")
ANSWER_FIELDS = frozenset(("answered_at", "score", "scale", "scale_worst", "scale_best", "comment", "invited"))
SURVEY_FIELDS = ANSWER_FIELDS | {"id", "conversation_id", "customer_id", *SURVEY_LABELS}

UTTERANCE_FIELDS = frozenset(("speaker", "text", "start_ms", "end_ms"))

# In a table a scale is two columns, and nothing is nested.
SURVEY_COLUMNS = SURVEY_FIELDS - {"scale"}
CALL_COLUMNS = (
    (CONVERSATION_FIELDS - {"id", "utterances", "survey"})
    | (ANSWER_FIELDS - {"scale"})
    | UTTERANCE_FIELDS
    | {"conversation_id"}
)

# What a mapping may rename something to. A record's kind and its labels are read, but are no part of it.
TARGETS = CONVERSATION_FIELDS | SURVEY_FIELDS | UTTERANCE_FIELDS | {"kind"}
KNOWN = TARGETS | {"gold"}
