"""A campaign's forms, read as the promotion they describe. A draft may be unfinished: what is not typed is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commerce.core.bilingual import Bilingual
from commerce.core.folding import fold
from commerce.core.money import InvalidAmount, Money
from commerce.promotions.domain import actions
from commerce.promotions.domain.coupons import BatchDraft, CouponKind
from commerce.promotions.domain.goods import EVERYTHING, Kinds, Match
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.values import Conditions, Hours, Promotion
from wasla_site.storefront.campaigns.typed_fields import InvalidShare, share_of


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """What a campaign says. `places` tells of each of its actions at which block, from 0, it was typed."""

    promotion: Promotion
    limits: Limits
    coupons: tuple[BatchDraft, ...]
    places: tuple[int, ...]
    cities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reader:
    currency: str

    def amount(self, text: Any) -> int:
        """Minor units; 0 for what is not typed, or no amount, which the field itself says."""
        try:
            return Money.parse(str(text or "0"), self.currency).minor
        except InvalidAmount:
            return 0

    def action(self, kind: str, value: Any) -> actions.Action | None:
        reader: Callable[[_Reader, Any], actions.Action | None] = _ACTIONS[kind]
        return reader(self, value)


def draft_of(page: Any, currency: str, *, published_at: datetime) -> CampaignDraft:
    """The campaign as it stands in memory. `published_at` is how old a promotion not published yet counts."""
    reader = _Reader(currency)
    read = [reader.action(block.block_type, block.value) for block in page.actions]
    given = [(place, action) for place, action in enumerate(read) if action is not None]
    conditions, goods, cities = _conditions(page, reader)
    limits, per_order = _limits(page.limits, reader)
    promotion = Promotion(
        id=0,
        version=0,
        name=page.name,
        actions=tuple(action for _, action in given),
        first_published_at=published_at,
        goods=goods,
        conditions=conditions,
        priority=page.priority or 0,
        group=page.group.strip(),
        combines_with=_names(page.combines_with),
        apart_from=_names(page.apart_from),
        cap_per_order=per_order,
    )
    return CampaignDraft(promotion, limits, tuple(_batches(page.coupons)), tuple(place for place, _ in given), cities)


def _names(text: str) -> frozenset[str]:
    """Groups, parted by commas of either script."""
    return frozenset(name.strip() for name in text.replace("،", ",").split(",") if name.strip())


def _share(text: Any) -> int:
    try:
        return share_of(str(text or "0"))
    except InvalidShare:
        return 0


def _keys(rows: Iterable[Any]) -> frozenset[int]:
    return frozenset(row.pk for row in rows if row is not None)


def _ids(ticked: Iterable[Any]) -> frozenset[int]:
    return frozenset(int(one) for one in ticked or () if str(one).isdecimal())


def goods_of(value: Any) -> Match | None:
    """None where nothing is chosen."""
    match = Match(
        only=_kinds(value, ""),
        but_not=_kinds(value, "but_not_"),
        but_not_reduced=bool(value["but_not_reduced"]),
    )
    return None if match == EVERYTHING else match


def _kinds(value: Any, prefix: str) -> Kinds:
    return Kinds(
        products=_keys(value[f"{prefix}products"]),
        variants=_keys(value[f"{prefix}variants"]),
        categories=_ids(value[f"{prefix}categories"]),
        collections=_ids(value[f"{prefix}collections"]),
        tags=_ids(value[f"{prefix}tags"]),
    )


def _bundle(reader: _Reader, value: Any) -> actions.Action:
    parts = tuple(actions.Part(part["pieces"] or 0, goods_of(part["goods"])) for part in value["parts"])
    return actions.BundlePrice(parts, reader.amount(value["price"]))


def _steps(reader: _Reader, value: Any) -> actions.Action:
    steps = (
        actions.Step(reader.amount(step["at_least"]), reader.amount(step["amount"]), _share(step["percent"]))
        for step in value["steps"]
    )
    return actions.SpendSteps(tuple(steps))


def _gift(reader: _Reader, value: Any) -> actions.Action | None:
    variant = value["variant"]
    return actions.Gift(variant.pk, value["pieces"] or 0) if variant is not None else None


_ACTIONS: dict[str, Callable[[_Reader, Any], actions.Action | None]] = {
    "percent": lambda reader, value: actions.PercentOff(_share(value["percent"])),
    "per_piece": lambda reader, value: actions.AmountOffPiece(reader.amount(value["amount"])),
    "per_line": lambda reader, value: actions.AmountOffLine(reader.amount(value["amount"])),
    "buy_get": lambda reader, value: actions.BuyGet(
        value["buy"] or 0, value["get"] or 0, _share(value["percent"]), goods_of(value["gets"])
    ),
    "bundle": _bundle,
    "order_percent": lambda reader, value: actions.PercentOffOrder(_share(value["percent"])),
    "order_amount": lambda reader, value: actions.AmountOffOrder(reader.amount(value["amount"])),
    "steps": _steps,
    "gift": _gift,
}


def _conditions(page: Any, reader: _Reader) -> tuple[Conditions, Match, dict[str, str]]:
    said = {block.block_type: block.value for block in page.conditions}
    cities = {fold(line): line.strip() for line in str(said.get("cities") or "").splitlines() if line.strip()}
    conditions = Conditions(
        starts_at=page.starts_at,
        ends_at=page.ends_at,
        hours=tuple(_hours(page.conditions)),
        first_order="first_order" in said,
        cities=frozenset(cities),
        payment_methods=frozenset(said.get("payment_methods") or ()),
        needs_code="coupon" in said,
        minimum_spend=reader.amount(said["minimum_spend"]) if "minimum_spend" in said else None,
        minimum_pieces=said.get("minimum_pieces"),
    )
    return conditions, (goods_of(said["goods"]) if "goods" in said else None) or EVERYTHING, cities


def _hours(stream: Iterable[Any]) -> Iterator[Hours]:
    """Every day where none is ticked."""
    for block in stream:
        if block.block_type == "hours" and block.value["opens"] is not None and block.value["closes"] is not None:
            days = _ids(block.value["days"]) or frozenset(range(7))
            yield Hours(block.value["opens"], block.value["closes"], days)


def _limits(stream: Iterable[Any], reader: _Reader) -> tuple[Limits, int | None]:
    """The limits, and the most that is taken off one order."""
    said = {block.block_type: block.value for block in stream}
    budget = reader.amount(said["budget"]) if "budget" in said else None
    per_order = reader.amount(said["per_order"]) if "per_order" in said else None
    return Limits(said.get("uses"), said.get("customer_uses"), budget, said.get("pieces")), per_order


def _batches(stream: Iterable[Any]) -> Iterator[BatchDraft]:
    """Each named by its block, which keeps its id through all edits of the campaign."""
    for block in stream:
        key, value = str(block.id or ""), block.value
        if block.block_type == "generated":
            yield BatchDraft(
                key,
                CouponKind.GENERATED,
                prefix=value["prefix"] or "",
                count=value["count"] or 0,
                length=value["length"] or 0,
                uses_per_code=value["uses"],
                uses_per_customer=value["uses_per_customer"],
            )
        elif block.block_type == "shared":
            yield BatchDraft(
                key,
                CouponKind.SHARED,
                code=value["code"] or "",
                uses_per_code=value["uses"],
                uses_per_customer=value["uses_per_customer"],
            )
        else:
            yield BatchDraft(key, CouponKind.SINGLE, code=value["code"] or "")


def name_of(title: str, ar: str, en: str) -> Bilingual:
    """What the shop calls it: in a language without a name as its staff do, never by the other language's name."""
    return Bilingual(ar or title or en, en or title or ar)
