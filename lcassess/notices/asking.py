"""Messages on questions that a city asked UIL."""

from __future__ import annotations

from lcassess.notices.words import N_, Template

ASKING = {
    "question_answered": Template(
        N_("%(city)s: UIL has answered your question on %(code)s"),
        (
            N_("You asked UIL about %(code)s in the report of %(city)s for %(round)s."),
            N_("The answer stands with the question, for all cities to read."),
        ),
        "/assessments/%(assessment)s/answers/%(indicator)s/question",
    ),
}
