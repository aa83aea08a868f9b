"""A redirect goes."""

from django.db import transaction

from commerce.core.errors import NotFound
from wasla_site.storefront.redirects.activity import record_redirect
from wasla_site.storefront.redirects.models import Redirect


def delete_redirect(*, redirect_id: int) -> None:
    """Its path leads nowhere again. Refuses NotFound."""
    with transaction.atomic():
        redirect = Redirect.objects.select_for_update().filter(pk=redirect_id).first()
        if redirect is None:
            raise NotFound(redirect_id=redirect_id)
        record_redirect("deleted", redirect, redirect_id=redirect_id)
        redirect.delete()
