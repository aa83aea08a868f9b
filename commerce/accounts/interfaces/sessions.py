"""One session for both parts a person can play in a store, kept apart: staff, and shopper.

Named by SESSION_ENGINE, so the store class bears the name Django asks for.
"""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare, salted_hmac

from commerce.accounts.application.activity import record_sign_in
from commerce.accounts.application.queries import find_customer, role_in_scope
from commerce.accounts.models import Customer, User
from commerce.core.scope import scope_if_open

# Whatever the session holds of a shopper has a key that begins so, and staff signing in or out leave it alone.
SHOPPER = "shopper."
CUSTOMER = f"{SHOPPER}customer"
STAFF_TENANT = "staff.tenant"
STAFF_ROLE = "staff.role"


class SessionStore(db.SessionStore):
    """Signing staff out empties the session, as Django does it, but for the shopper's part."""

    shopper_outlived_flush = False

    def flush(self) -> None:
        shopper = {key: value for key, value in self.items() if key.startswith(SHOPPER)}
        super().flush()
        self.update(shopper)
        self.shopper_outlived_flush = bool(shopper)


def bind_to_store(request: HttpRequest, user: User, **kwargs: object) -> None:
    """The staff session that begins here is good in the open scope's store, and nowhere else."""
    request.session[STAFF_TENANT] = tenant_of_scope()
    request.session[STAFF_ROLE] = role_in_scope(user)


def renew_on_new_role(request: HttpRequest, person: User) -> None:
    """A staff session goes on under a new key when the person's role is another than before: a key that was caught
    while it could do little never becomes one that can do much."""
    role = role_in_scope(person)
    if is_bound_to_store(request) and request.session.get(STAFF_ROLE) != role:
        request.session[STAFF_ROLE] = role
        request.session.cycle_key()


def tell_the_log(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Who came in, in the store where they did."""
    if tenant_of_scope() is not None:
        with transaction.atomic():
            record_sign_in(user)


def is_bound_to_store(request: HttpRequest) -> bool:
    return STAFF_TENANT in request.session and request.session[STAFF_TENANT] == tenant_of_scope()


def tenant_of_scope() -> int | None:
    scope = scope_if_open()
    return scope.tenant_id if scope else None


def start_customer_session(request: HttpRequest, customer: Customer) -> None:
    """From now on the session is this customer's, under a new key; staff signed in beside them stay so."""
    request.session.cycle_key()
    request.session[CUSTOMER] = [customer.pk, _proof(customer)]
    rotate_token(request)


def end_customer_session(request: HttpRequest) -> None:
    """Nothing of the shopper is left in the session, which gets a new key; staff stay signed in."""
    for key in [key for key in request.session.keys() if key.startswith(SHOPPER)]:  # noqa: SIM118 - no mapping
        del request.session[key]
    request.session.cycle_key()
    rotate_token(request)


def customer_of_session(request: HttpRequest) -> Customer | None:
    """The signed-in customer of the open scope's store; None after a change of password and in another store."""
    if CUSTOMER not in request.session or tenant_of_scope() is None:
        return None
    customer_id, proof = request.session[CUSTOMER]
    customer = find_customer(customer_id)
    return customer if customer and constant_time_compare(proof, _proof(customer)) else None


def _proof(customer: Customer) -> str:
    """Changes with the password, so that changing it signs out every other session."""
    return salted_hmac("commerce.accounts.customer_session", customer.password, algorithm="sha256").hexdigest()


user_logged_in.connect(bind_to_store, sender=User, dispatch_uid="accounts.bind_to_store")
user_logged_in.connect(tell_the_log, sender=User, dispatch_uid="accounts.tell_the_log")
