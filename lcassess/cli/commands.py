"""The commands, each imported when it is given: a server needs none, nor their libraries."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from flask.cli import AppGroup

if TYPE_CHECKING:
    from click import Command, Context

PLACES = {
    "answers": "answers:answers_group",
    "backup": "backup:backup_group",
    "db": "migrating:db_group",
    "demo": "demo:demo_group",
    "figures": "figures:figures_group",
    "framework": "framework:framework_group",
    "history": "history:history_group",
    "network": "network:network_group",
    "people": "people:people_group",
    "reminders": "reminders:reminders_group",
    "score": "score:score_command",
    "scores": "scores:scores_group",
}


class Commands(AppGroup):
    """All commands of the application, by the module of this package that each lies in."""

    def list_commands(self, ctx: Context) -> list[str]:
        """List the names of the commands, without importing one."""
        return sorted({*super().list_commands(ctx), *PLACES})

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Import the command of a name."""
        if cmd_name not in PLACES:
            return super().get_command(ctx, cmd_name)
        module, _, name = PLACES[cmd_name].partition(":")
        found: Command = getattr(import_module(f"lcassess.cli.{module}"), name)
        return found
