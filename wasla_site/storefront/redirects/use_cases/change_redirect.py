"""Another path or target for a redirect there is."""

from django.db import transaction

from commerce.core.errors import NotFound
from wasla_site.storefront.redirects.activity import facts_of, record_redirect
from wasla_site.storefront.redirects.addresses import Target
from wasla_site.storefront.redirects.models import Redirect
from wasla_site.storefront.redirects.rules import checked_path, checked_target


def change_redirect(*, redirect_id: int, path: str, target: Target, is_permanent: bool) -> None:
    """The redirect is what it says here, and is from now on the merchant's own. Refuses NotFound and as adding one."""
    with transaction.atomic():
        redirect = Redirect.objects.select_for_update().filter(pk=redirect_id).first()
        if redirect is None:
            raise NotFound(redirect_id=redirect_id)
        before = facts_of(redirect)
        redirect.path = checked_path(path, redirect_id)
        leads = checked_target(target, redirect.path, redirect_id)
        redirect.page_id, redirect.address = leads.page_id, leads.address
        redirect.is_permanent, redirect.is_automatic = is_permanent, False
        redirect.save()
        record_redirect("changed", redirect, redirect_id=redirect_id, before=before)
