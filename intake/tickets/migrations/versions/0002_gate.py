"""What the gate remembers: copies of a message, whom a copy went to, what a letter answered, the breaker.

Messages of before are known by their octets; their digest is that of these.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RECORDED = sa.text("outcome IN ('ticket', 'follow_up', 'held', 'ignored')")


def upgrade() -> None:
    op.create_table(
        "breaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tripped", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reset", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reset_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaker")),
    )
    op.add_column("letter", sa.Column("sketch", sa.LargeBinary(), nullable=True))
    op.add_column("letter", sa.Column("cc_key", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_letter_cc_key_queued", "letter", ["cc_key", "queued"], unique=False)
    op.add_column("message", sa.Column("digest", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE message SET digest = sha256")
    op.drop_index("uq_message_recorded_once", table_name="message")
    op.create_index(
        "uq_message_recorded_once",
        "message",
        ["message_id", "digest"],
        unique=True,
        sqlite_where=RECORDED,
        postgresql_where=RECORDED,
    )
