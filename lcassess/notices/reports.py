"""Messages on the way of one report: lent out, handed in, signed, endorsed, reviewed."""

from __future__ import annotations

from lcassess.notices.words import N_, Template

REPORT = "/assessments/%(assessment)s"
REVIEW = "/reviews/%(assessment)s"
BECAUSE = N_("The reason given: %(reason)s")

REPORTS = {
    "to_sign": Template(
        N_("%(city)s: a report waits for your signature"),
        (
            N_("%(by)s has completed the report of %(city)s for %(round)s."),
            N_("Please read it, then sign it or send it back with a reason."),
        ),
        f"{REPORT}/sign",
    ),
    "submitted": Template(
        N_("%(city)s: the report is handed in"),
        (
            N_("The report of %(city)s for %(round)s was handed in by %(by)s."),
            N_("The receipt shows what was sent, and when."),
        ),
        f"{REPORT}/receipt",
    ),
    "signed": Template(
        N_("%(city)s: the report is signed and handed in"),
        (
            N_("The report of %(city)s for %(round)s was signed by %(by)s and is handed in."),
            N_("The receipt shows what was sent, and when."),
        ),
        f"{REPORT}/receipt",
    ),
    "declined": Template(
        N_("%(city)s: the report was not signed"),
        (
            N_("%(by)s has sent the report of %(city)s for %(round)s back without signing it."),
            BECAUSE,
            N_("It can be changed and handed in again."),
        ),
        REPORT,
    ),
    "withdrawn": Template(
        N_("%(city)s: the report was taken back"),
        (
            N_("%(by)s has taken back the report of %(city)s for %(round)s to change it."),
            N_("Nothing is to be done until it is handed in again."),
        ),
    ),
    "to_endorse": Template(
        N_("%(city)s: a report waits for your endorsement"),
        (
            N_("%(city)s has handed in its report for %(round)s."),
            N_("Please read it and endorse it within a month."),
        ),
        f"{REPORT}/endorse",
    ),
    "endorsed": Template(
        N_("%(city)s: the report is endorsed"),
        (N_("%(by)s has endorsed the report of %(city)s for %(round)s for the country."),),
        REPORT,
    ),
    "in_review": Template(
        N_("%(city)s: UIL is reading the report"),
        (
            N_("UIL has opened the report of %(city)s for %(round)s."),
            N_("From now on it cannot be taken back."),
        ),
        REPORT,
    ),
    "returned": Template(
        N_("%(city)s: UIL asks about the report"),
        (
            N_("UIL has sent back parts of the report of %(city)s for %(round)s: %(areas)s."),
            BECAUSE,
            N_("Only these parts can be changed, until %(due)s."),
        ),
        REPORT,
    ),
    "remarked": Template(
        N_("%(city)s: UIL has remarks on the report"),
        (
            N_("UIL has written remarks on answers of %(city)s for %(round)s."),
            N_("You can agree or disagree with each of them, until %(due)s."),
        ),
        REPORT,
    ),
    "replied": Template(
        N_("%(city)s has replied to remarks"),
        (N_("%(by)s has replied to remarks on the report of %(city)s for %(round)s."),),
        REPORT,
        REVIEW,
    ),
    "accepted": Template(
        N_("%(city)s: the report is accepted"),
        (
            N_("UIL has accepted the report of %(city)s for %(round)s."),
            N_("Its results stand as they are. A mistake that is found later can be corrected."),
        ),
        f"{REPORT}/results",
    ),
    "erratum": Template(
        N_("%(city)s: the accepted report is open for a correction"),
        (
            N_("UIL has opened parts of the report of %(city)s for %(round)s again: %(areas)s."),
            BECAUSE,
            N_("Only these parts can be changed, until %(due)s."),
            N_("The accepted figures stay on record."),
        ),
        REPORT,
    ),
    "to_review": Template(
        N_("%(city)s: a report waits to be reviewed"),
        (N_("%(city)s has handed in its report for %(round)s. It can be opened now."),),
        REVIEW,
    ),
    "assigned": Template(
        N_("%(city)s: a report for you to review"),
        (N_("The report of %(city)s for %(round)s was given to you to review."),),
        REVIEW,
    ),
    "lent": Template(
        N_("%(city)s asks you for some figures"),
        (
            N_("%(by)s asks for your help with the report of %(city)s for %(round)s."),
            "%(text)s",
            N_("Please answer by %(due)s. You need no account: this link shows the questions."),
        ),
        "/lent/%(token)s",
    ),
    "suggested": Template(
        N_("%(city)s: answers have come back"),
        (
            N_("%(by)s has answered questions of the report of %(city)s for %(round)s."),
            N_("Look at them and take over what is right."),
        ),
        f"{REPORT}/loans",
    ),
}
