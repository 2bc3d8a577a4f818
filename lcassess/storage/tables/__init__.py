"""One module a thing; importing this package knows them all."""

from lcassess.storage.tables import append_only
from lcassess.storage.tables.answers import AnswerHistoryRow, AnswerRow, TextHistoryRow, TextRow
from lcassess.storage.tables.assessments import (
    AssessmentRow,
    MoveRow,
    ParticipationRow,
    SubmissionRow,
)
from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained, ChainRow
from lcassess.storage.tables.cities import CityRow, MembershipRow, PopulationRow
from lcassess.storage.tables.evidence import EvidenceRow, ExplanationRow
from lcassess.storage.tables.figures import FigureRow
from lcassess.storage.tables.groups import BreakdownRow, GroupRow
from lcassess.storage.tables.lending import (
    DecisionRow,
    ImportRow,
    LoanLinkRow,
    LoanRow,
    SuggestionRow,
)
from lcassess.storage.tables.messages import MessageRow
from lcassess.storage.tables.people import GrantRow, PersonRow
from lcassess.storage.tables.questions import AdviceRow, AnsweredRow, QuestionRow
from lcassess.storage.tables.reviews import LookRow, RemarkRow, ReplyRow, ReviewerRow
from lcassess.storage.tables.rounds import CohortRow, RoundRow
from lcassess.storage.tables.saving import PresenceRow, SaveRow
from lcassess.storage.tables.scores import ScoreRow

__all__ = [
    "AdviceRow",
    "AnswerHistoryRow",
    "AnswerRow",
    "AnsweredRow",
    "AssessmentRow",
    "Base",
    "BreakdownRow",
    "ChainRow",
    "Chained",
    "CityRow",
    "CohortRow",
    "DecisionRow",
    "EvidenceRow",
    "ExplanationRow",
    "FigureRow",
    "GrantRow",
    "GroupRow",
    "ImportRow",
    "LoanLinkRow",
    "LoanRow",
    "LookRow",
    "MembershipRow",
    "MessageRow",
    "MoveRow",
    "ParticipationRow",
    "PersonRow",
    "PopulationRow",
    "PresenceRow",
    "QuestionRow",
    "RemarkRow",
    "ReplyRow",
    "ReviewerRow",
    "RoundRow",
    "SaveRow",
    "ScoreRow",
    "SubmissionRow",
    "SuggestionRow",
    "TextHistoryRow",
    "TextRow",
    "append_only",
]
