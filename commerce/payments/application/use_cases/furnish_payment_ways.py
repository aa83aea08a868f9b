from commerce.payments.models import PaymentWay
from commerce.tenants.domain.values import Opening
from commerce.tenants.models import Tenant

FIRST = "cash_on_delivery"


def furnish_payment_ways(tenant: Tenant, opening: Opening) -> None:
    """A new store sells for cash on delivery, which needs no account with anybody."""
    PaymentWay.objects.create(method=FIRST, is_enabled=True, position=1)
