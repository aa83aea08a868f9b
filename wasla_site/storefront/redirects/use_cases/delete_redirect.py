"""A redirect goes."""

from django.db import transaction

from commerce.core.errors import NotFound
from wasla_site.storefront.redirects.models import Redirect


def delete_redirect(*, redirect_id: int) -> None:
    """Its path leads nowhere again. Refuses NotFound."""
    with transaction.atomic():
        deleted, _ = Redirect.objects.filter(pk=redirect_id).delete()
        if not deleted:
            raise NotFound(redirect_id=redirect_id)
