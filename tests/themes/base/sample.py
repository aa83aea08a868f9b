"""One context for every page of the theme, in the states a shopper may find it in."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms

from commerce.carts.domain.values import Problem
from commerce.core.bilingual import Bilingual
from commerce.core.paging import Slice
from commerce.payments.application.transfer_queries import BankView, ReceiptView
from commerce.payments.domain.declines import DeclineReason
from commerce.payments.domain.values import ClientToken, FormPost, Widget
from tests.themes.base.sample_home import home_body
from tests.themes.base.sample_values import (
    CARDS,
    CART,
    MENU,
    PAYMENT_METHODS,
    REFUNDS,
    RETURN,
    ROWS,
    SHIPMENT,
    cart,
    cart_line,
    cart_with_offers,
    offer,
    order,
    picture,
    product,
    riyals,
)
from wasla_site.storefront.campaigns.queries import ShownBanner
from wasla_site.storefront.campaigns.telling import Told

RECEIPTS = tuple(ReceiptView(each, each == 2, datetime(2026, 11, 1, 9, each, tzinfo=UTC)) for each in (1, 2))

PREVIEW = SimpleNamespace(
    instant=datetime(2026, 12, 4, 17, 5, tzinfo=UTC),
    maker="هدى",
    shown_as="new_customer",
    draft_count=3,
    change_url="/manage/store-preview/",
)


BANNER = ShownBanner(
    campaign_id=1,
    name=Bilingual("عرض العيد", "The Eid offer"),
    text=Bilingual("خصم على كل العطور حتى نهاية الأسبوع", "Perfumes cost less until the end of the week"),
    link="/campaigns/eid/",
    picture=picture(3),
    ends_at=PREVIEW.instant,
    places=frozenset({"strip", "home", "lists"}),
)
BANNERS = {"strip": (BANNER,), "home": (BANNER, replace(BANNER, picture=None, ends_at=None)), "lists": (BANNER,)}
TOLD = Told(("15% off everything.",), ("From SAR 200 on.",), ("Of 100 pieces.",))


class CheckoutForm(forms.Form):
    phone = forms.CharField()
    name = forms.CharField()
    email = forms.EmailField(required=False)
    short_address = forms.CharField(required=False)
    city = forms.CharField()
    district = forms.CharField(required=False)
    street = forms.CharField(required=False)
    building_number = forms.CharField(required=False)
    postal_code = forms.CharField(required=False)
    notes = forms.CharField(required=False, widget=forms.Textarea)
    payment_method = forms.CharField()
    idempotency_key = forms.CharField(widget=forms.HiddenInput)


class AccountForm(forms.Form):
    name = forms.CharField()
    email = forms.EmailField()
    phone = forms.CharField(required=False)
    password = forms.CharField(widget=forms.PasswordInput)


class SignUpForm(forms.Form):
    name_ar = forms.CharField(label="Store name in Arabic", required=False)
    name_en = forms.CharField(label="Store name in English", required=False)
    slug = forms.CharField(label="Store address")
    language = forms.ChoiceField(label="First language", choices=[("ar", "العربية"), ("en", "English")])
    owner_email = forms.EmailField(label="Your e-mail")
    owner_password = forms.CharField(label="Choose a password", widget=forms.PasswordInput)


def shell(language: str) -> dict[str, Any]:
    """What every page of a store gets."""
    arabic = language == "ar"
    return {
        "store": SimpleNamespace(
            name=Bilingual("نور للعطور", "Noor Perfumes"), slug="noor", language=language,
            other_language="en" if arabic else "ar", currency="SAR", direction="rtl" if arabic else "ltr",
            time_zone="Asia/Riyadh",
            other_language_url="/en/products/" if arabic else "/products/",
        ),
        "cart_count": 4, "menu": MENU, "customer": None,
    }  # fmt: skip


def _filled(form: type[forms.Form], **data: str) -> forms.Form:
    bound = form(data)
    bound.is_valid()
    return bound


MODES = [
    {"name": "Similar", "address": "?look=x", "is_chosen": True},
    {"name": "Colour", "address": "?look=x&mode=colour", "is_chosen": False},
]


def pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name of a state -> template and its own context."""
    listing = Slice(items=CARDS, number=2, pages=3, total=1234)
    nothing: Slice[Any] = Slice(items=(), number=1, pages=1, total=0)
    broken = cart(
        cart_line(0, 2),
        cart_line(3, 5, Problem.FEWER_LEFT, 2),
        cart_line(6, 1, Problem.SOLD_OUT, 0),
        cart_line(7, 1, Problem.NO_LONGER_SOLD, 0),
    )
    customer = SimpleNamespace(name="سارة العتيبي", email="sara@example.com")
    checkout = {"cart": CART, "ways": [(way, way.fee) for way in PAYMENT_METHODS], "idempotency_key": "a1"}
    return {
        "home": ("home.html", {"page": SimpleNamespace(body=home_body())}),
        "home-with-banners": ("home.html", {
            "page": SimpleNamespace(body=home_body()), "campaign_banners": BANNERS}),
        "home-empty": ("home.html", {"page": SimpleNamespace(body=[])}),
        "list": ("product_list.html", {
            "heading": Bilingual("كل المنتجات", "All products"), "slice": listing, "sort": "price"}),
        "list-with-banners": ("product_list.html", {
            "heading": Bilingual("كل المنتجات", "All products"), "slice": listing, "campaign_banners": BANNERS}),
        "campaign": ("campaign.html", {
            "page": SimpleNamespace(name=BANNER.name, ends_at=BANNER.ends_at, body=home_body()[3:]), "told": TOLD,
            "products": CARDS[:4]}),
        "campaign-without-end": ("campaign.html", {
            "page": SimpleNamespace(name=BANNER.name, ends_at=None, body=[]), "told": Told(TOLD.actions, (), ()),
            "products": ()}),
        "campaign-to-come": ("campaign_closed.html", {"is_over": False}),
        "campaign-over": ("campaign_closed.html", {"is_over": True}),
        "category": ("product_list.html", {
            "heading": MENU[0].name, "slice": listing, "category": MENU[0], "children": MENU[1:4], "sort": "newest"}),
        "category-empty": ("product_list.html", {"heading": MENU[0].name, "slice": nothing, "category": MENU[0]}),
        "product": ("product.html", {"product": product(), "related": CARDS[1:5]}),
        "product-sold-out": ("product.html", {"product": product(selected=offer(0, available=0))}),
        "product-no-combination": ("product.html", {"product": product(selected=None)}),
        "product-plain": ("product.html", {"product": product(
            options=(), pictures=(), selected=offer(0, available=40, reduced=False))}),
        "search": ("search.html", {"query": "عطر", "slice": replace(listing, number=1), "newest": ()}),
        "search-nothing": ("search.html", {"query": "zzz 123", "slice": nothing, "newest": ()}),
        "search-start": ("search.html", {"query": "", "slice": nothing, "newest": ()}),
        "search-meant": ("search.html", {
            "query": "عطرر", "meant": "عطر", "very_words": "?q=x&exact=1", "slice": replace(listing, number=1)}),
        "search-degraded": ("search.html", {"query": "zzz", "slice": nothing, "is_told_degraded": True}),
        "search-told-to-wait": ("search.html", {"query": "عطر", "slice": nothing, "problem": "حاول بعد دقيقة"}),
        "search-by-picture": ("search_picture.html", {}),
        "search-by-picture-refused": ("search_picture.html", {"problem": "هذا الملف ليس صورة"}),
        "search-by-picture-found": ("search_picture.html", {
            "is_answered": True, "cards": CARDS[:6], "modes": MODES, "product": CARDS[0]}),
        "search-by-picture-nothing": ("search_picture.html", {
            "is_answered": True, "cards": (), "modes": MODES, "popular": MENU[:3]}),
        "cart": ("cart.html", {"cart": CART}),
        "cart-problems": ("cart.html", {"cart": broken}),
        "cart-offers": ("cart.html", {"cart": cart_with_offers()}),
        "cart-code-refused": ("cart.html", {"cart": CART, "code_problem": "لا يوجد الرمز", "typed_code": "X1"}),
        "cart-empty": ("cart.html", {"cart": cart(), "cart_count": 0}),
        "cart-empty-order-waits": ("cart.html", {"cart": cart(), "cart_count": 0, "order_to_pay": SimpleNamespace(
            number=1017, token="t1")}),
        "checkout": ("checkout.html", {**checkout, "form": CheckoutForm(initial={"payment_method": "paytabs"})}),
        "checkout-gone": ("checkout.html", {**checkout, "form": CheckoutForm(), "gone": "نفد عرض في سلتك الآن."}),
        "checkout-too-little": ("checkout.html", {
            **checkout, "form": CheckoutForm(), "ways": [], "least": riyals(100)}),
        "checkout-errors": ("checkout.html", {
            **checkout, "form": _filled(CheckoutForm, phone="05", email="wrong", payment_method="bank_transfer"),
            "difference": SimpleNamespace(seen=riyals(99600), now=riyals(102100))}),
        "order": ("order.html", {"order": order()}),
        "order-waiting": ("order.html", {"order": order("payment_pending")}),
        "order-declined": ("order.html", {"order": order("payment_pending", was_declined=True)}),
        **{
            f"order-declined-{reason}": (
                "order.html", {"order": order("payment_pending", was_declined=True), "declined_for": reason})
            for reason in DeclineReason
        },
        "order-being-checked": ("order.html", {"order": order("payment_pending", being_checked=True)}),
        "order-awaiting-a-transfer": ("order.html", {"order": order("created", awaits_transfer=True), "transfer": {
            "bank": BankView("مصرف الراجحي", "نور للعطور", "SA03 8000 0000 6080 1016 7519"), "receipts": RECEIPTS,
            "left": riyals(149400), "arrived": riyals(2500),
            "may_show_more": True}}),
        "order-created": ("order.html", {"order": order("created")}),
        "order-delivered": ("order.html", {"order": order("delivered")}),
        "order-failed": ("order.html", {"order": order("failed"), "may_try_again": True}),
        "order-replaced": ("order.html", {"order": order("failed"), "instead": SimpleNamespace(
            number=1023, token="t2")}),
        "order-come-back": ("order.html", {"order": order("cancelled", came_back=True)}),
        "order-given-back": ("order.html", {
            "order": order("delivered", is_given_back=True), "returns": [RETURN], "refunds": REFUNDS}),
        "order-rest-off": ("order.html", {
            "order": order("shipped"), "returns": [replace(RETURN, was_never_sent=True)]}),
        "order-cancelled": ("order.html", {"order": order("cancelled", refund_due=True)}),
        "sign-in": ("account/sign_in.html", {"form": AccountForm()}),
        "register": ("account/register.html", {"form": _filled(AccountForm, email="x")}),
        "forgotten": ("account/forgotten.html", {"form": _filled(AccountForm, email="x")}),
        "sent": ("account/sent.html", {}),
        "new-password": ("account/new_password.html", {"form": AccountForm()}),
        "link-closed": ("account/link_closed.html", {}),
        "password-letter": ("letters/password.html", {
            "language": "ar", "direction": "rtl", "store_name": "نور", "url": "https://noor.example/x/"}),
        "order-letter": ("letters/order.html", {
            "language": "ar", "direction": "rtl", "store_name": "نور", "url": "https://noor.example/x/",
            "order": order()}),
        **{f"order-letter-{kind}": (f"letters/order_{kind}.html", {
            "language": "ar", "direction": "rtl", "store_name": "نور", "url": "https://noor.example/x/",
            "order": order(), "shipment": SHIPMENT, "is_whole": False, "amount": riyals(4900),
            "paid": riyals(4900), "hold": SimpleNamespace(amount=riyals(4900), taking="when_sent"),
            "rest": replace(RETURN, was_never_sent=True), "goes_back": riyals(4900)})
           for kind in ("held", "rest", "paid", "unpaid", "shipped", "delivered", "cancelled", "refunded")},
        "order-in-shipments": ("order.html", {"order": order("confirmed"), "shipments": [SHIPMENT]}),
        "account": ("account/account.html", {"customer": customer, "orders": ROWS}),
        "account-empty": ("account/account.html", {"customer": customer, "orders": ()}),
        "content": ("content_page.html", {"page": SimpleNamespace(
            title="About", heading_ar="من نحن", heading_en="About us", body=home_body()[3:])}),
        "not-found": ("errors/not_found.html", {}),
        "not-found-in-store": ("errors/not_found_in_store.html", {}),
        "refused": ("errors/refused.html", {"message": "العنوان محجوز"}),
        "closed": ("errors/closed.html", {"tenant": SimpleNamespace(name_ar="نور للعطور", name_en="Noor Perfumes")}),
        "unknown-host": ("errors/unknown_host.html", {}),
        "server-error": ("errors/server_error.html", {}),
        "out-of-date": ("errors/out_of_date.html", {}),
        "preview": ("cart.html", {"cart": CART, "preview": PREVIEW}),
        "preview-of-a-link": ("product_list.html", {
            "heading": MENU[0].name, "slice": nothing, "category": MENU[0],
            "preview": SimpleNamespace(**{**vars(PREVIEW), "change_url": "", "draft_count": 0, "shown_as": "guest"})}),
        "not-in-preview": ("preview/not_in_preview.html", {"preview": PREVIEW}),
        "preview-ended": ("preview/ended.html", {}),
        "busy": ("errors/busy.html", {"is_sent": True, "fields": [("name", "سارة"), ("note", '"<b>')]}),
        "under-way": ("errors/busy.html", {"is_sent": True, "is_under_way": True, "fields": [("name", "سارة")]}),
        "paying-in-a-widget": ("payment/widget.html", {"order": order("payment_pending"), "action": Widget(
            "https://eu-test.oppwa.com/v1/paymentWidgets.js?checkoutId=1", "sha384-x", ("VISA", "MASTER"), "/back/")}),
        "paying-in-a-form": ("payment/client_token.html", {"order": order("payment_pending"), "action": ClientToken(
            "pk_test_1", "https://cdn.moyasar.com/moyasar.js", {"amount": "9200", "metadata[attempt]": "1"},
            "https://cdn.moyasar.com/moyasar.css")}),
        "going-on-to-pay": ("payment/form_post.html", {
            "order": order("payment_pending"), "action": FormPost("https://pay.example/", (("token", "1"),))}),
        "sign-up": ("platform/sign_up.html", {"form": SignUpForm(), "platform_host": "wasla.example"}),
        "opened": ("platform/opened.html", {
            "tenant": SimpleNamespace(name_ar="نور للعطور", name_en="Noor Perfumes"),
            "store_url": "https://noor.wasla.example/", "desk_url": "https://noor.wasla.example/manage/"}),
    }  # fmt: skip
