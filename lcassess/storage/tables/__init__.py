"""One module a thing; importing this package knows them all."""

from lcassess.storage.tables.answers import AnswerHistoryRow, AnswerRow, TextHistoryRow, TextRow
from lcassess.storage.tables.assessments import AssessmentRow, MoveRow, SubmissionRow
from lcassess.storage.tables.base import Base
from lcassess.storage.tables.cities import CityRow, MembershipRow, PopulationRow
from lcassess.storage.tables.figures import FigureRow
from lcassess.storage.tables.people import GrantRow, PersonRow
from lcassess.storage.tables.rounds import RoundRow
from lcassess.storage.tables.scores import ScoreRow

__all__ = [
    "AnswerHistoryRow",
    "AnswerRow",
    "AssessmentRow",
    "Base",
    "CityRow",
    "FigureRow",
    "GrantRow",
    "MembershipRow",
    "MoveRow",
    "PersonRow",
    "PopulationRow",
    "RoundRow",
    "ScoreRow",
    "SubmissionRow",
    "TextHistoryRow",
    "TextRow",
]
