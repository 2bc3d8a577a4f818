"""What is written once is kept by the database itself, whoever is connected to it.

Rows of history can be neither changed nor deleted. Of a submission nothing can be changed but
when it was withdrawn. The migrations say the same in words of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import DDL, Table, event

from lcassess.storage.tables.answers import AnswerHistoryRow, TextHistoryRow
from lcassess.storage.tables.assessments import MoveRow, SubmissionRow
from lcassess.storage.tables.evidence import EvidenceRow, ExplanationRow
from lcassess.storage.tables.groups import BreakdownRow, GroupRow
from lcassess.storage.tables.lending import DecisionRow, ImportRow, LoanRow, SuggestionRow
from lcassess.storage.tables.questions import AdviceRow, AnsweredRow, QuestionRow
from lcassess.storage.tables.reviews import LookRow, RemarkRow, ReplyRow

if TYPE_CHECKING:
    from lcassess.storage.tables.base import Base

CHANGING = {"withdrawn_at"}
REFUSAL = "what is written once is never changed"
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def statements(dialect: str, table: Table) -> list[str]:
    """Give what protects a table, in the words of a database."""
    name = table.name
    fixed = ", ".join(sorted({column.name for column in table.columns} - CHANGING))
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE OF {fixed} ON {name} {refuse}",
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {refuse}",
        ]
    refuse = "EXECUTE FUNCTION refuse_change()"
    return [
        POSTGRESQL_FUNCTION,
        f"CREATE TRIGGER {name}_no_update BEFORE UPDATE OF {fixed} ON {name} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {refuse}",
    ]


def protect(rows: type[Base]) -> None:
    """Protect a table as soon as it is made."""
    table = cast("Table", rows.__table__)
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(dialect, table):
            words = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", words.execute_if(dialect=dialect))


WRITTEN_ONCE = (
    *(AnswerHistoryRow, TextHistoryRow, MoveRow, SubmissionRow),
    *(RemarkRow, ReplyRow, LookRow),
    *(LoanRow, SuggestionRow, DecisionRow, ImportRow),
    *(EvidenceRow, ExplanationRow, BreakdownRow, GroupRow),
    *(QuestionRow, AdviceRow, AnsweredRow),
)
for _rows in WRITTEN_ONCE:
    protect(_rows)
