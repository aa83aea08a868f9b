"""Test cards and what becomes of them. Sources: the three gateways' own lists; PayTabs publishes none."""

from __future__ import annotations

# number → (brand, verdict)
CARDS = {
    "4200000000000091": ("VISA", "approved"),
    "4200000000000042": ("VISA", "challenge"),
    "4012001037461114": ("VISA", "technical"),
    "5200000000000007": ("MASTER", "approved"),
    "5200000000000015": ("MASTER", "challenge"),
    "374500262001008": ("AMEX", "approved"),
    "4201320111111010": ("MADA", "approved"),
    "4201320000013020": ("MADA", "unspecified"),
    "4201320000311101": ("MADA", "funds"),
    "4201320131000508": ("MADA", "lost"),
    "4201321234411220": ("MADA", "refused"),
    "4201322267774310": ("MADA", "expired"),
    "4201321144311528": ("MADA", "stolen"),
    "4111111111111111": ("VISA", "approved"),
    "4123120001090000": ("VISA", "funds"),
    "4123120000000000": ("VISA", "unspecified"),
    "5421080101000000": ("MASTER", "approved"),
    "5105105105105100": ("MASTER", "unspecified"),
}
# What a person on a page can choose instead of remembering a number.
CHOICES = {
    "approve": "4111111111111111",
    "mada": "4201320111111010",
    "refuse": "4123120001090000",
    "challenge": "4200000000000042",
    "technical": "4012001037461114",
}


def chosen(form: dict[str, str]) -> str:
    """The card's number, of a choice or typed."""
    typed = form.get("number", "").replace(" ", "")
    return typed or CHOICES.get(form.get("choice", ""), "")


def verdict_on(number: str) -> tuple[str, str]:
    """(brand, verdict); a card nobody listed is refused."""
    return CARDS.get(number, ("VISA", "unspecified"))


def masked(number: str) -> str:
    return f"{number[:4]} {number[4:6]}## #### {number[-4:]}"
