"""What a campaign does, told in the language of whoever asks: the store's names and formats for the pure sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from commerce.catalog.application.queries import goods_names
from commerce.core.scope import current_tenant_id
from commerce.payments.application.ports import payment_methods
from commerce.promotions.domain import actions
from commerce.promotions.domain.goods import Kinds, Match
from commerce.promotions.domain.values import Promotion
from commerce.tenants.models import Tenant
from wasla_site.storefront.campaigns.drafting import CampaignDraft, draft_of
from wasla_site.storefront.campaigns.sentences import Names, Speech, limit_sentences, sentences_of


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences, and whether there is anything to tell."""

    actions: tuple[str, ...]
    conditions: tuple[str, ...]
    limits: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.actions)


def told_of(page: Any, instant: datetime, *, to_staff: bool) -> Told:
    """Of a campaign as it stands in memory. At most eight statements.

    Shoppers are told the names of goods that are on sale only, and no tags, which are the staff's own marks.
    """
    store = Tenant.objects.values("currency", "time_zone").get(pk=current_tenant_id())
    draft = draft_of(page, store["currency"], published_at=instant)
    names = names_in(draft, to_staff=to_staff)
    return told(draft, Speech((get_language() or "ar")[:2], store["currency"], store["time_zone"], names, to_staff))


def told(draft: CampaignDraft, speech: Speech) -> Told:
    said = sentences_of(draft.promotion, speech)
    return Told(said.actions, said.conditions, limit_sentences(draft.promotion, draft.limits, speech))


def names_in(draft: CampaignDraft, *, to_staff: bool) -> Names:
    promotion = draft.promotion
    kinds = list(_kinds_in(promotion))
    gifts = {action.variant for action in promotion.actions if isinstance(action, actions.Gift)}
    found = goods_names(
        products={pk for kind in kinds for pk in kind.products},
        variants={pk for kind in kinds for pk in kind.variants} | gifts,
        categories={pk for kind in kinds for pk in kind.categories},
        collections={pk for kind in kinds for pk in kind.collections},
        tags={pk for kind in kinds for pk in kind.tags} if to_staff else (),
        on_sale_only=not to_staff,
    )
    methods = {method.code: method.name for method in payment_methods()} if promotion.conditions.payment_methods else {}
    return Names(found.products, found.variants, found.categories, found.collections, found.tags, methods, draft.cities)


def matches_in(promotion: Promotion) -> Iterator[Match]:
    """The promotion's goods, and those its actions name."""
    yield promotion.goods
    for action in promotion.actions:
        match action:
            case actions.BuyGet(gets=gets) if gets is not None:
                yield gets
            case actions.BundlePrice(parts=parts):
                yield from (part.goods for part in parts if part.goods is not None)


def _kinds_in(promotion: Promotion) -> Iterator[Kinds]:
    for match in matches_in(promotion):
        yield match.only
        yield match.but_not
