"""What somebody chose to see of a store: when, as whom, with which drafts, and what they put in the cart meanwhile.

Kept nowhere but in a signed text, which is the cookie of an editor and the secret of a link alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.signing import BadSignature, Signer

from commerce.core.scope import current_tenant_id

OWN_LASTS = timedelta(hours=8)
LINK_LASTS = timedelta(hours=24)
# Their ids share a cookie with a full cart; browsers keep 4,096 bytes.
MOST_DRAFTS = 50


class ShownAs(StrEnum):
    """The kinds of customers whom a shop may show something else."""

    GUEST = "guest"
    NEW_CUSTOMER = "new_customer"


@dataclass(frozen=True, slots=True)
class Preview:
    """`instant` is the one to see, `ends_at` the real one from which nothing is shown; `maker_id` the member of staff
    who answers for it; `drafts` are ids of revisions of pages; `cart` has pieces by variant, `codes` are as typed."""

    instant: datetime
    ends_at: datetime
    maker_id: int
    shown_as: ShownAs = ShownAs.GUEST
    drafts: tuple[int, ...] = ()
    is_shared: bool = False
    cart: Mapping[int, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()

    def has_ended(self, now: datetime) -> bool:
        return now >= self.ends_at

    def instant_at(self, now: datetime) -> datetime:
        """The instant it shows: never one that is over, for what was published meanwhile can't be taken back."""
        return max(self.instant, now)


class NoPreview(Exception):
    """The text was not sealed here for the open scope's store, or was changed."""


def seal(preview: Preview) -> str:
    """A signed text, good in the open scope's store and in no other."""
    facts = {
        "at": preview.instant.isoformat(),
        "end": preview.ends_at.isoformat(),
        "by": preview.maker_id,
        "as": preview.shown_as.value,
        "drafts": preview.drafts,
        "shared": preview.is_shared,
        "cart": [[variant, quantity] for variant, quantity in preview.cart.items()],
        "codes": preview.codes,
    }
    return _signer().sign_object(facts, compress=True)


def unseal(text: str) -> Preview:
    """What was sealed; raises NoPreview. It may have ended."""
    try:
        facts: dict[str, Any] = _signer().unsign_object(text)
    except BadSignature as error:
        raise NoPreview from error
    return Preview(
        instant=datetime.fromisoformat(facts["at"]).astimezone(UTC),
        ends_at=datetime.fromisoformat(facts["end"]).astimezone(UTC),
        maker_id=facts["by"],
        shown_as=ShownAs(facts["as"]),
        drafts=tuple(facts["drafts"]),
        is_shared=facts["shared"],
        cart=dict(facts["cart"]),
        codes=tuple(facts.get("codes", ())),
    )


def _signer() -> Signer:
    return Signer(salt=f"wasla_site.storefront.preview.{current_tenant_id()}")
