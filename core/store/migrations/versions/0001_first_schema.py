"""First schema."""

import sqlalchemy as sa
from alembic import op

from core.models.base import JsonValue, UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "catalog_roles",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("family", sa.String(length=60), nullable=False),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_roles")),
    )
    with op.batch_alter_table("catalog_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalog_roles_family"), ["family"], unique=False)

    op.create_table(
        "item_versions",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_item_versions")),
    )
    with op.batch_alter_table("item_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_versions_item_id"), ["item_id"], unique=False)

    op.create_table(
        "rubric_versions",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_rubric_versions")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=100), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.CheckConstraint("username = lower(username)", name=op.f("ck_users_username_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "first_admin", "password_reset", name="purpose", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_one_time_links_made_by_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_one_time_links_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_links_user_id"), ["user_id"], unique=False)

    op.create_table(
        "profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("skills_json", JsonValue, nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("cv_text", sa.Text(), nullable=False),
        sa.Column("job_text", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profiles_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("user_id", name=op.f("uq_profiles_user_id")),
    )
    op.create_table(
        "rubric_publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_rubric_publications_author_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rubric_hash"],
            ["rubric_versions.content_hash"],
            name=op.f("fk_rubric_publications_rubric_hash_rubric_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_publications")),
    )
    with op.batch_alter_table("rubric_publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rubric_publications_rubric_hash"), ["rubric_hash"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("page_hash", sa.String(length=64), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=True),
        sa.Column("ticket_hash", sa.String(length=64), nullable=True),
        sa.Column("ticket_expires_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_sign_ins_cookie_hash")),
        sa.UniqueConstraint("page_hash", name=op.f("uq_sign_ins_page_hash")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_sign_ins_ticket_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_roles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "candidate",
                "coach",
                "studio",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_roles_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_roles")),
    )
    op.create_table(
        "interview_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=True),
        sa.Column("role_selected", JsonValue, nullable=False),
        sa.Column(
            "role_source",
            sa.Enum(
                "suggestion",
                "catalog",
                "custom",
                name="role_source",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("junior", "mid", "senior", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "hr", "technical", "case", "mixed", name="type", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("interview", "coaching", name="mode", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "created",
                "in_progress",
                "completed",
                "abandoned",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("notes_json", JsonValue, nullable=False),
        sa.Column("overall_score", sa.Float(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "overall_score IS NULL OR (overall_score >= 0 AND overall_score <= 100)",
            name=op.f("ck_interview_sessions_overall_range"),
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_interview_sessions_profile_id_profiles"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rubric_hash"],
            ["rubric_versions.content_hash"],
            name=op.f("fk_interview_sessions_rubric_hash_rubric_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_interview_sessions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_sessions")),
    )
    with op.batch_alter_table("interview_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interview_sessions_status"), ["status"], unique=False)
        batch_op.create_index("ix_interview_sessions_user_created", ["user_id", "created_at"], unique=False)

    op.create_table(
        "interview_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("question_text", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "hr",
                "technical",
                "case",
                "behavioral",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("bucket", sa.String(length=20), nullable=False),
        sa.Column(
            "difficulty",
            sa.Enum("easy", "medium", "hard", name="difficulty", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("skill_tags_json", JsonValue, nullable=False),
        sa.Column("is_followup", sa.Boolean(), nullable=False),
        sa.Column("parent_question_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("item_hash", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("shown_at", UtcTime(), nullable=True),
        sa.Column("deadline_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.CheckConstraint('"order" >= 1', name=op.f("ck_interview_questions_order_from_one")),
        sa.CheckConstraint(
            "deadline_at IS NULL OR shown_at IS NOT NULL", name=op.f("ck_interview_questions_deadline_once_shown")
        ),
        sa.ForeignKeyConstraint(
            ["item_hash"], ["item_versions.content_hash"], name=op.f("fk_interview_questions_item_hash_item_versions")
        ),
        sa.ForeignKeyConstraint(
            ["parent_question_id"],
            ["interview_questions.id"],
            name=op.f("fk_interview_questions_parent_question_id_interview_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["interview_sessions.id"],
            name=op.f("fk_interview_questions_session_id_interview_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_questions")),
        sa.UniqueConstraint("session_id", "order", name=op.f("uq_interview_questions_session_id_order")),
    )
    with op.batch_alter_table("interview_questions", schema=None) as batch_op:
        batch_op.create_index("ix_interview_questions_deadline", ["deadline_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_interview_questions_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_interview_questions_parent_question_id"), ["parent_question_id"], unique=False
        )

    op.create_table(
        "drafts",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["interview_questions.id"],
            name=op.f("fk_drafts_question_id_interview_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "interview_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column(
            "handed_in",
            sa.Enum("submitted", "expired", name="handed_in", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("submitted_at", UtcTime(), nullable=False),
        sa.Column("time_seconds", sa.Integer(), nullable=False),
        sa.Column("scores_json", JsonValue, nullable=True),
        sa.Column("feedback_json", JsonValue, nullable=True),
        sa.Column("overall_score", sa.Float(), nullable=True),
        sa.Column("skill_tags_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.CheckConstraint("time_seconds >= 0", name=op.f("ck_interview_answers_time_not_negative")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["interview_questions.id"],
            name=op.f("fk_interview_answers_question_id_interview_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_answers")),
        sa.UniqueConstraint("question_id", name=op.f("uq_interview_answers_question_id")),
    )
    op.create_table(
        "answer_scorings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("scorer_version", sa.String(length=40), nullable=False),
        sa.Column("scorecard_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["interview_answers.id"],
            name=op.f("fk_answer_scorings_answer_id_interview_answers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rubric_hash"],
            ["rubric_versions.content_hash"],
            name=op.f("fk_answer_scorings_rubric_hash_rubric_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_scorings")),
        sa.UniqueConstraint(
            "answer_id",
            "rubric_hash",
            "scorer_version",
            name=op.f("uq_answer_scorings_answer_id_rubric_hash_scorer_version"),
        ),
    )


def downgrade() -> None:
    op.drop_table("answer_scorings")
    op.drop_table("interview_answers")
    op.drop_table("drafts")
    with op.batch_alter_table("interview_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interview_questions_parent_question_id"))
        batch_op.drop_index(batch_op.f("ix_interview_questions_item_id"))
        batch_op.drop_index("ix_interview_questions_deadline")

    op.drop_table("interview_questions")
    with op.batch_alter_table("interview_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_interview_sessions_user_created")
        batch_op.drop_index(batch_op.f("ix_interview_sessions_status"))

    op.drop_table("interview_sessions")
    op.drop_table("user_roles")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))
        batch_op.drop_index(batch_op.f("ix_sign_ins_expires_at"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("rubric_publications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rubric_publications_rubric_hash"))

    op.drop_table("rubric_publications")
    op.drop_table("profiles")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_links_user_id"))

    op.drop_table("one_time_links")
    op.drop_table("users")
    op.drop_table("rubric_versions")
    with op.batch_alter_table("item_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_versions_item_id"))

    op.drop_table("item_versions")
    with op.batch_alter_table("catalog_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalog_roles_family"))

    op.drop_table("catalog_roles")
