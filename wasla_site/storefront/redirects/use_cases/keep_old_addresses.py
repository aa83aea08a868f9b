"""When pages move, who asks for their old addresses is led to them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from wasla_site.storefront.redirects.addresses import may_be_redirected, normal_path
from wasla_site.storefront.redirects.models import Redirect


def keep_old_addresses(*, moved: Mapping[int, tuple[str, str]]) -> None:
    """`moved` says of each page's id its old and its new path. The old one leads to the page.

    What led to an old path leads to the page itself, so that no redirect leads to another; what led away from a path
    that is a page's now is gone. Four statements, and one more for each old path that was a target.
    """
    paths = {page_id: (normal_path(before), normal_path(after)) for page_id, (before, after) in moved.items()}
    changed = {page_id: before for page_id, (before, after) in paths.items() if before != after}
    taken = {after for _, after in paths.values()} | set(changed.values())
    with transaction.atomic():
        Redirect.objects.filter(path__in=taken).delete()
        page_of = {before: page_id for page_id, before in changed.items() if may_be_redirected(before)}
        for old in Redirect.objects.filter(address__in=page_of).values_list("address", flat=True).distinct():
            Redirect.objects.filter(address=old).update(page_id=page_of[old], address="")
        Redirect.objects.bulk_create(
            Redirect(path=before, page_id=page_id, is_automatic=True) for before, page_id in page_of.items()
        )
