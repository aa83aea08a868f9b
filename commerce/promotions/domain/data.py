"""A promotion as plain JSON data and back. What was stored once stays readable: `format` says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime, time
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from commerce.promotions.domain import actions
from commerce.promotions.domain.goods import id_order
from commerce.promotions.domain.values import Promotion

# Another default of a field, like another shape, is another format: what is as by default is not stored.
FORMAT = 1

# The names under which actions are stored; a class may be renamed, these may not.
KINDS: dict[str, type[Any]] = {
    "percent_off": actions.PercentOff,
    "amount_off_piece": actions.AmountOffPiece,
    "amount_off_line": actions.AmountOffLine,
    "buy_get": actions.BuyGet,
    "bundle_price": actions.BundlePrice,
    "amount_off_order": actions.AmountOffOrder,
    "percent_off_order": actions.PercentOffOrder,
    "spend_steps": actions.SpendSteps,
    "gift": actions.Gift,
    "percent_off_shipping": actions.PercentOffShipping,
    "amount_off_shipping": actions.AmountOffShipping,
}
_NAME_OF = {kind: name for name, kind in KINDS.items()}


class UnknownFormat(ValueError):
    """The data was written by a version that this one can't read: a defect, never a person's mistake."""


def promotion_data(promotion: Promotion) -> dict[str, Any]:
    """JSON data, the same for equal promotions: sets are sorted, what is as by default is left out."""
    return {"format": FORMAT, **_data_of(promotion)}


def promotion_from(data: Mapping[str, Any]) -> Promotion:
    """The promotion that `promotion_data` wrote. Raises UnknownFormat for another format."""
    if data.get("format") != FORMAT:
        raise UnknownFormat(f"format {data.get('format')!r} is not {FORMAT}")
    promotion = _value_of(Promotion, {key: value for key, value in data.items() if key != "format"})
    assert isinstance(promotion, Promotion)
    return promotion


def _data_of(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        told = {"kind": _NAME_OF[type(value)]} if type(value) in _NAME_OF else {}
        for field in fields(value):
            part = getattr(value, field.name)
            if field.default is MISSING or part != field.default:
                told[field.name] = _data_of(part)
        return told
    if isinstance(value, frozenset):
        return sorted(value, key=id_order)
    if isinstance(value, tuple):
        return [_data_of(part) for part in value]
    return value.isoformat() if isinstance(value, datetime | time) else value


def _value_of(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), data)
    if origin is tuple:
        return tuple(_value_of(get_args(kind)[0], part) for part in data)
    if origin is frozenset:
        return frozenset(data)
    if is_dataclass(kind):
        made = _made(kind)
        hints = _hints_of(made)
        return made(**{name: _value_of(hints[name], part) for name, part in data.items()})
    return kind.fromisoformat(data) if kind in (datetime, time) else data


@cache
def _hints_of(kind: Any) -> dict[str, Any]:
    """Asked once a class: every promotion of a page is read this way."""
    return get_type_hints(kind)


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    """One of several types: a stored action says which; of others, None or an id, only one is a type of ours."""
    if isinstance(data, Mapping) and "kind" in data:
        return _value_of(KINDS[data["kind"]], {key: part for key, part in data.items() if key != "kind"})
    if data is None or int in kinds:
        return data
    return _value_of(next(kind for kind in kinds if kind is not type(None)), data)


def _made(kind: Any) -> Callable[..., Any]:
    made: Callable[..., Any] = kind
    return made
