"""Messages about lent questions: to whoever shall answer them, and back to the coordinator."""

from __future__ import annotations

from lcassess.notices.reports import REPORT
from lcassess.notices.words import N_, Template

LENDING = {
    "lent": Template(
        N_("%(city)s asks you for answers by %(due)s"),
        (
            N_("%(by)s asks you to answer some questions for the report of %(city)s."),
            "%(text)s",
            N_("The link below opens the questions. You need no account; keep it to yourself."),
            N_("What you send by %(due)s goes to %(by)s, who decides what is taken over."),
        ),
        "/lent/%(token)s",
        N_("You get this message because somebody in %(city)s entered your address."),
    ),
    "suggested": Template(
        N_("%(city)s: answers to lent questions have come back"),
        (
            N_("%(by)s has sent answers to questions that you lent, for %(round)s."),
            N_("Nothing of it stands in the report before you accept it, answer by answer."),
        ),
        f"{REPORT}/suggestions",
    ),
    "loan_late": Template(
        N_("%(city)s: lent questions have not come back"),
        (
            N_("You lent questions to %(by)s for %(round)s, until %(due)s. Nothing has come back."),
            N_("The link still works for some days. You can also lend them to somebody else."),
        ),
        f"{REPORT}/loans",
    ),
}
