"""A shop's worth of made-up values."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.safestring import SafeString

from commerce.carts.domain.pricing.outputs import Why
from commerce.carts.domain.pricing.reasons import Reason
from commerce.carts.domain.values import CartLineView, CartView, CodeView, Discount, GiftView, Hint, Problem
from commerce.catalog.domain.values import (
    CategoryLink,
    CategoryTile,
    OptionChoice,
    Picture,
    ProductCard,
    ProductOptionRow,
    ProductPage,
    VariantOffer,
)
from commerce.core.bilingual import Bilingual
from commerce.core.money import Money
from commerce.orders.domain.values import (
    FulfilmentView,
    MoveView,
    OrderLineView,
    OrderRow,
    OrderView,
    PieceView,
    ReturnView,
)
from commerce.payments.application.money_queries import RefundView
from commerce.payments.domain.capabilities import Capabilities
from commerce.payments.domain.values import PaymentMethod

PLACED_AT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
LONG_NAME = Bilingual(
    "بخور العود الملكي الفاخر المعتّق بخلطة الورد الطائفي والعنبر والمسك الأبيض",
    "Royal aged oud incense blended with Taif rose, amber and white musk from the mountains",
)
NAMES = (
    Bilingual("عطر ليل الرياض", "Riyadh Night perfume"),
    Bilingual("مبخرة نحاسية", "Brass incense burner"),
    Bilingual("دهن عود كمبودي", "Cambodian oud oil"),
    LONG_NAME,
    Bilingual("شمعة العنبر", "Amber candle"),
    Bilingual("مسك أبيض", "White musk"),
    Bilingual("صندوق هدايا", "Gift box"),
    Bilingual("ورد طائفي", "Taif rose water"),
    Bilingual("معمول معطّر", "Scented maamoul"),
    Bilingual("عطر خزامى", "Lavender perfume"),
    Bilingual("مرش ماء الورد", "Rose water sprinkler"),
    Bilingual("عود مروكي", "Marouki oud"),
)


def riyals(minor: int) -> Money:
    return Money(minor, "SAR")


def picture(index: int) -> Picture:
    return Picture(f"/sample/{index % 12}.svg", 800, 800, NAMES[index % len(NAMES)], f"/sample/{index % 12}.svg 800w")


def card(index: int) -> ProductCard:
    reduced = index % 3 == 0
    return ProductCard(
        id=index,
        slug=f"product-{index}",
        title=NAMES[index % len(NAMES)],
        picture=None if index == 10 else picture(index),
        price=riyals(4900 + index * 3700 + (123400000 if index == 7 else 0)),
        compare_at=riyals(6900 + index * 3700) if reduced else None,
        price_varies=index % 4 == 1,
        available=index != 5,
    )


CARDS = tuple(card(index) for index in range(12))


def offer(index: int, *, available: int = 3, reduced: bool = True) -> VariantOffer:
    return VariantOffer(
        id=1000 + index,
        product_id=index,
        product_slug=f"product-{index}",
        sku=f"NR-{index:04}",
        title=NAMES[index % len(NAMES)],
        option_label=Bilingual("50 مل، هدية", "50 ml, gift"),
        picture=picture(index),
        unit_price=riyals(24900),
        compare_at=riyals(32000) if reduced else None,
        available=available,
        active=True,
    )


def category(slug: str, arabic: str, english: str) -> CategoryLink:
    return CategoryLink(slug, Bilingual(arabic, english))


MENU = (
    category("perfumes", "العطور", "Perfumes"),
    category("incense", "البخور والعود", "Oud and incense"),
    category("oils", "الزيوت العطرية", "Scented oils"),
    category("gifts", "الهدايا", "Gifts"),
    category("home", "معطرات المنزل", "Home scents"),
    category("care", "العناية", "Care"),
)


TILES = tuple(CategoryTile(link.slug, link.name, picture(index), 4) for index, link in enumerate(MENU))


def option_row(position: int, name: Bilingual, labels: tuple[Bilingual, ...], *, sold_out: int) -> ProductOptionRow:
    choices = tuple(
        OptionChoice(position * 10 + index, label, selected=index == 0, available=index != sold_out)
        for index, label in enumerate(labels)
    )
    return ProductOptionRow(name, position, choices)


def product(**changes: Any) -> ProductPage:
    page = ProductPage(
        id=1,
        slug="product-0",
        title=NAMES[0],
        description=Bilingual(
            SafeString("<p>عطر شرقي دافئ: زعفران وهيل، ثم ورد طائفي، وقاعدة من العود.</p><p>يدوم 12 ساعة.</p>"),
            SafeString("<p>Warm: saffron and cardamom, then Taif rose, on oud.</p><p>Lasts 12 hours.</p>"),
        ),
        pictures=tuple(picture(index) for index in range(4)),
        options=(
            option_row(1, Bilingual("الحجم", "Size"), (
                Bilingual("50 مل", "50 ml"), Bilingual("100 مل", "100 ml"), Bilingual("200 مل", "200 ml"),
            ), sold_out=2),
            option_row(2, Bilingual("التغليف", "Wrapping"), (
                Bilingual("عادي", "Plain"), Bilingual("هدية", "Gift"),
            ), sold_out=9),
        ),
        variants=(offer(0),),
        selected=offer(0),
        trail=MENU[:1],
        tags=(),
    )  # fmt: skip
    return replace(page, **changes)


def cart_line(index: int, quantity: int, problem: Problem | None = None, left: int = 3) -> CartLineView:
    return CartLineView(
        variant_id=1000 + index,
        offer=offer(index, available=left),
        quantity=quantity,
        unit_price=riyals(24900),
        discounts=(Discount(1, Bilingual("عرض الجمعة", "Friday offer"), riyals(2490)),) if index == 3 else (),
        line_total=riyals(24900 * quantity - (2490 if index == 3 else 0)),
        problem=problem,
        left=left,
    )


def cart(*lines: CartLineView) -> CartView:
    pieces = sum(line.quantity for line in lines)
    return CartView(
        lines, gifts=(), subtotal=riyals(99600), discounts=(), shipping=riyals(2500), fee=None, total=riyals(102100),
        vat=riyals(13317), piece_count=pieces,
    )  # fmt: skip


def cart_with_offers() -> CartView:
    """Discounts of a line and of the order, a gift, a fee, codes that give and that do not yet, and what is near."""
    founding, gift = Bilingual("يوم التأسيس", "Founding Day"), Bilingual("هدية مع الطلب", "A gift with the order")
    missing = Why(Reason.SPEND_MORE, {"missing": 2300, "minimum": 100000})
    return replace(
        cart(cart_line(0, 2), cart_line(3, 1)),
        gifts=(GiftView(1006, offer(6), 1, gift),),
        discounts=(Discount(2, founding, riyals(5000)),),
        fee=riyals(1500),
        codes=(CodeView("FOUNDING", founding, ()), CodeView("BIG", Bilingual("سلة كبيرة", "Big cart"), (missing,))),
        hints=(Hint(Bilingual("سلة كبيرة", "Big cart"), applies=False, why=missing),),
        zone="Asia/Riyadh",
    )


CART = cart(cart_line(0, 2), cart_line(3, 1), cart_line(6, 1))


PAYMENT_METHODS = (
    PaymentMethod(
        "hyperpay", Bilingual("بطاقة عبر هايبر باي", "Card with HyperPay"), Bilingual("", ""),
        Capabilities(offered_without_script=False),
    ),
    PaymentMethod(
        "paytabs", Bilingual("بطاقة عبر بيتابس", "Card with PayTabs"),
        Bilingual("مدى وفيزا وماستركارد", "mada, Visa and Mastercard"), Capabilities(),
    ),
    PaymentMethod(
        "cash_on_delivery", Bilingual("الدفع عند الاستلام", "Cash on delivery"),
        Bilingual("تدفع للمندوب نقدًا", "Pay the courier in cash"), Capabilities(offline=True), riyals(1500),
    ),
    PaymentMethod("bank_transfer", Bilingual("تحويل بنكي", "Bank transfer"), Bilingual("", ""), Capabilities()),
)  # fmt: skip
ROWS = (
    OrderRow(10042, "Zb3kQ0", PLACED_AT, "confirmed", riyals(151900), "paytabs"),
    OrderRow(10041, "Yc2", PLACED_AT, "delivered", riyals(4900), "cash_on_delivery"),
)


def order(
    status: str = "confirmed",
    *,
    refund_due: bool = False,
    came_back: bool = False,
    being_checked: bool = False,
    awaits_transfer: bool = False,
    was_declined: bool = False,
    is_given_back: bool = False,
) -> OrderView:
    moves = [MoveView("created", PLACED_AT, "guest", "", "")]
    if status in {"confirmed", "shipped"}:
        moves.append(MoveView("confirmed", PLACED_AT.replace(minute=42), "staff", "1", ""))
    lines = tuple(
        OrderLineView(
            variant_id=index, sku=f"NR-{index}", title=NAMES[index], option_label=Bilingual("50 مل", "50 ml"),
            picture=picture(index) if index else None, quantity=index + 1, unit_price=riyals(24900),
            line_total=riyals(24900 * (index + 1)),
        )
        for index in range(3)
    )  # fmt: skip
    return OrderView(
        id=7, number=10042, token="Zb3kQ0", status=status, placed_at=PLACED_AT, language="ar", lines=lines,
        subtotal=riyals(149400), discounts=(), shipping=riyals(2500), fee=None, total=riyals(151900),
        vat=riyals(19813), payment_id=7, payment_method="cash_on_delivery",
        payment_method_name=Bilingual("الدفع عند الاستلام", "Cash on delivery"), payment_status="created",
        left=riyals(151900), name="سارة العتيبي", phone="+966512345678", email="", city="الرياض", district="الملقا",
        street="طريق أنس بن مالك", building_number="2929", postal_code="13524", short_address="RRRD2929", notes="",
        moves=tuple(moves), refund_due=refund_due, came_back=came_back, is_given_back=is_given_back,
        can_pay=status == "payment_pending" and not being_checked,
        was_declined=was_declined, kept_until=PLACED_AT.replace(hour=23),
        payment_being_checked=being_checked, awaits_transfer=awaits_transfer,
        money_is_parked=False,
    )  # fmt: skip


RETURN = ReturnView(
    id=4, position=1, status="refunded", pieces=(PieceView(1, NAMES[0], Bilingual("50 مل", "50 ml"), "NR-0", 1),),
    was_never_sent=False, is_restocked=True, amount=riyals(24900), owed=riyals(24900), missing=riyals(0),
    otherwise=riyals(0), moves=(),
)  # fmt: skip
REFUNDS = (RefundView(PLACED_AT, riyals(10000), True), RefundView(PLACED_AT, riyals(24900), False))
SHIPMENT = FulfilmentView(
    id=3, position=1, status="shipped", tracking_number="SMSA 290012345",
    pieces=(PieceView(1, NAMES[0], Bilingual("50 مل", "50 ml"), "NR-0", 1),), moves=(),
)  # fmt: skip
