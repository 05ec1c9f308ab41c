"""The first tables: records, contacts and analyses.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analysis_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("dictionary", sa.String(), nullable=False),
        sa.Column("taxonomy", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis_version")),
        sa.UniqueConstraint(
            "code",
            "model",
            "rules",
            "dictionary",
            "taxonomy",
            name=op.f("uq_analysis_version_code_model_rules_dictionary_taxonomy"),
        ),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["head_id"], ["record.id"], name=op.f("fk_record_head_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("external_id", "kind", "source", name=op.f("uq_record_external_id_kind_source")),
    )
    op.create_index(op.f("ix_record_conversation_id"), "record", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_record_head_id"), "record", ["head_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("satisfaction", sa.Double(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_contact_id_record")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["analysis_version.id"], name=op.f("fk_contact_version_id_analysis_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_channel"), "contact", ["channel"], unique=False)
    op.create_index(op.f("ix_contact_occurred_at"), "contact", ["occurred_at"], unique=False)
    op.create_index(op.f("ix_contact_queue"), "contact", ["queue"], unique=False)
    op.create_table(
        "conversation_revision",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("agent_id", sa.String(), nullable=True),
        sa.Column("agent_team", sa.String(), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("business", sa.String(), nullable=True),
        sa.Column("app_version", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("recording_uri", sa.String(), nullable=True),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_conversation_revision_record_id_record")),
        sa.PrimaryKeyConstraint("record_id", "revision", name=op.f("pk_conversation_revision")),
    )
    op.create_table(
        "survey_revision",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("scale_worst", sa.Double(), nullable=False),
        sa.Column("scale_best", sa.Double(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("embedded", sa.Boolean(), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_survey_revision_record_id_record")),
        sa.PrimaryKeyConstraint("record_id", "revision", name=op.f("pk_survey_revision")),
    )
    op.create_table(
        "analysis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("contact_revision", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissatisfied", sa.Boolean(), nullable=False),
        sa.Column("dissatisfaction", sa.Double(), nullable=False),
        sa.Column("person", sa.Double(), nullable=False),
        sa.Column("product", sa.Double(), nullable=False),
        sa.Column("rule", sa.Double(), nullable=False),
        sa.Column("primary_cause", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("abstain_reason", sa.String(), nullable=True),
        sa.Column("valences", sa.JSON(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("peak_end", sa.Double(), nullable=True),
        sa.Column("resolved", sa.Boolean(), nullable=True),
        sa.Column("repeat_contact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_analysis_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["analysis_version.id"], name=op.f("fk_analysis_version_id_analysis_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
        sa.UniqueConstraint(
            "contact_id",
            "contact_revision",
            "version_id",
            name=op.f("uq_analysis_contact_id_contact_revision_version_id"),
        ),
    )
    op.create_table(
        "contact_member",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("contact_revision", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("record_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_member_contact_id_contact")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_contact_member_record_id_record")),
        sa.PrimaryKeyConstraint("contact_id", "contact_revision", "record_id", name=op.f("pk_contact_member")),
    )
    op.create_table(
        "utterance",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id", "revision"],
            ["conversation_revision.record_id", "conversation_revision.revision"],
            name=op.f("fk_utterance_record_id_revision_conversation_revision"),
        ),
        sa.PrimaryKeyConstraint("record_id", "revision", "position", name=op.f("pk_utterance")),
    )
    op.create_table(
        "attribution",
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("factor", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("factor_confidence", sa.Double(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("business_object", sa.String(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["analysis_id"], ["analysis.id"], name=op.f("fk_attribution_analysis_id_analysis")),
        sa.PrimaryKeyConstraint("analysis_id", "position", name=op.f("pk_attribution")),
    )
    op.create_index(op.f("ix_attribution_business_object"), "attribution", ["business_object"], unique=False)
    op.create_index(op.f("ix_attribution_cause_factor"), "attribution", ["cause", "factor"], unique=False)
    op.create_table(
        "moment",
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("utterance", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("valence", sa.Double(), nullable=False),
        sa.Column("turned_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["analysis_id"], ["analysis.id"], name=op.f("fk_moment_analysis_id_analysis")),
        sa.PrimaryKeyConstraint("analysis_id", "position", name=op.f("pk_moment")),
    )
    op.create_table(
        "evidence",
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("attribution_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("utterance", sa.Integer(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["analysis_id", "attribution_position"],
            ["attribution.analysis_id", "attribution.position"],
            name=op.f("fk_evidence_analysis_id_attribution_position_attribution"),
        ),
        sa.PrimaryKeyConstraint("analysis_id", "attribution_position", "position", name=op.f("pk_evidence")),
    )


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("moment")
    op.drop_index(op.f("ix_attribution_cause_factor"), table_name="attribution")
    op.drop_index(op.f("ix_attribution_business_object"), table_name="attribution")
    op.drop_table("attribution")
    op.drop_table("utterance")
    op.drop_table("contact_member")
    op.drop_table("analysis")
    op.drop_table("survey_revision")
    op.drop_table("conversation_revision")
    op.drop_index(op.f("ix_contact_queue"), table_name="contact")
    op.drop_index(op.f("ix_contact_occurred_at"), table_name="contact")
    op.drop_index(op.f("ix_contact_channel"), table_name="contact")
    op.drop_table("contact")
    op.drop_index(op.f("ix_record_head_id"), table_name="record")
    op.drop_index(op.f("ix_record_conversation_id"), table_name="record")
    op.drop_table("record")
    op.drop_table("analysis_version")
