"""What a service says no with; pages turn each into its own clear answer."""

from __future__ import annotations


class RefusedError(Exception):
    """A deed that was not done; nothing was written. `logged` tells that the log has it."""

    logged = False


class NotFoundError(RefusedError):
    """It does not exist, or the person may not know that it does."""


class NotAllowedError(RefusedError):
    """The person may see it, but not do this."""


class NotNowError(RefusedError):
    """It could be done by this person, but not in this state or at this time."""
