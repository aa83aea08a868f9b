"""The store as it will be, for an editor's own eyes or by a link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.errors import NotFound, Refusal
from commerce.core.scope import current_tenant_id
from commerce.tenants.models import Tenant
from wasla_site.storefront.time_travel.drafts import titles_of
from wasla_site.storefront.time_travel.previews import LINK_LASTS, MOST_DRAFTS, OWN_LASTS, Preview, ShownAs


class InstantIsOver(Refusal):
    """The past is not kept: a store is seen from now onward."""

    code = "instant_is_over"


class TooManyDrafts(Refusal):
    """At most `most` drafts are seen together."""

    code = "too_many_drafts"


def open_preview(
    *,
    instant: datetime | None,
    shown_as: ShownAs,
    language: str,
    drafts: Sequence[int],
    is_shared: bool,
    maker_id: int,
    now: datetime,
) -> Preview:
    """The preview, good for `OWN_LASTS` or as a link for `LINK_LASTS`; the activity log says that it was made.

    No `instant` is the present one. Refuses InstantIsOver, TooManyDrafts, and NotFound for a draft that is not the
    store's.
    """
    if instant is not None and instant < now:
        raise InstantIsOver(instant=instant)
    if len(drafts) > MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)
    at = (instant or now).astimezone(UTC)
    with transaction.atomic():
        store = Tenant.objects.get(pk=current_tenant_id())
        titles = titles_of(drafts)
        if len(titles) != len(set(drafts)):
            raise NotFound(drafts=list(drafts))
        facts = {"seen_at": at.isoformat(), "shown_as": shown_as.value, "language": language, "drafts": titles}
        action, name = "shared" if is_shared else "previewed", Bilingual(store.name_ar, store.name_en)
        record(Deed("store", action, store.pk, name, {}, facts))
    return Preview(
        instant=at,
        ends_at=now + (LINK_LASTS if is_shared else OWN_LASTS),
        maker_id=maker_id,
        shown_as=shown_as,
        drafts=tuple(drafts),
        is_shared=is_shared,
    )
