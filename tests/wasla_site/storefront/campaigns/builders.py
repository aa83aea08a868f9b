"""Noor's campaigns, as its marketer fills in their forms."""

from __future__ import annotations

from typing import Any

from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.models import HomePage

PERCENT = [("percent", {"percent": "15"})]


def goods(**chosen: Any) -> dict[str, Any]:
    """The goods block as a person leaves it who chose only these."""
    kinds = ("products", "variants", "collections", "categories", "tags")
    nothing: dict[str, Any] = {f"{prefix}{kind}": [] for prefix in ("", "but_not_") for kind in kinds}
    return nothing | {"but_not_reduced": False} | chosen


def drafted(slug: str = "eid", **fields: Any) -> Any:
    """A campaign that nobody published yet. In a transaction."""
    page = CampaignPage(title=f"Campaign {slug}", slug=slug, live=False, **{"actions": PERCENT, **fields})
    HomePage.objects.get(depth=2).add_child(instance=page)
    page.save_revision()
    return page


def published(slug: str = "eid", **fields: Any) -> Any:
    """In a transaction. The page as it stands in the database."""
    page = drafted(slug, **fields)
    page.get_latest_revision().publish()
    return fresh(page)


def fresh(page: Any) -> Any:
    found: Any = CampaignPage.objects.get(pk=page.pk)
    return found
