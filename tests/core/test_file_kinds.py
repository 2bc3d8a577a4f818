"""What a file is, is told from its content; whatever could be something else is not taken."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.evidence import LARGEST_FILE, EvidenceFault, EvidenceFaultError
from lcassess.assessment.file_kinds import KINDS, recognise, safe_name
from tests import evidence_samples as samples

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024

GOOD = {
    "pdf": [samples.pdf()],
    "png": [samples.png()],
    "jpeg": [samples.jpeg(), samples.jpeg(bytes(40))],
    "webp": [samples.webp()],
    "text": [b"a,b\n1,2\n", "\ufeffTräger;1\r\n".encode(), "市\t1".encode(), b"- a line"],
    "xlsx": [samples.workbook(), samples.office(), samples.office(xl__media__i=samples.png())],
    "docx": [
        samples.office(samples.WORDS),
        samples.office(
            samples.WORDS,
            **{"word___rels__d.rels": samples.relations("https://example.org", kind="hyperlink")},
        ),
    ],
    "odt": [samples.open_document()],
    "ods": [samples.open_document("spreadsheet")],
}
BAD = {
    "nothing": (b"", "empty"),
    "giant": (b"a" * (LARGEST_FILE + 1), "too-large"),
    "a program": (b"MZ\x90\x00" + bytes(100), "unknown-kind"),
    "a script of a shell with a control": (b"#!/bin/sh\x00", "unknown-kind"),
    "a page": (b"  <html><script>alert(1)</script>", "unknown-kind"),
    "a page behind a mark": ("\ufeff<!DOCTYPE html>".encode(), "unknown-kind"),
    "a drawing that runs": (b'<svg onload="alert(1)"/>', "unknown-kind"),
    "a page after a line": (b"x\n<script>alert(1)</script>", "mixed-kind"),
    "another encoding": ("a;b".encode("utf-16"), "unknown-kind"),
    "half a sign": ("é".encode()[:1], "unknown-kind"),
    "a cut document": (samples.pdf()[:-20], "damaged"),
    "a document that acts": (samples.pdf(b"<< /S /JavaScript /JS (x) >>"), "active"),
    "a document with another inside": (samples.pdf(b"<< /Type /EmbeddedFile >>"), "active"),
    "a document that starts programs": (samples.pdf(b"<< /S /Launch >>"), "active"),
    "a document and an archive": (
        samples.pdf()[:-1] + samples.archive({"a": b"b"}) + b"%%EOF", "mixed-kind",
    ),
    "a picture and an archive": (samples.png(samples.archive({"a": b"b"})), "mixed-kind"),
    "a picture and a page": (samples.png(b"<script>"), "mixed-kind"),
    "a cut picture": (samples.png()[:-4], "mixed-kind"),
    "a picture without end": (samples.png()[:40], "damaged"),
    "a photograph and an archive": (
        samples.jpeg(samples.archive({"a": b"b"}) + b"\xff\xd9"), "mixed-kind",
    ),
    "a photograph and a document": (samples.jpeg(samples.pdf() + b"\xff\xd9"), "mixed-kind"),
    "a cut photograph": (samples.jpeg()[:-2], "damaged"),
    "a picture with more behind": (samples.webp(b"more"), "mixed-kind"),
    "a sound": (b"RIFF\x04\x00\x00\x00WAVE", "unknown-kind"),
    "an archive": (samples.archive({"a.txt": b"b"}), "unknown-kind"),
    "an archive with a note": (samples.office() + b"x", "mixed-kind"),
    "an archive behind something": (b"PK\x03\x04" + samples.office(), "mixed-kind"),
    "two documents in one": (
        samples.open_document(**{samples.TYPES: samples.CONTENT_TYPES.encode()}), "unknown-kind",
    ),
    "macros by name": (samples.office(xl__vbaProject__x=b"x"), "active"),
    "macros in a file": (samples.office(**{"xl__vbaProject.bin": b"x"}), "active"),
    "macros by type": (samples.office(samples.SHEETS.replace(".main", ".macroEnabled")), "active"),
    "macros of the open office": (samples.open_document(Basic__Standard=b"x"), "active"),
    "controls": (samples.office(**{"xl__activeX__a.xml": b"x"}), "active"),
    "a program inside": (samples.office(**{"word__embeddings__a.exe": b"MZ"}), "active"),
    "a workbook with other workbooks": (samples.office(xl__externalLinks__x=b"x"), "external"),
    "a template from elsewhere": (
        samples.office(samples.WORDS, **{"word___rels__s.rels": samples.relations("https://e.org/t")}),
        "external",
    ),
    "a template from elsewhere in other letters": (
        samples.office(**{"a.rels": samples.relations("https://e.org/t", mode="Ext&#101;rnal")}),
        "external",
    ),
    "a way out of the folder": (samples.office(**{"..__..__x": b"x"}), "damaged"),
    "a way to the root": (samples.office(__x=b"x"), "damaged"),
    "a bomb": (samples.bomb(), "too-much-inside"),
    "a bomb that lies": (samples.lying_bomb(), "damaged"),
    "too many members": (samples.many_members(), "too-much-inside"),
    "a list that lies": (samples.long_list(), "too-much-inside"),
    "members in one place": (samples.overlapping(), "damaged"),
    "a broken archive": (samples.office()[:60] + b"\xff" + samples.office()[61:], "damaged"),
}  # fmt: skip

# What a process with 256 MiB and 2 s of time has to tell; the limits are those of the system.
JUDGE = """
import resource, sys
from lcassess.assessment.evidence import EvidenceFaultError
from lcassess.assessment.file_kinds import recognise
used = resource.getrusage(resource.RUSAGE_SELF)
begun = int(used.ru_utime + used.ru_stime)
resource.setrlimit(resource.RLIMIT_CPU, (begun + 2, begun + 2))
resource.setrlimit(resource.RLIMIT_AS, (256 * 2**20, 256 * 2**20))
with open(sys.argv[1], "rb") as file:
    try:
        print(recognise(file).id)
    except EvidenceFaultError as refusal:
        print(refusal.fault.value)
"""


@pytest.mark.parametrize(
    ("kind", "content"), [(kind, one) for kind, found in GOOD.items() for one in found]
)
def test_a_file_is_what_it_holds(kind, content):
    assert recognise(io.BytesIO(content)) is KINDS[kind]


@pytest.mark.parametrize(("content", "fault"), BAD.values(), ids=BAD)
def test_a_file_that_could_be_something_else_is_not_taken(content, fault):
    with pytest.raises(EvidenceFaultError) as refusal:
        recognise(io.BytesIO(content))
    assert refusal.value.fault == EvidenceFault(fault)


SLOW = {
    "a bomb": samples.bomb,
    "a bomb that lies": samples.lying_bomb,
    "a full archive": lambda: samples.bomb(63 * MIB),
    "too many members": samples.many_members,
    "a list that lies": samples.long_list,
    "members in one place": samples.overlapping,
    "relations without end": lambda: samples.office(
        **{f"{n}.rels": b"<Relationship " * 70_000 for n in range(60)}
    ),
    "targets without end": lambda: samples.office(
        **{f"{n}.rels": b"<Relationship " + b"TargetMode " * 90_000 for n in range(60)}
    ),
    "a document of names": lambda: samples.pdf(b"/" * (LARGEST_FILE - 200)),
    "a text of one line": lambda: b" " * LARGEST_FILE,
    "a text of signs": lambda: "\N{RIGHT-TO-LEFT OVERRIDE}".encode() * (LARGEST_FILE // 3),
    "a picture of chunks": lambda: samples.png()[:8] + bytes(LARGEST_FILE - 8),
}


@pytest.mark.parametrize("made", SLOW.values(), ids=SLOW)
def test_no_file_takes_more_than_two_seconds_or_256_mib(made, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(made())
    done = subprocess.run(
        [sys.executable, "-c", JUDGE, path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in {*KINDS, *(fault.value for fault in EvidenceFault)}


def judged(content):
    try:
        return recognise(io.BytesIO(content)).id
    except EvidenceFaultError as refusal:
        return refusal.fault


@given(st.binary(max_size=400), st.sampled_from([found[0] for found in GOOD.values()]), st.data())
def test_whatever_comes_is_a_kind_or_a_fault(noise, good, data):
    cut = data.draw(st.integers(0, len(good)))
    for content in (noise, good[:cut] + noise, good[:cut] + noise + good[cut:]):
        assert judged(content) in {*KINDS, *EvidenceFault}


NAMES = {
    "report.pdf": "report.pdf",
    "Bericht 2025 (ü).PDF": "Bericht 2025 (ü).pdf",
    "../../etc/passwd": "passwd.pdf",
    r"C:\Users\me\a.pdf": "a.pdf",
    "report.pdf.exe": "report.pdf.exe.pdf",
    "evil\u202efdp.exe": "evilfdp.exe.pdf",
    'a"b\r\nX: y.pdf': "a b X y.pdf",
    "": "file.pdf",
    "...": "file.pdf",
    "报告.pdf": "报告.pdf",
    "x" * 300: "x" * 120 + ".pdf",
}


@pytest.mark.parametrize(("given_name", "kept"), NAMES.items())
def test_a_name_is_made_safe(given_name, kept):
    assert safe_name(given_name, KINDS["pdf"]) == kept


@given(st.text(max_size=300), st.sampled_from(list(KINDS.values())))
def test_every_name_ends_as_its_content_and_holds_nothing_that_steers(name, kind):
    kept = safe_name(name, kind)
    assert kept.lower().endswith(kind.endings)
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>:"|?*%;\n\r\0\u202e')
    assert not kept.startswith(".")
