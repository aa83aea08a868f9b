"""A product's options and variants as one form: a row for each combination of the options' values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product as combinations_of
from typing import Any

from django.utils.translation import get_language, gettext

from commerce.catalog.domain.drafts import DeskProduct, VariantDraft
from commerce.catalog.domain.policies import MOST_OPTIONS, MOST_VARIANTS
from commerce.catalog.interfaces.variant_forms import (
    CHOICES,
    MOST_VALUES,
    OptionForm,
    ValueRows,
    VariantForm,
    VariantRows,
)
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money

EMPTY_LINES = 2
COPIED = ("price", "compare_at", "weight_grams")
Combination = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What the forms show before anybody types. An option: its two names and `values`, a list of both labels."""

    options: list[dict[str, Any]]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Option:
    """An option in use; `labels` by the line they stand in."""

    number: int
    name: Bilingual
    labels: dict[int, Bilingual]
    form: OptionForm
    values: Any


@dataclass(frozen=True, slots=True)
class Row:
    """`choice` is None for a variant out of use that lacks a value: it keeps what it was sold as."""

    form: VariantForm
    choice: Combination | None


class VariantGrid:
    def __init__(self, *, currency: str, may_count: bool, data: Any = None, start: Start | None = None) -> None:
        self.currency, self.may_count = currency, may_count
        start = start or Start([], [])
        options = [*start.options, *({} for _ in range(MOST_OPTIONS))][:MOST_OPTIONS]
        self.cards = [
            (
                OptionForm(data, prefix=f"option{number}", initial=option),
                _value_rows(data, f"option{number}-values", option.get("values", [])),
            )
            for number, option in enumerate(options)
        ]
        facts = {"currency": currency, "may_count": may_count, "empty_permitted": False}
        self.variants = VariantRows(
            data,
            prefix="variants",
            initial=start.rows,
            form_kwargs=facts,
            error_messages=_too_many(gettext("A product can have at most %(most)s variants."), MOST_VARIANTS),
        )
        self.options = [option for number, card in enumerate(self.cards) if (option := _option(number, *card))]
        self.rows = [row for form in self.variants.forms if (row := self._row(form))]
        for row in self.rows:
            row.form.label = self._label(row.choice)

    def is_valid(self) -> bool:
        forms = [form for card in self.cards for form in card]
        judged = [form.is_valid() for form in [*forms, self.variants]]
        return all(judged)

    def _row(self, form: VariantForm) -> Row | None:
        """The form with its values; None when one of them was taken away, and the variant with it."""
        choice: list[int | None] = []
        for option in self.options:
            line = _number(form[f"value{option.number}"].value())
            if line is not None and line not in option.labels:
                return None
            choice.append(line)
        if None in choice and form["id"].value() and not form["is_active"].value():
            return Row(form, None)
        # A new option: what there was is of its first value until somebody says otherwise.
        first = [min(option.labels, default=-1) for option in self.options]
        return Row(form, tuple(start if line is None else line for line, start in zip(choice, first, strict=True)))

    def _label(self, choice: Combination | None) -> str:
        language = get_language() or "ar"
        chosen = zip(self.options, choice or (), strict=False)
        labels = [option.labels[line] for option, line in chosen if line in option.labels]
        return " / ".join(label.in_language(language) for label in labels)

    def missing(self) -> list[Combination]:
        """The combinations that have no row, so long as there are not too many."""
        present = {row.choice for row in self.rows}
        every = combinations_of(*(sorted(option.labels) for option in self.options))
        found = [choice for choice, _ in zip(every, range(2 * MOST_VARIANTS), strict=False) if choice not in present]
        return found if len(found) + len(self.rows) <= MOST_VARIANTS else []

    def unoffered(self) -> list[Combination]:
        """The missing combinations with a value that is in no row yet."""
        known = [{row.choice[place] for row in self.rows if row.choice} for place in range(len(self.options))]
        return [
            choice for choice in self.missing() if any(line not in known[place] for place, line in enumerate(choice))
        ]

    def unused(self) -> list[Any]:
        """The lines of values that no variant of the draft has: they would be lost."""
        drafted = [row.choice for row in self.rows if row.choice and not row.form.is_left_out]
        return [
            option.values.forms[line]
            for place, option in enumerate(self.options)
            for line in option.labels
            if all(choice[place] != line for choice in drafted)
        ]

    def with_rows_for(self, missing: Iterable[Combination]) -> VariantGrid:
        """As typed, with a row for each of the combinations. A new row costs and weighs what the first does."""
        rows = [{**_typed(row.form), **_chosen(self.options, row.choice)} for row in self.rows]
        pattern = {name: rows[0].get(name) for name in COPIED} if rows else {}
        taken = {row["sku"] for row in rows}
        stem = next((row["sku"] for row in rows if row["sku"]), "")
        for choice in missing:
            sku = _free_sku(stem, taken)
            taken.add(sku)
            rows.append({"is_active": True, "sku": sku, **pattern, **_chosen(self.options, choice)})
        options = [{**_typed(form), "values": [_typed(line) for line in lines.forms]} for form, lines in self.cards]
        return VariantGrid(currency=self.currency, may_count=self.may_count, start=Start(options, rows))

    def drafts(self) -> list[tuple[VariantForm, VariantDraft]]:
        """What the valid forms say, with the form that says it, in the order of the options' values."""
        kept = [row for row in self.rows if not row.form.is_left_out]
        kept.sort(key=lambda row: (row.choice is None, row.choice or ()))
        return [(row.form, self._draft(row)) for row in kept]

    def _draft(self, row: Row) -> VariantDraft:
        typed = row.form.cleaned_data
        nothing = Bilingual("", "")
        labels = [
            option.labels.get(line, nothing) for option, line in zip(self.options, row.choice or (), strict=False)
        ]
        return VariantDraft(
            id=typed["id"],
            sku=typed["sku"],
            price_minor=typed["price"] or 0,
            values=tuple(labels),
            compare_at_minor=typed["compare_at"],
            cost_minor=typed["cost"],
            barcode=typed["barcode"],
            weight_grams=typed["weight_grams"] or 0,
            is_active=typed["is_active"],
        )


def start_of(product: DeskProduct, pieces: dict[int, int], currency: str) -> Start:
    """The product's options, values and variants; `pieces` on hand by variant id."""
    draft = product.draft
    width = len(draft.options)
    sold = [row.values for row in draft.variants if len(row.values) == width and all(row.values)]
    lines = [list(dict.fromkeys(values[place] for values in sold)) for place in range(width)]
    options = [
        {"name_ar": name.ar, "name_en": name.en, "values": [{"ar": label.ar, "en": label.en} for label in labels]}
        for name, labels in zip(draft.options, lines, strict=True)
    ]
    return Start(options, [_row_start(row, lines, pieces, currency) for row in draft.variants])


def _row_start(
    row: VariantDraft, lines: Sequence[list[Bilingual]], pieces: dict[int, int], currency: str
) -> dict[str, Any]:
    on_hand = pieces.get(row.id or 0, 0)
    chosen = dict(zip(CHOICES, row.values, strict=False)) if len(row.values) == len(lines) and all(row.values) else {}
    return {
        "id": row.id,
        "sku": row.sku,
        "price": _amount(row.price_minor, currency),
        "compare_at": _amount(row.compare_at_minor, currency),
        "cost": _amount(row.cost_minor, currency),
        "barcode": row.barcode,
        "weight_grams": row.weight_grams or "",
        "is_active": row.is_active,
        "pieces": on_hand,
        "shown": on_hand,
        **{name: lines[place].index(label) for place, (name, label) in enumerate(chosen.items())},
    }


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{Money(minor, currency).decimal:f}"


def _value_rows(data: Any, prefix: str, lines: list[dict[str, Any]]) -> Any:
    while lines and not any(lines[-1].values()):
        lines = lines[:-1]
    rows = ValueRows(
        data,
        prefix=prefix,
        initial=lines,
        form_kwargs={"empty_permitted": False},
        error_messages=_too_many(gettext("An option can have at most %(most)s values."), MOST_VALUES),
    )
    rows.extra = EMPTY_LINES
    return rows


def _too_many(text: str, most: int) -> dict[str, str]:
    """Django's own words speak of forms."""
    return {"too_many_forms": text % {"most": most}}


def _option(number: int, form: OptionForm, values: Any) -> Option | None:
    name = _bilingual(form, "name_ar", "name_en")
    labels = {line: label for line, row in enumerate(values.forms) if (label := _bilingual(row, "ar", "en"))}
    return Option(number, name, labels, form, values) if name or labels else None


def _bilingual(form: Any, ar: str, en: str) -> Bilingual:
    return Bilingual(*(str(form[name].value() or "").strip() for name in (ar, en)))


def _typed(form: Any) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def _chosen(options: Sequence[Option], choice: Combination | None) -> dict[str, Any]:
    """Options keep their cards' numbers, also when a card between them is empty."""
    nothing: dict[str, Any] = dict.fromkeys(CHOICES)
    chosen = zip(options, choice or (), strict=False)
    return nothing | {f"value{option.number}": line for option, line in chosen if line in option.labels}


def _number(value: Any) -> int | None:
    text = str("" if value is None else value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _free_sku(stem: str, taken: set[str]) -> str:
    """A proposal only; a store's SKUs are its own."""
    count = 2
    while stem and f"{stem}-{count}" in taken:
        count += 1
    return f"{stem}-{count}" if stem else ""
