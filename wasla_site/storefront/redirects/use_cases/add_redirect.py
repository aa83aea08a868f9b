"""A new redirect."""

from django.db import transaction

from wasla_site.storefront.redirects.activity import record_redirect
from wasla_site.storefront.redirects.addresses import Target
from wasla_site.storefront.redirects.models import Redirect
from wasla_site.storefront.redirects.rules import checked_path, checked_target


def add_redirect(*, path: str, target: Target, is_permanent: bool = True) -> int:
    """Who asks for the path, where there is nothing, is led to the target; returns the redirect's id.

    Refuses RedirectPathRefused, RedirectPathTaken, RedirectPathInUse, RedirectTargetRefused, RedirectLoop,
    RedirectChain, and NotFound for a page that is not the store's.
    """
    with transaction.atomic():
        kept = checked_path(path, None)
        leads = checked_target(target, kept, None)
        redirect = Redirect.objects.create(
            path=kept, page_id=leads.page_id, address=leads.address, is_permanent=is_permanent
        )
        record_redirect("created", redirect, redirect_id=redirect.pk)
    return redirect.pk
