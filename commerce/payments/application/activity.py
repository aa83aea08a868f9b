"""What the activity log is told: of money that it came, or won't; of gateways that their accounts changed."""

from collections.abc import Sequence

from commerce.core.actors import Actor
from commerce.core.amounts import amount_words
from commerce.core.audit import Deed, Facts, difference, record
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id
from commerce.payments.application.ports import gateway_for
from commerce.payments.domain.states import PaymentStatus
from commerce.payments.models import GatewayAccount, Payment, Refund
from commerce.tenants.models import Tenant

_TOLD = frozenset({PaymentStatus.CAPTURED, PaymentStatus.FAILED})


def record_payment(
    payment: Payment, *, before: PaymentStatus, actor: Actor | None = None, taken: Money | None = None
) -> None:
    """The payment came from `before` to the status it has, or has more of its money, by `taken` (None: all of it).
    Nothing but money that came and failures is told."""
    after = PaymentStatus(payment.status)
    if after not in _TOLD and taken is None:
        return
    amount = payment.amount if taken is None else taken
    action = after.value if after in _TOLD else "paid_in_part"
    was, now = {"status": before.value}, {"status": after.value, "amount": amount}
    record(Deed("payment", action, payment.pk, amount_words(amount), was, now), actor=actor)


def record_refund(refund: Refund, *, before: Money, actor: Actor | None = None) -> None:
    """Money is on its way back to its payer, or there; `before` was given back, or on its way, until then."""
    was, now = {"given_back": before}, {"given_back": before + refund.amount}
    name = amount_words(refund.amount)
    record(Deed("payment", "given_back", refund.payment_id, name, was, now, refund.reason), actor=actor)


def record_failed_refund(refund: Refund, *, left: Money, actor: Actor | None = None) -> None:
    """Money that was on its way back did not arrive; `left` was given back, or is on its way, without it."""
    was, now = {"given_back": left + refund.amount}, {"given_back": left}
    name = amount_words(refund.amount)
    record(Deed("payment", "refund_failed", refund.payment_id, name, was, now, refund.reason), actor=actor)


def record_account(account: GatewayAccount, *, before: Facts, after: Facts, are_keys_new: bool) -> None:
    """The store's account with a gateway changed; of its keys nothing is told but that they did."""
    was, now = difference(before, after)
    if are_keys_new:
        now["keys"] = "changed"
    if was or now:
        name = gateway_for(account.provider).method.name
        record(Deed("gateway_account", "changed" if before else "connected", account.pk, name, was, now))


def record_ways(*, before: Sequence[str], after: Sequence[str]) -> None:
    """Shoppers are offered other ways to pay, or the same in another order."""
    if list(before) != list(after):
        store = Tenant.objects.get(pk=current_tenant_id())
        was, now = {"ways": list(before)}, {"ways": list(after)}
        record(Deed("store", "payment_ways_arranged", store.pk, Bilingual(store.name_ar, store.name_en), was, now))


def record_bank_details(*, before: Facts, after: Facts) -> None:
    """Shoppers are told another account to transfer to."""
    was, now = difference(before, after)
    if now:
        store = Tenant.objects.get(pk=current_tenant_id())
        record(Deed("store", "bank_details_changed", store.pk, Bilingual(store.name_ar, store.name_en), was, now))
