"""`{% load amounts %}`: `<bdi>{{ amount|spelt }}</bdi>` in templates of the desk."""

from django import template

from commerce.core import amounts
from commerce.core.money import Money

register = template.Library()


@register.filter
def spelt(amount: Money) -> str:
    return amounts.spelt(amount)


@register.filter
def spelt_off(amount: Money) -> str:
    """An amount that is taken off, with its minus."""
    return amounts.spelt(-amount)
