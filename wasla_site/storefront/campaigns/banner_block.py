"""A campaign's banner: what it says, where it shows, where it leads."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

STRIP, HOME, LISTS = "strip", "home", "lists"
PLACES = [
    (STRIP, _("As a line above every page")),
    (HOME, _("On the home page")),
    (LISTS, _("Above the lists of products")),
]


def refuse_what_leads_nowhere(link: str) -> None:
    """Raises ValidationError for what a shop would not link to."""
    from themes.base.templatetags.storefront import shop_link  # noqa: PLC0415 - it asks for models

    if not shop_link(link):
        raise ValidationError(
            gettext("This is no link. Please type a path, as /products/, or an address with https://.")
        )


class BannerBlock(blocks.StructBlock):
    text_ar = blocks.CharBlock(required=False, max_length=120, label=_("Text, Arabic"))
    text_en = blocks.CharBlock(required=False, max_length=120, label=_("Text, English"))
    image = ImageChooserBlock(required=False, label=_("Picture"))
    link = blocks.CharBlock(
        required=False,
        max_length=200,
        validators=(refuse_what_leads_nowhere,),
        label=_("Leads to"),
        help_text=_("Empty leads to the campaign's own page."),
    )
    places = blocks.MultipleChoiceBlock(
        choices=PLACES, widget=forms.CheckboxSelectMultiple, required=False, label=_("Where it shows")
    )
    countdown = blocks.BooleanBlock(required=False, default=True, label=_("With the time that is left"))

    class Meta:
        icon = "image"
        label = _("Banner")


class Banner(blocks.StreamBlock):
    banner = BannerBlock()

    class Meta:
        max_num = 1
