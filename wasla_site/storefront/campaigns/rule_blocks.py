"""What a campaign gives, to whom and for what, in the words of those who sell: the blocks of its rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from commerce.catalog.application.queries import category_choices_by_id, collection_choices, tag_choices
from commerce.payments.application.queries import offered_ways
from commerce.promotions.domain.coupons import FEWEST_LETTERS, LONGEST_CODE, LONGEST_PREFIX
from wasla_site.storefront.campaigns.choosers import ProductChooserBlock, VariantChooserBlock
from wasla_site.storefront.campaigns.drafting import goods_of
from wasla_site.storefront.campaigns.typed_fields import AmountBlock, CodeBlock, PercentBlock, PiecesBlock

WEEK = [
    ("6", _("Sunday")),
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
]


def method_choices() -> list[tuple[str, str]]:
    language = get_language() or "ar"
    return [(method.code, method.name.in_language(language)) for method in offered_ways()]


class Ticks(forms.CheckboxSelectMultiple):
    """`nothing` is said where there is nothing to tick."""

    def __init__(self, nothing: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nothing = nothing

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        if not self.nothing or list(self.choices):
            return super().render(name, value, attrs, renderer)
        return format_html('<div id="{}" class="help">{}</div>', (attrs or {}).get("id", ""), self.nothing)


class TickedBlock(blocks.MultipleChoiceBlock):
    """Several of a few, ticked; what is gone since is not shown and not asked for again."""

    def __init__(self, choices: Any, *, nothing: Any = "", required: bool = False, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=Ticks(nothing), required=required, search_index=False, **kwargs)


NO_COLLECTIONS = _("There are no collections yet. Add one under Products, Collections.")
NO_CATEGORIES = _("There are no categories yet. Add one under Products, Categories.")
NO_TAGS = _("No product has a tag yet. Add tags on the page of a product.")


class GoodsBlock(blocks.StructBlock):
    """Which goods; nothing chosen means all of them."""

    products = blocks.ListBlock(ProductChooserBlock(), default=[], min_num=0, label=_("These products"))
    variants = blocks.ListBlock(
        VariantChooserBlock(), default=[], min_num=0, label=_("These variants, as one size of a product")
    )
    collections = TickedBlock(
        collection_choices, nothing=NO_COLLECTIONS, label=_("What is in one of these collections")
    )
    categories = TickedBlock(
        category_choices_by_id, nothing=NO_CATEGORIES, label=_("What stands in these categories, or below")
    )
    tags = TickedBlock(tag_choices, nothing=NO_TAGS, label=_("What has one of these tags"))
    but_not_products = blocks.ListBlock(ProductChooserBlock(), default=[], min_num=0, label=_("But not these products"))
    but_not_variants = blocks.ListBlock(VariantChooserBlock(), default=[], min_num=0, label=_("But not these variants"))
    but_not_collections = TickedBlock(collection_choices, nothing=NO_COLLECTIONS, label=_("But not these collections"))
    but_not_categories = TickedBlock(category_choices_by_id, nothing=NO_CATEGORIES, label=_("But not these categories"))
    but_not_tags = TickedBlock(tag_choices, nothing=NO_TAGS, label=_("But not what has these tags"))
    but_not_reduced = blocks.BooleanBlock(required=False, label=_("But nothing that is reduced already"))

    class Meta:
        icon = "tag"
        label = _("Only for these goods")
        label_format = ""
        form_layout: ClassVar = [
            "products",
            "collections",
            "categories",
            "tags",
            "variants",
            blocks.BlockGroup(
                [
                    "but_not_reduced",
                    "but_not_products",
                    "but_not_collections",
                    "but_not_categories",
                    "but_not_tags",
                    "but_not_variants",
                ],
                heading=_("Except"),
                classname="collapsed",
                label_format="",
            ),
        ]


class AimedGoodsBlock(GoodsBlock):
    """Goods as a condition, which names some. All of them need none, and what it named may be gone since."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and goods_of(cleaned) is None:
            raise StructBlockValidationError(
                non_block_errors=[_("It names no goods. Please choose some, or take it out if it is for all goods.")]
            )
        return cleaned


def _percent(**kwargs: Any) -> PercentBlock:
    return PercentBlock(label=_("Percent"), **kwargs)


class PercentAction(blocks.StructBlock):
    percent = _percent()

    class Meta:
        icon = "minus"
        label = _("Percent off the goods")
        group = _("Off the goods")


class PieceAction(blocks.StructBlock):
    amount = AmountBlock(label=_("Amount"))

    class Meta:
        icon = "tag"
        label = _("Amount off each piece")
        group = _("Off the goods")


class LineAction(blocks.StructBlock):
    amount = AmountBlock(label=_("Amount"))

    class Meta:
        icon = "list-ul"
        label = _("Amount off each product, however many pieces")
        group = _("Off the goods")


class BuyGetAction(blocks.StructBlock):
    buy = PiecesBlock(label=_("Pieces to buy"), default=1)
    get = PiecesBlock(label=_("Pieces to get"), default=1)
    percent = PercentBlock(label=_("Percent off those"), default="100", help_text=_("100 gives them for nothing."))
    gets = GoodsBlock(label=_("What they get, if it is something else"), collapsed=True)

    class Meta:
        icon = "plus-inverse"
        label = _("Buy some, get some")
        group = _("Off the goods")


class PartBlock(blocks.StructBlock):
    pieces = PiecesBlock(label=_("Pieces"), default=1)
    goods = GoodsBlock(label=_("Of"))


class BundleAction(blocks.StructBlock):
    price = AmountBlock(label=_("Price of all together"))
    parts = blocks.ListBlock(PartBlock(), label=_("Parts"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Bundle for one price")
        group = _("Off the goods")


class OrderPercentAction(blocks.StructBlock):
    percent = _percent()

    class Meta:
        icon = "minus"
        label = _("Percent off the order")
        group = _("Off the order")


class OrderAmountAction(blocks.StructBlock):
    amount = AmountBlock(label=_("Amount"))

    class Meta:
        icon = "clipboard-list"
        label = _("Amount off the order")
        group = _("Off the order")


class StepBlock(blocks.StructBlock):
    at_least = AmountBlock(label=_("From this sum on"))
    percent = PercentBlock(required=False, label=_("Percent off"))
    amount = AmountBlock(required=False, label=_("or an amount off"))


class StepsAction(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        icon = "order-up"
        label = _("Spend more, save more")
        group = _("Off the order")


class GiftAction(blocks.StructBlock):
    variant = VariantChooserBlock(label=_("Gift"))
    pieces = PiecesBlock(label=_("Pieces"), default=1)

    class Meta:
        icon = "pick"
        label = _("A gift")
        group = _("Off the order")


class Actions(blocks.StreamBlock):
    percent = PercentAction()
    per_piece = PieceAction()
    per_line = LineAction()
    buy_get = BuyGetAction()
    bundle = BundleAction()
    order_percent = OrderPercentAction()
    order_amount = OrderAmountAction()
    steps = StepsAction()
    gift = GiftAction()

    class Meta:
        max_num = 8


class HoursBlock(blocks.StructBlock):
    days = TickedBlock(WEEK, label=_("On these days"))
    opens = blocks.TimeBlock(label=_("From"))
    closes = blocks.TimeBlock(label=_("until"), help_text=_("A window over midnight belongs to the day it begins."))

    class Meta:
        icon = "time"
        label = _("Only at these hours")


class _Said(blocks.StaticBlock):
    """A condition that says all by standing there."""


class Conditions(blocks.StreamBlock):
    goods = AimedGoodsBlock()
    minimum_spend = AmountBlock(label=_("Whoever spends at least"))
    minimum_pieces = PiecesBlock(label=_("Whoever buys at least so many pieces"), icon="decimal")
    coupon = _Said(label=_("Only with a coupon"), icon="key", admin_text=_("A code of this campaign must be entered."))
    first_order = _Said(
        label=_("Only on a first order"), icon="user", admin_text=_("Guests are asked to sign in to use it.")
    )
    payment_methods = TickedBlock(method_choices, required=True, label=_("Only when paid like this"), icon="lock")
    cities = blocks.TextBlock(
        label=_("Only for these cities"),
        icon="site",
        rows=3,
        max_length=1000,
        help_text=_("One in each line, in every spelling your shoppers use."),
    )
    hours = HoursBlock()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in (
                "goods",
                "minimum_spend",
                "minimum_pieces",
                "coupon",
                "first_order",
                "payment_methods",
                "cities",
            )
        }


def _uses(label: Any, **kwargs: Any) -> PiecesBlock:
    return PiecesBlock(label=label, required=False, help_text=_("Empty is without limit."), **kwargs)


class SingleCoupon(blocks.StructBlock):
    code = CodeBlock(LONGEST_CODE, label=_("Code"))

    class Meta:
        icon = "key"
        label = _("One code for one use")


class SharedCoupon(blocks.StructBlock):
    code = CodeBlock(LONGEST_CODE, label=_("Code"))
    uses = _uses(_("Uses in all"))
    uses_per_customer = _uses(_("Uses for each customer"), default=1)

    class Meta:
        icon = "group"
        label = _("One code for many")


class GeneratedCoupons(blocks.StructBlock):
    prefix = CodeBlock(LONGEST_PREFIX, label=_("Codes begin with"), required=False)
    count = PiecesBlock(label=_("How many codes"), help_text=_("Up to 100,000."))
    length = PiecesBlock(
        label=_("Letters behind that"),
        default=FEWEST_LETTERS,
        help_text=_("8 to 20; the more, the harder to guess."),
    )
    uses = _uses(_("Uses of each code"), default=1)
    uses_per_customer = _uses(_("Uses for each customer"))

    class Meta:
        icon = "copy"
        label = _("Many codes, made for you")


class Coupons(blocks.StreamBlock):
    single = SingleCoupon()
    shared = SharedCoupon()
    generated = GeneratedCoupons()

    class Meta:
        max_num = 20


class Limits(blocks.StreamBlock):
    budget = AmountBlock(label=_("Budget: what it may cost in all"))
    uses = PiecesBlock(label=_("Orders that may use it, in all"), icon="decimal")
    customer_uses = PiecesBlock(label=_("Orders of one customer that may use it"), icon="user")
    pieces = PiecesBlock(label=_("Pieces that may be reduced, in all"), icon="tag")
    per_order = AmountBlock(label=_("The most it takes off one order"))

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("budget", "uses", "customer_uses", "pieces", "per_order")}
