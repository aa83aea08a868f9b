"""Saying to which bank account shoppers transfer."""

from django.db import transaction

from commerce.core.errors import Refusal
from commerce.payments.application.activity import record_bank_details
from commerce.payments.domain.iban import normal_iban
from commerce.payments.models import BankDetails


class InvalidIban(Refusal):
    """The number's check digits don't fit, or it has not the length of its country."""

    code = "invalid_iban"


def save_bank_details(*, bank_name: str, account_holder: str, iban: str) -> None:
    """Shoppers who pay by transfer are told this account, those with an open order too. Refuses InvalidIban."""
    number = normal_iban(iban)
    if number is None:
        raise InvalidIban(iban=iban)
    facts = {"bank_name": bank_name.strip(), "account_holder": account_holder.strip(), "iban": number}
    with transaction.atomic():
        row = BankDetails.objects.select_for_update().first()
        before = {name: getattr(row, name) for name in facts} if row else {}
        BankDetails.objects.update_or_create(defaults=facts)
        record_bank_details(before=before, after=facts)
