"""How many rules hang together: more than can be weighed exactly are not let in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from commerce.catalog.application.queries import goods_of_store
from commerce.catalog.domain.goods import StoreGoods
from commerce.core.errors import Refusal
from commerce.promotions.domain.data import promotion_from
from commerce.promotions.domain.sharing import MOST_SHARING, crowd_around
from commerce.promotions.domain.values import Promotion
from commerce.promotions.models import Promotion as PromotionRow


class TooManySharing(Refusal):
    """With this promotion more rules than MOST_SHARING would share pieces. Facts: `names` of them all, `most`."""

    code = "promotion_too_many_sharing"


def refuse_crowd(promotion: Promotion, now: datetime) -> None:
    """Refuses TooManySharing. Asked of everything that is offered now or later; call where nobody else publishes."""
    crowd = _crowd(promotion, _offered(now), goods_of_store)
    if crowd:
        raise TooManySharing(names=[each.name for each in crowd], most=MOST_SHARING)


def without_crowds(drafts: Iterable[Promotion], now: datetime) -> tuple[Promotion, ...]:
    """Those of the drafts that could be offered if they were published now, one after the other.

    Three statements at most, however many drafts there are.
    """
    offered, fitting = {each.id: each for each in _offered(now)}, []
    read_once = cache(lambda: tuple(goods_of_store()))
    for draft in drafts:
        if not _crowd(draft, offered.values(), read_once):
            offered[draft.id] = draft
            fitting.append(draft)
    return tuple(fitting)


def _offered(now: datetime) -> list[Promotion]:
    rows = PromotionRow.objects.not_over(now).order_by("id")
    return [promotion_from(data) for data in rows.values_list("current__data", flat=True)]


def _crowd(
    promotion: Promotion, offered: Iterable[Promotion], goods: Callable[[], Iterable[StoreGoods]]
) -> tuple[Promotion, ...]:
    others = [each for each in offered if each.id != promotion.id]
    if sum(len(each.actions) for each in (promotion, *others)) <= MOST_SHARING:
        return ()  # the store's goods need not be read
    # what is reduced today may not be tomorrow, and no rule is for reduced goods only
    return crowd_around(promotion, others, ((each, False) for each in goods()))
