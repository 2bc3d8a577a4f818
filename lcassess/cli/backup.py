"""`flask backup`: everything in one file while the service runs, and back into an empty place."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from lcassess.cli.database import database
from lcassess.cli.migrating import migrations
from lcassess.services import backing_up
from lcassess.services.backup_file import BackupError, Fault, Manifest
from lcassess.services.backup_opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_alembic import Alembic

SENTENCES = {
    Fault.NO_BACKUP: "{file} is no backup of this product.",
    Fault.DAMAGED: "{file} is damaged at {about}.",
    Fault.TOO_LARGE: "{file} would unpack to more than a backup of its size holds.",
    Fault.OTHER_MIGRATION: "The backup was made at migration {about}, which is not that of this "
    "version and its database. Restore it with the version that made it, then upgrade.",
    Fault.OTHER_TABLES: "The tables of the database are not those of this version. Run: flask db "
    "upgrade",
    Fault.NOT_EMPTY: "The database holds rows already. Restore into an empty one.",
    Fault.EVIDENCE_THERE: "The folder of evidence holds files already. Move it away.",
    Fault.OTHER_HEADS: "The histories in the backup do not end where its manifest says.",
    Fault.BROKEN: "The history of {about} in the backup does not hold.",
}

backup_group = AppGroup("backup", help="Copies of everything, and the way back.")


@backup_group.command("make")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def make(file: Path) -> None:
    """Write all rows and all evidence into FILE, as they stand at one moment."""
    with _in_words(file), database() as session, _draft(file) as target:
        manifest = backing_up.make(session, _evidence(), datetime.now(UTC), target)
    click.echo(f"{file}: {_told(manifest)}")


@backup_group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Check FILE, then write it into the empty database of the settings, all or nothing."""
    with _in_words(file), opened(file) as backup, database() as session:
        migrated = migrations(click.get_current_context())
        _demand_version(backup.manifest, migrated)
        if not backing_up.has_tables(session):
            migrated.upgrade()
        backing_up.restore(session, backup, _evidence())
    click.echo(f"{_told(backup.manifest)}, as of {backup.manifest.made_at}, verified")


def _demand_version(manifest: Manifest, migrated: Alembic) -> None:
    if manifest.migration not in {script.revision for script in migrated.heads()}:
        raise BackupError(Fault.OTHER_MIGRATION, manifest.migration)


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except BackupError as refusal:
        sentence = SENTENCES[refusal.fault].format(file=file, about=refusal.about)
        raise click.ClickException(sentence) from refusal
    except OSError as fault:
        message = f"{fault.filename or file}: {fault.strerror}"
        raise click.ClickException(message) from fault


@contextmanager
def _draft(file: Path) -> Iterator[BinaryIO]:
    """Write beside the file, readable by its owner only, and put it in its place when it is whole.

    It holds password hashes and names.
    """
    target = file.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as whole:
            yield whole
            whole.flush()
            os.fsync(whole.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _evidence() -> Path:
    return Path(current_app.instance_path) / "evidence"


def _told(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    files = len(manifest.members) - len(manifest.rows)
    return f"{rows} rows of {len(manifest.rows)} tables, {files} files of evidence"
