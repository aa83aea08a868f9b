"""Which passwords are refused."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from commerce.accounts.models import Customer, User
from commerce.core.errors import Refusal


class WeakPassword(Refusal):
    """`problems` are the codes of Django's password validators."""

    code = "weak_password"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems=problems)
        self.problems = problems


def refuse_weak(password: str, person: User | Customer) -> None:
    """Refuses WeakPassword as AUTH_PASSWORD_VALIDATORS judge; `person` has the words a password must not repeat."""
    try:
        validate_password(password, person)  # type: ignore[arg-type]  # it only reads attributes
    except ValidationError as error:
        raise WeakPassword(problems=tuple(problem.code or "" for problem in error.error_list)) from error
