"""The one instant of a storefront request: what a shop shows at one moment never mixes with the next.

It is read once, by the outermost middleware that shows the shop, and handed as a parameter to every query whose answer
depends on time. An editor may be shown a later one (`wasla_site.storefront.time_travel`).

Only what is *shown* goes by it. Whatever is written goes by the real clock, `commerce.core.clock.now()`, read by the
view that writes: carts, orders, payments, sign-in and its limits, sessions and the activity log. A preview writes
nothing, so the two are never mixed in one request.
"""

from datetime import datetime

from django.http import HttpRequest


def shop_instant(request: HttpRequest) -> datetime:
    """The instant at which this request sees the shop. AttributeError where no middleware said one: a defect."""
    instant: datetime = request.shop_instant  # type: ignore[attr-defined]
    return instant


def set_shop_instant(request: HttpRequest, instant: datetime) -> None:
    request.shop_instant = instant  # type: ignore[attr-defined]
