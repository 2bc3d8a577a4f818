"""Messages of a round: it opens, a day comes near, something holds for one city only."""

from __future__ import annotations

from lcassess.notices.reports import BECAUSE, REPORT, REVIEW
from lcassess.notices.words import N_, Template

CLOSED = N_(
    "Since then it cannot be changed. If %(city)s needs more time, write to UIL and say why."
)
WHERE_IT_STANDS = N_("This is where the report stands, and what is left to do:")

ROUNDS = {
    "round_opened": Template(
        N_("%(round)s is open: the report of %(city)s"),
        (
            N_("%(round)s has opened. %(city)s can write its report until %(due)s."),
            N_("Every question can be read before you start, and everything is saved as you go."),
        ),
        REPORT,
    ),
    "write_due": Template(
        N_("%(city)s: the report is due on %(due)s"),
        (N_("The report of %(city)s for %(round)s can be written until %(due)s."), WHERE_IT_STANDS),
        REPORT,
    ),
    "write_late": Template(
        N_("%(city)s: the report was due on %(due)s"),
        (N_("The report of %(city)s for %(round)s was due on %(due)s."), CLOSED),
        REPORT,
    ),
    "sign_due": Template(
        N_("%(city)s: please sign the report by %(due)s"),
        (N_("The report of %(city)s for %(round)s waits for your signature until %(due)s."),),
        f"{REPORT}/sign",
    ),
    "sign_late": Template(
        N_("%(city)s: the report still waits for your signature"),
        (
            N_("The report of %(city)s for %(round)s was to be signed by %(due)s."),
            N_("It can still be signed, or sent back with a reason."),
        ),
        f"{REPORT}/sign",
    ),
    "endorse_due": Template(
        N_("%(city)s: please endorse the report by %(due)s"),
        (N_("The report of %(city)s for %(round)s waits for your endorsement until %(due)s."),),
        f"{REPORT}/endorse",
    ),
    "endorse_late": Template(
        N_("%(city)s: the report still waits for your endorsement"),
        (
            N_("The report of %(city)s for %(round)s was to be endorsed by %(due)s."),
            N_("UIL can only review it after that."),
        ),
        f"{REPORT}/endorse",
    ),
    "reply_due": Template(
        N_("%(city)s: you can reply until %(due)s"),
        (
            N_("UIL’s reviewer has proposed other levels in the report of %(city)s for %(round)s."),
            N_("Without a reply by %(due)s the proposed levels are scored."),
        ),
        f"{REPORT}/remarks",
    ),
    "review_late": Template(
        N_("%(city)s: the time to reply is over"),
        (
            N_("%(city)s could reply to remarks on its report for %(round)s until %(due)s."),
            N_("The review can be finished now."),
        ),
        REVIEW,
    ),
    "invitation": Template(
        N_("Your invitation to the self-assessment of learning cities"),
        (
            N_("You have been invited to take part in %(round)s for %(city)s."),
            N_("Open this link to accept. It works once, for three days:"),
        ),
        "/invitation/%(token)s",
    ),
    "announcement": Template("%(subject)s", ("%(text)s", N_("This concerns %(round)s."))),
    "extension": Template(
        N_("%(city)s: more time for the report"),
        (
            N_("%(city)s can write its report for %(round)s until %(due)s."),
            BECAUSE,
        ),
        REPORT,
    ),
    "excuse": Template(
        N_("%(city)s: excused from %(round)s"),
        (
            N_("%(city)s need not report in %(round)s. You get no more reminders of it."),
            BECAUSE,
        ),
    ),
}
