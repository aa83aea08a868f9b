"""Keeping a customer's address."""

from dataclasses import asdict

from django.db import transaction

from commerce.accounts.application.registration import InvalidPhone
from commerce.accounts.domain.policies import normal_phone, normal_short_address
from commerce.accounts.domain.values import AddressDraft
from commerce.accounts.models import Address
from commerce.core.errors import NotFound, Refusal


class InvalidShortAddress(Refusal):
    code = "invalid_short_address"


class AddressIncomplete(Refusal):
    """`missing` names the field."""

    code = "address_incomplete"


def save_address(*, customer_id: int, draft: AddressDraft, address_id: int | None = None) -> Address:
    """The customer has this address; with `address_id` it takes the place of that one.

    Refuses AddressIncomplete without recipient or city, InvalidPhone, InvalidShortAddress, and NotFound when
    `address_id` is not one of this customer's.
    """
    fields = _normal_fields(draft)
    with transaction.atomic():
        if address_id is None:
            return Address.objects.create(customer_id=customer_id, **fields)
        address = Address.objects.select_for_update().filter(pk=address_id, customer_id=customer_id).first()
        if address is None:
            raise NotFound(address_id=address_id)
        for name, value in fields.items():
            setattr(address, name, value)
        address.save(update_fields=list(fields))
        return address


def _normal_fields(draft: AddressDraft) -> dict[str, str]:
    fields = {name: value.strip() for name, value in asdict(draft).items()}
    for required in ("recipient", "city"):
        if not fields[required]:
            raise AddressIncomplete(missing=required)
    phone = normal_phone(fields["phone"])
    if phone is None:
        raise InvalidPhone(phone=draft.phone)
    short_address = normal_short_address(fields["short_address"]) if fields["short_address"] else ""
    if short_address is None:
        raise InvalidShortAddress(short_address=draft.short_address)
    return {**fields, "phone": phone, "short_address": short_address}
