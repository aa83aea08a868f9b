"""What shoppers read of attributes, which the index knows by codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from commerce.catalog.domain.values import NamedChoice
from commerce.core.bilingual import Bilingual
from search_index.domain.attributes import attribute_of
from search_index.domain.values import Attribute
from search_index.models import AttributeName


@dataclass(frozen=True, slots=True)
class Name:
    option: Bilingual
    value: Bilingual


def keep_names(choices: Iterable[NamedChoice]) -> None:
    """Attributes are called as in these; of two that are one attribute, as in the last. One statement, two where
    something is called otherwise than before, written in the one order in which everybody does."""
    named = {attribute_of(choice.option, choice.value): Name(choice.option, choice.value) for choice in choices}
    known = names_of(named)
    rows = [
        AttributeName(
            option=attribute.option,
            value=attribute.value,
            option_ar=name.option.ar,
            option_en=name.option.en,
            value_ar=name.value.ar,
            value_en=name.value.en,
        )
        for attribute, name in sorted(named.items(), key=lambda one: one[0])
        if known.get(attribute) != name
    ]
    AttributeName.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant", "option", "value"],
        update_fields=["option_ar", "option_en", "value_ar", "value_en"],
    )


def names_of(attributes: Collection[Attribute]) -> dict[Attribute, Name]:
    """Those that are known. One statement."""
    options = {attribute.option for attribute in attributes}
    asked = Q(option__in=options, value__in={attribute.value for attribute in attributes})
    rows = AttributeName.objects.filter(asked) if attributes else ()
    found = {Attribute(row.option, row.value): Name(row.option_name, row.value_name) for row in rows}
    return {attribute: found[attribute] for attribute in attributes if attribute in found}


def named_attributes(most: int) -> list[tuple[Attribute, Name]]:
    """The store's, by option and value. One statement."""
    rows = AttributeName.objects.order_by("option", "value")[:most]
    return [(Attribute(row.option, row.value), Name(row.option_name, row.value_name)) for row in rows]
