"""The trace of a price as JSON data, small enough to store with every order, and its replay without any rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commerce.carts.domain.pricing.engine import ENGINE
from commerce.carts.domain.pricing.folding import BaseCharge, BaseLine, Steps, fold
from commerce.carts.domain.pricing.outputs import (
    CodeVerdict,
    Cut,
    GiftLine,
    LineShare,
    PricedCart,
    PricedCharge,
    PricedLine,
    PriceSource,
    Verdict,
    Why,
)
from commerce.carts.domain.pricing.reasons import Reason
from commerce.promotions.domain.actions import Layer
from commerce.promotions.domain.goods import Id

FORMAT = 2
# Shares of the first did not say which pieces they reduce, which nothing asks of an order that is placed.
_READ = frozenset({1, FORMAT})

Data = dict[str, Any]


class UnknownTrace(ValueError):
    """The data is no trace that this version can read: a defect, never a person's mistake."""


def trace_data(priced: PricedCart) -> Data:
    """Everything that was decided, as JSON data. Lines are named by their place."""
    places = {line.id: place for place, line in enumerate(priced.lines)}
    return {
        "format": FORMAT,
        "engine": ENGINE,
        "currency": priced.currency,
        "instant": priced.instant,
        "lines": [_line_data(line) for line in priced.lines],
        "verdicts": [_verdict_data(verdict, places) for verdict in priced.verdicts],
        "codes": [[code.code, code.promotion, _whys_data(code.whys)] for code in priced.codes],
        "gifts": [[gift.promotion, gift.version, gift.action, gift.variant, gift.quantity] for gift in priced.gifts],
        "shipping": _charge_data(priced.shipping),
        "fee": _charge_data(priced.fee),
        "vat": [[line.category, line.rate, line.taxable, line.vat, line.rounding] for line in priced.vat],
        **({"narrowed": True} if priced.narrowed else {}),
    }


def replay(data: Mapping[str, Any]) -> PricedCart:
    """The priced cart that a stored trace adds up to; no rule is asked. Raises UnknownTrace for another format."""
    if data.get("format") not in _READ:
        raise UnknownTrace(f"format {data.get('format')!r} is none of {sorted(_READ)}")
    lines = tuple(_line_from(*values) for values in data["lines"])
    ids = [line.id for line in lines]
    return fold(
        Steps(
            currency=data["currency"],
            instant=data["instant"],
            lines=lines,
            verdicts=tuple(_verdict_from(verdict, ids) for verdict in data["verdicts"]),
            codes=tuple(CodeVerdict(code, promotion, _whys_from(whys)) for code, promotion, whys in data["codes"]),
            gifts=tuple(GiftLine(*values) for values in data["gifts"]),
            shipping=None if data["shipping"] is None else BaseCharge(*data["shipping"]),
            fee=None if data["fee"] is None else BaseCharge(*data["fee"]),
            vat=tuple(
                (category, rate, taxable, vat, rounding) for category, rate, taxable, vat, rounding in data["vat"]
            ),
            narrowed=data.get("narrowed", False),
        )
    )


def _line_data(line: PricedLine) -> list[Any]:
    return [
        line.id,
        line.variant,
        line.quantity,
        line.list_price,
        line.unit_price,
        line.source.value,
        line.source_id,
        line.compare_at,
        line.vat_category,
        line.vat,
    ]


def _line_from(*values: Any) -> BaseLine:
    line, variant, quantity, list_price, unit_price, source, source_id, compare_at, category, vat = values
    return BaseLine(
        line, variant, quantity, list_price, unit_price, PriceSource(source), source_id, compare_at, category, vat
    )


def _charge_data(charge: PricedCharge | None) -> list[Any] | None:
    return None if charge is None else [charge.price, charge.vat_category, charge.vat]


def _verdict_data(verdict: Verdict, places: Mapping[Id, int]) -> Data:
    data: Data = {
        "rule": [verdict.promotion, verdict.version, verdict.action, int(verdict.layer)],
        "applies": verdict.applies,
        "amount": verdict.amount,
        "shares": [[places[share.line], share.amount, share.pieces, share.reduced] for share in verdict.shares],
        "whys": _whys_data(verdict.whys),
        "not_on": [[reason.value, [places[line] for line in lines]] for reason, lines in verdict.not_on],
        "cut_by": [cut.value for cut in verdict.cut_by],
    }
    return {name: value for name, value in data.items() if value}


def _verdict_from(data: Mapping[str, Any], ids: list[Id]) -> Verdict:
    promotion, version, action, layer = data["rule"]
    return Verdict(
        promotion=promotion,
        version=version,
        action=action,
        layer=Layer(layer),
        applies=data.get("applies", False),
        amount=data.get("amount", 0),
        shares=tuple(LineShare(ids[place], *figures) for place, *figures in data.get("shares", ())),
        whys=_whys_from(data.get("whys", ())),
        not_on=tuple(
            (Reason(reason), tuple(ids[place] for place in places)) for reason, places in data.get("not_on", ())
        ),
        cut_by=tuple(Cut(cut) for cut in data.get("cut_by", ())),
    )


def _whys_data(whys: tuple[Why, ...]) -> list[Any]:
    return [[why.reason.value, dict(why.facts)] if why.facts else [why.reason.value] for why in whys]


def _whys_from(data: Any) -> tuple[Why, ...]:
    return tuple(Why(Reason(reason), dict(*facts)) for reason, *facts in data)
