"""The words for why evidence is not taken, and for kinds of files."""

from __future__ import annotations

from lcassess.assessment.evidence import (
    LARGEST_FILE,
    LONGEST_URL,
    MIB,
    MOST_ITEMS,
    QUOTA,
    EvidenceFault,
)
from lcassess.web.languages import gettext as _
from lcassess.web.languages import lazy_gettext

KINDS = {
    "pdf": lazy_gettext("PDF document"),
    "png": lazy_gettext("Picture"),
    "jpeg": lazy_gettext("Picture"),
    "webp": lazy_gettext("Picture"),
    "text": lazy_gettext("Text or table"),
    "xlsx": lazy_gettext("Spreadsheet"),
    "docx": lazy_gettext("Document"),
    "odt": lazy_gettext("Document"),
    "ods": lazy_gettext("Spreadsheet"),
}

# Which field a fault stands at; the others are faults of the file.
FIELDS = {
    EvidenceFault.NOTHING: "link",
    EvidenceFault.BOTH: "link",
    EvidenceFault.NO_LINK: "link",
    EvidenceFault.WITH_PASSWORD: "link",
    EvidenceFault.NOT_PUBLIC: "link",
    EvidenceFault.TOO_LONG: "link",
    EvidenceFault.TOO_MANY: "link",
    EvidenceFault.BAD_DAY: "valid-until",
}


def field_of(fault: EvidenceFault) -> str:
    """Name the field that a fault stands at."""
    return FIELDS.get(fault, "file")


def sentence(fault: EvidenceFault) -> str:
    """Say why evidence was not taken, and what can be done."""
    return {
        EvidenceFault.NOTHING: _("Give a link, or choose a file."),
        EvidenceFault.BOTH: _("Give a link or a file, one at a time."),
        EvidenceFault.NO_LINK: _(
            "This is no link that we can keep. It begins with https:// or http:// and holds no "
            "spaces."
        ),
        EvidenceFault.WITH_PASSWORD: _(
            "This link holds a name or a password. Give one that opens without."
        ),
        EvidenceFault.NOT_PUBLIC: _(
            "Only your own network can open this link. Give one that others can open, or the file."
        ),
        EvidenceFault.TOO_LONG: _(
            "This link is longer than %(most)s characters. Give a shorter one.", most=LONGEST_URL
        ),
        EvidenceFault.BAD_DAY: _("Write the day as year, month and day, such as 2027-12-31."),
        EvidenceFault.TOO_MANY: _(
            "There are %(most)s items at this answer. Take one away first.", most=MOST_ITEMS
        ),
        EvidenceFault.QUOTA: _(
            "The files of this report would be more than %(most)s MB. Take one away first, or give "
            "a link.",
            most=QUOTA // MIB,
        ),
        EvidenceFault.EMPTY: _("This file is empty."),
        EvidenceFault.TOO_LARGE: _(
            "This file is larger than %(most)s MB. Give a smaller one, or a link.",
            most=LARGEST_FILE // MIB,
        ),
        EvidenceFault.UNKNOWN_KIND: _(
            "We do not take this kind of file. A text or a table has to be saved as UTF-8."
        ),
        EvidenceFault.MIXED_KIND: _(
            "This file holds a second one behind or inside it. Save it anew and try again."
        ),
        EvidenceFault.DAMAGED: _("This file is damaged or not whole. Save it anew and try again."),
        EvidenceFault.ACTIVE: _(
            "This file holds macros, programs or other files. Save it without them, or as PDF."
        ),
        EvidenceFault.EXTERNAL: _(
            "This file fetches something from elsewhere when it is opened. Save it without that, "
            "or as PDF."
        ),
        EvidenceFault.TOO_MUCH_INSIDE: _(
            "This file unpacks to far more than its size. Save it anew, or as PDF."
        ),
    }[fault]
