"""The tables. What was read and what was claimed is only ever added to; `record` and `contact` say what is current."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voc.storage.columns import Base


class RecordRow(Base):
    """One conversation or survey response of one source, and which revision of it is current.

    `head_id` is the record that heads the contact this one belongs to: itself, or the call of a survey response. It is
    null while a survey response waits for its call.
    """

    __tablename__ = "record"
    # The external id comes first, so that the constraint's index also answers a search in all sources.
    __table_args__ = (sa.UniqueConstraint("external_id", "kind", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str]
    external_id: Mapped[str]
    revision: Mapped[int]
    content_hash: Mapped[str]
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    head_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    stored_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ConversationRevisionRow(Base):
    """What a conversation was at one revision."""

    __tablename__ = "conversation_revision"

    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str]
    stored_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    direction: Mapped[str | None]
    channel: Mapped[str | None]
    queue: Mapped[str | None]
    region: Mapped[str | None]
    agent_id: Mapped[str | None]
    agent_team: Mapped[str | None]
    customer_id: Mapped[str | None]
    business: Mapped[str | None]
    app_version: Mapped[str | None]
    ended_by: Mapped[str | None]
    recording_uri: Mapped[str | None]
    extra: Mapped[dict[str, object]] = mapped_column("metadata", sa.JSON)


class UtteranceRow(Base):
    """One utterance of one revision of a conversation."""

    __tablename__ = "utterance"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["record_id", "revision"], ["conversation_revision.record_id", "conversation_revision.revision"]
        ),
    )

    record_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    speaker: Mapped[str]
    text: Mapped[str] = mapped_column(sa.Text)
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]


class WordTimesRow(Base):
    """When the words of one revision of a conversation are said, where that is known; packed, and without the words.

    They are apart from the revision because they may come later than its words, and because lists read revisions by
    the hundred.
    """

    __tablename__ = "word_times"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["record_id", "revision"], ["conversation_revision.record_id", "conversation_revision.revision"]
        ),
    )

    record_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    packed: Mapped[bytes]
    stored_at: Mapped[datetime]


class SurveyRevisionRow(Base):
    """What a survey response was at one revision of its record; that is the conversation's where it came inside one."""

    __tablename__ = "survey_revision"

    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str]
    stored_at: Mapped[datetime]
    external_id: Mapped[str]
    conversation_id: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    channel: Mapped[str | None]
    queue: Mapped[str | None]
    score: Mapped[float | None]
    scale_worst: Mapped[float]
    scale_best: Mapped[float]
    comment: Mapped[str] = mapped_column(sa.Text)
    invited: Mapped[bool]
    customer_id: Mapped[str | None]
    embedded: Mapped[bool]
    extra: Mapped[dict[str, object]] = mapped_column("metadata", sa.JSON)


class AnalysisVersionRow(Base):
    """Everything that can change an analysis, as one number."""

    __tablename__ = "analysis_version"
    __table_args__ = (sa.UniqueConstraint("code", "model", "rules", "dictionary", "taxonomy"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    model: Mapped[str]
    rules: Mapped[str]
    dictionary: Mapped[str]
    taxonomy: Mapped[str]


class ContactRow(Base):
    """One contact, by the key of the record that heads it: a conversation, or a survey response that names none.

    `fingerprint` tells what it consists of; `revision` rises with it. The current analysis is the one of this revision
    under `version_id`, which makes an analysis of an earlier make-up stop counting by itself. A contact whose survey
    response joined a call is `dissolved_at` that time; it counts no more, but its analyses stay readable.
    """

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int]
    fingerprint: Mapped[str]
    occurred_at: Mapped[datetime | None] = mapped_column(index=True)
    queue: Mapped[str | None] = mapped_column(index=True)
    channel: Mapped[str | None] = mapped_column(index=True)
    satisfaction: Mapped[float | None]
    answered: Mapped[bool]
    version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("analysis_version.id"))
    stored_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    dissolved_at: Mapped[datetime | None]


class ContactMemberRow(Base):
    """Which revision of which record a revision of a contact consists of."""

    __tablename__ = "contact_member"

    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contact.id"), primary_key=True)
    contact_revision: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    record_revision: Mapped[int]


class AnalysisRow(Base):
    """What one version claims about one revision of a contact."""

    __tablename__ = "analysis"
    __table_args__ = (sa.UniqueConstraint("contact_id", "contact_revision", "version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contact.id"))
    contact_revision: Mapped[int]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis_version.id"))
    analysed_at: Mapped[datetime]
    dissatisfied: Mapped[bool]
    dissatisfaction: Mapped[float]
    person: Mapped[float]
    product: Mapped[float]
    rule: Mapped[float]
    primary_cause: Mapped[str | None]
    confidence: Mapped[float]
    abstain_reason: Mapped[str | None]
    valences: Mapped[list[float | None]] = mapped_column(sa.JSON)
    phases: Mapped[list[str]] = mapped_column(sa.JSON)
    peak_end: Mapped[float | None]
    resolved: Mapped[bool | None]
    repeat_contact: Mapped[bool]


class AttributionRow(Base):
    """One cause with one factor; `position` is its place in the analysis."""

    __tablename__ = "attribution"
    __table_args__ = (sa.Index(None, "cause", "factor"),)

    analysis_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str]
    factor: Mapped[str | None]
    confidence: Mapped[float]
    factor_confidence: Mapped[float | None]
    basis: Mapped[str]
    kind: Mapped[str]
    business_object: Mapped[str | None] = mapped_column(index=True)
    sources: Mapped[list[str]] = mapped_column(sa.JSON)


class EvidenceRow(Base):
    """One span behind an attribution."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["analysis_id", "attribution_position"], ["attribution.analysis_id", "attribution.position"]
        ),
    )

    analysis_id: Mapped[int] = mapped_column(primary_key=True)
    attribution_position: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    utterance: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    survey_id: Mapped[str | None]


class MomentRow(Base):
    """The worst or best point, or the end; `position` is its place in the analysis."""

    __tablename__ = "moment"

    analysis_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    utterance: Mapped[int]
    phase: Mapped[str]
    valence: Mapped[float]
    turned_by: Mapped[str | None]


metadata = Base.metadata
