"""The forms of signing in and of one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel import Locale
from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from lcassess.accounts.passwords import LONGEST, SHORTEST, Weakness, weakness

if TYPE_CHECKING:
    from wtforms import Field

LONGEST_NAME = 200
LONGEST_EMAIL = 254


def _email() -> EmailField:
    return EmailField(
        _("Work email"),
        [DataRequired(_("Enter your work email")), Length(max=LONGEST_EMAIL)],
        render_kw={"autocomplete": "username", "dir": "ltr"},
    )


def _password(label: str, missing: str, autocomplete: str) -> PasswordField:
    return PasswordField(
        label, [DataRequired(missing)], render_kw={"autocomplete": autocomplete, "dir": "ltr"}
    )


def _new_password() -> PasswordField:
    return _password(_("New password"), _("Enter a new password"), "new-password")


def _name() -> StringField:
    return StringField(
        _("Your name"),
        [DataRequired(_("Enter your name")), Length(max=LONGEST_NAME)],
        filters=[lambda text: " ".join((text or "").split())],
        render_kw={"autocomplete": "name", "dir": "auto"},
    )


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail and password, where to go on, and what was typed before."""

    email = _email()
    password = _password(_("Password"), _("Enter your password"), "current-password")
    next = HiddenField()
    sealed = HiddenField()


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    """Where to send the link to a new password."""

    email = _email()


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, held against the person's own e-mail and name."""

    password = _new_password()

    def __init__(self, *about: str, **options: Any) -> None:
        super().__init__(**options)
        self.about = about

    def validate_password(self, field: Field) -> None:
        """Refuse a weak password, and say why."""
        found = weakness(field.data, *self.about)
        if found:
            raise ValidationError(_sentence(found))


class JoinForm(NewPasswordForm):
    """What a newly invited person tells."""

    name = _name()

    def validate_password(self, field: Field) -> None:
        """Refuse a weak password; the name just typed counts, too."""
        self.about = (*self.about, self.name.data or "")
        super().validate_password(field)


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    present = _password(_("Present password"), _("Enter your present password"), "current-password")


class PersonForm(FlaskForm):  # type: ignore[misc]
    """How the person is named and addressed."""

    name = _name()
    language = SelectField(_("Language of the pages and messages"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        offered = current_app.config["LANGUAGES"]
        self.language.choices = [(code, _own_name(code)) for code in offered]


def mistakes(*forms: FlaskForm) -> list[tuple[str, str]]:
    """List the fields that are wrong, each with its sentence, in the order of the page."""
    return [(field.id, field.errors[0]) for form in forms for field in form if field.errors]


def _own_name(code: str) -> str:
    return str(Locale.parse(code).get_display_name(code)).capitalize()


def _sentence(found: Weakness) -> str:
    sentences = {
        Weakness.SHORT: gettext("Use at least %(length)d characters", length=SHORTEST),
        Weakness.LONG: gettext("Use at most %(length)d characters", length=LONGEST),
        Weakness.COMMON: gettext("Many people use a password like this. Choose another one"),
        Weakness.PERSONAL: gettext("This is too close to your name or email. Choose another one"),
    }
    return str(sentences[found])
