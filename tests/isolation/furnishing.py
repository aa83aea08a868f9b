"""What a store of the crawl is filled with: something of everything, each text with the store's marker."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    PageSubscription,
    PageViewRestriction,
    Site,
    UploadedFile,
)

from commerce.accounts.models import User
from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.application.use_cases.change_pricing_settings import change_pricing_settings
from commerce.catalog.application.use_cases.create_category import create_category
from commerce.catalog.application.use_cases.create_collection import create_collection
from commerce.catalog.application.use_cases.create_price_list import create_price_list
from commerce.catalog.application.use_cases.create_product import create_product
from commerce.catalog.application.use_cases.publish_product import publish_product
from commerce.catalog.application.use_cases.set_categories import set_categories
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.application.use_cases.set_quantity_prices import set_quantity_prices
from commerce.catalog.application.use_cases.set_tags import set_tags
from commerce.catalog.domain.drafts import ProductDraft, VariantDraft
from commerce.catalog.domain.pricing import FloorKind, PriceFloor, PriceListDraft, TierPrice, VatCode
from commerce.catalog.models import Product, StockLocation, Variant
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.audit import Deed, record
from commerce.core.bilingual import Bilingual
from commerce.core.models import OutboxDelivery, TriesWindow
from commerce.core.money import Money
from commerce.core.scope import current_tenant_id
from commerce.media.models import StoreDocument, StoreImage
from commerce.payments.application.discrepancies import found
from commerce.payments.application.movements import plan
from commerce.payments.application.use_cases.arrange_payment_ways import arrange_payment_ways
from commerce.payments.application.use_cases.close_discrepancy import close_discrepancy
from commerce.payments.application.use_cases.connect_gateway import connect_gateway
from commerce.payments.application.use_cases.receive_webhook import receive_webhook
from commerce.payments.application.use_cases.refund_payment import RefundRequest, refund_payment
from commerce.payments.application.use_cases.save_bank_details import save_bank_details
from commerce.payments.domain.accounts import Mode
from commerce.payments.domain.conversations import OperationKind, RawRequest
from commerce.payments.domain.discrepancies import Finding
from commerce.payments.models import Discrepancy, Operation, PaymentAttempt
from commerce.promotions.application.queries import find_codes
from commerce.promotions.application.use_cases.hold_redemptions import hold_redemptions
from commerce.promotions.application.use_cases.publish_promotion_version import publish_promotion_version
from commerce.promotions.domain.actions import PercentOff
from commerce.promotions.domain.coupons import BatchDraft, CouponKind
from commerce.promotions.domain.limits import Limits
from commerce.promotions.domain.redemptions import RedemptionDraft
from commerce.promotions.domain.values import Conditions, Promotion
from search_index.application.use_cases.save_ranking import save_ranking
from search_index.domain.profiles import Boost, Placing, Profile, Rule, Synonyms
from search_index.models import Popularity
from wasla_site.storefront.models import CampaignPage, ContentPage, HomePage
from wasla_site.storefront.redirects.addresses import Target
from wasla_site.storefront.redirects.use_cases.add_redirect import add_redirect

Say = Callable[[str], str]


def picture_file(colour: str = "#7a5230") -> ContentFile[bytes]:
    picture = io.BytesIO()
    Image.new("RGB", (480, 320), colour).save(picture, "WEBP")
    return ContentFile(picture.getvalue(), name="picture.webp")


def furnish_pictures(say: Say, staff: User) -> list[int]:
    """Two images with tags, a document, and an upload that was never finished."""
    images = [
        StoreImage.objects.create(
            title=say(name), description=say(name), file=picture_file(), width=480, height=320, uploaded_by_user=staff
        )
        for name in ("oud", "amber")
    ]
    images[0].tags.add(say("incense"))
    StoreDocument.objects.create(title=say("price list"), file=ContentFile(b"%PDF", name="list.pdf"))
    content_type = ContentType.objects.get_for_model(StoreImage)
    UploadedFile.objects.create(for_content_type=content_type, file=picture_file(), uploaded_by_user=staff)
    return [image.pk for image in images]


def furnish_catalog(say: Say, image_ids: list[int]) -> None:
    """Two categories, two products on sale and a draft, with options, tags, pictures and stock."""
    now = clock.now()
    top = create_category(name=both(say("perfumes")), slug=say("perfumes").replace(" ", "-"), picture_id=image_ids[0])
    below = create_category(name=both(say("attars")), parent_id=top)
    for name in ("oud", "musk", "draft"):
        draft = ProductDraft(
            title=both(say(name)),
            description=both(f"<p>{say(name)}</p>"),
            options=(both(say("size")),),
            variants=(
                VariantDraft(None, f"{name}-{say('s')}", 125_00, (both(say("small")),), barcode=say("b")),
                VariantDraft(None, f"{name}-{say('l')}", 200_00, (both(say("large")),), compare_at_minor=250_00),
            ),
        )
        product_id = create_product(draft=draft, now=now)
        set_categories(product_id=product_id, category_ids=[top, below])
        set_images(product_id=product_id, image_ids=image_ids)
        set_tags(product_id=product_id, names=[both(say("incense"))])
        for variant_id in Variant.objects.filter(product_id=product_id).values_list("pk", flat=True):
            adjust_stock(variant_id=variant_id, by=9, reason=say("count"), actor=say("clerk"), now=now)
        if name != "draft":
            publish_product(product_id=product_id, now=now)


def furnish_promotions(say: Say, variant_id: int) -> None:
    """An offer with a code, of which an order holds a use, and a batch of codes."""
    now = clock.now()
    word = say("x").split()[-1]
    codes = (
        BatchDraft(say("k"), CouponKind.SHARED, code=f"EID-{word}", uses_per_code=9, uses_per_customer=2),
        BatchDraft("post", CouponKind.GENERATED, prefix=f"P-{word}", count=3),
    )
    offer = publish_promotion_version(
        promotion_id=None,
        draft=Promotion(0, 0, both(say("offer")), (PercentOff(1_000),), now, conditions=Conditions(needs_code=True)),
        limits=Limits(uses=9, customer_uses=3, budget=900_00, pieces=9),
        coupons=codes,
        source="campaign:1:1",
        now=now,
    )
    use = RedemptionDraft(
        offer.promotion_id,
        offer.version_id,
        amount=10_00,
        pieces={variant_id: 1},
        coupon_id=find_codes([f"eid-{word}"])[f"eid-{word}"].coupon_id,
    )
    hold_redemptions(
        subject="order:1", drafts=[use], customer="customer:1", expires_at=now + timedelta(days=1), now=now
    )


def furnish_prices(say: Say) -> None:
    """A sale of everything, a price for three pieces, a collection, and the store's own settings."""
    now = clock.now()
    variants = list(Variant.objects.order_by("pk").values_list("pk", flat=True))
    prices = dict.fromkeys(variants, 99_00)
    create_price_list(draft=PriceListDraft(both(say("sale")), now, None, prices), now=now)
    set_quantity_prices(variant_id=variants[0], tiers=[TierPrice(3, 88_00)])
    products = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    slug = say("picked").replace(" ", "-")
    create_collection(title=both(say("picked")), slug=slug, product_ids=products, now=now)
    change_pricing_settings(
        standard_rate=1500, default_vat=VatCode.STANDARD, floor=PriceFloor(FloorKind.AMOUNT, 5_00),
        cash_fee_minor=15_00, cash_fee_vat=VatCode.STANDARD,
    )  # fmt: skip


def furnish_ranking(say: Say) -> None:
    """A saved order of search results in which every text is the store's, and a product that sells."""
    word = say("x").split()[-1]
    products = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    profile = Profile(
        boosts=(Boost(Rule.OPTION, f"{word}=small", 2),),
        placings=(Placing(say("gift"), (products[1], products[0])), Placing("2026", (products[1],))),
        synonyms=(Synonyms((word, "attar")),),
    )
    actor = Actor(ActorKind.STAFF, "7", say("clerk"))
    save_ranking(profile=profile, after=0, note=say("season"), actor=actor, now=clock.now())
    Popularity.objects.create(product_id=products[0], hundredths=40)


def both(text: str) -> Bilingual:
    return Bilingual(text, text)


def body(say: Say, image_id: int, link_to: int) -> list[tuple[str, Any]]:
    return [
        ("hero", {"heading_ar": say("hero"), "image": StoreImage.objects.get(pk=image_id)}),
        ("rich_text", {"text_ar": f'<p>{say("story")} <a linktype="page" id="{link_to}">{say("link")}</a></p>'}),
        ("quote", {"text_ar": say("quote"), "who_ar": say("critic")}),
        ("product_shelf", {"source": "newest", "count": 8}),
    ]


def furnish_pages(say: Say, staff: User, image_id: int) -> None:
    """A live page with unpublished changes, a comment and someone at it; a draft, a timed one, and a deleted one."""
    home = HomePage.objects.get(depth=2)
    live = _page(home, say, "story", staff)
    live.body = body(say, image_id, live.pk)
    live.save_revision(user=staff, log_action=True).publish(user=staff)
    live.heading_ar = say("unpublished")
    revision = live.save_revision(user=staff, log_action=True)
    Comment.objects.create(
        page=live, user=staff, text=say("comment"), contentpath="heading_ar", revision_created=revision
    )
    content_type = ContentType.objects.get_for_model(ContentPage)
    EditingSession.objects.create(
        user=staff, content_type=content_type, object_id=str(live.pk), last_seen_at=clock.now()
    )
    _page(home, say, "draft", staff, live=False).save_revision(user=staff)
    timed = _page(home, say, "timed", staff, live=False)
    timed.go_live_at = clock.now() + timedelta(days=2)
    timed.save_revision(user=staff, approved_go_live_at=timed.go_live_at, log_action=True)
    _page(live, say, "below", staff).save_revision(user=staff).publish(user=staff)
    _page(home, say, "gone", staff).delete(user=staff)
    add_redirect(path=say("old place").replace(" ", "-"), target=Target(page_id=live.pk))
    add_redirect(
        path=say("older").replace(" ", "-"), target=Target(address=f"https://blog.{say('x').split()[-1]}.example/")
    )


def furnish_campaigns(say: Say, staff: User, image_id: int) -> None:
    """One that is on, with all a campaign has, and a draft."""
    word = say("x").split()[-1]
    for name, is_on in (("eid", True), ("ramadan", False)):
        page: Any = CampaignPage(
            title=say(name), slug=say(name).replace(" ", "-"), live=False, owner=staff,
            heading_ar=say(name), heading_en=say(name), group=say("season"), combines_with=say("member"),
            apart_from=say("clearance"), body=body(say, image_id, HomePage.objects.get(depth=2).pk),
        )  # fmt: skip
        page.actions = [("percent", {"percent": "15"}), ("order_amount", {"amount": "5"})]
        page.conditions = [("coupon", None), ("cities", say("Riyadh"))]
        page.coupons = [("shared", {"code": f"{name}-of-{word}", "uses": 9, "uses_per_customer": 1})]
        page.limits = [("uses", 90), ("budget", "900")]
        image = StoreImage.objects.get(pk=image_id)
        page.banner = [("banner", {"text_ar": say(name), "text_en": say(name), "image": image, "places": ["home"]})]
        HomePage.objects.get(depth=2).add_child(instance=page)
        revision = page.save_revision(user=staff)
        if is_on:
            revision.publish(user=staff)


def furnish_corners(say: Say, staff: User) -> None:
    """What no page of the desk writes today and a table could still hold."""
    page = ContentPage.objects.get(title=say("timed"))
    content_type = ContentType.objects.get_for_model(ContentPage)
    comment = Comment.objects.get()
    CommentReply.objects.create(comment=comment, user=staff, text=say("reply"))
    PageSubscription.objects.create(page=page, user=staff, comment_notifications=True)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=say("door"))
    FormState.objects.create(
        user=staff, content_type=content_type, object_id=str(page.pk), data=say("typed"), last_updated_at=clock.now()
    )
    StoreDocument.objects.get().tags.add(say("paper"))
    log(instance=StoreImage.objects.first(), action="wagtail.edit", user=staff, data={"title": say("before")})
    log(instance=page, action="wagtail.rename", user=staff, data={"title": say("before")})
    StockLocation.objects.update(name_ar=say("store room"), name_en=say("store room"))
    Collection.objects.filter(depth=2).update(name=say("library"))
    Site.objects.update(site_name=say("site"))
    HomePage.objects.update(body=json.dumps([{"type": "quote", "value": {"text_ar": say("home")}, "id": "1"}]))
    record(Deed("product", "rename", None, both(say("renamed")), before={"name": say("former")}))
    TriesWindow.objects.create(key=say("try"), count=1, ends_at=clock.now())
    OutboxDelivery.objects.create(
        event=say("event"), handler=say("handler"), payload={"x": say("payload")}, last_error=say("error"),
        created_at=clock.now(), due_at=clock.now(), delivered_at=clock.now(),
    )  # fmt: skip


def _page(parent: Any, say: Say, name: str, staff: User, live: bool = True) -> Any:
    return parent.add_child(
        instance=ContentPage(
            title=say(name),
            slug=say(name).replace(" ", "-"),
            heading_ar=say(name),
            heading_en=say(name),
            live=live,
            owner=staff,
            locale=parent.locale,
        )
    )


def furnish_payments(say: Say, marker: str) -> None:
    """An account with a gateway, whose webhook has come and is about nothing that is known. No transaction is open."""
    keys = {"secret_key": f"sk_test_{marker}_{current_tenant_id()}", "webhook": f"hook-{marker}"}
    account_id = connect_gateway(
        provider="moyasar", mode=Mode.TEST, region="sa", secrets=keys, is_in_use=True, now=clock.now(),
        settings={"publishable_key": f"pk_test_{say('key').replace(' ', '_')}"},
    )  # fmt: skip
    save_bank_details(bank_name=say("bank"), account_holder=say("holder"), iban="SA0380000000608010167519")
    arrange_payment_ways(ways=[("cash_on_delivery", True), ("moyasar", True), ("bank_transfer", True)])
    event = {
        "id": say("event"), "type": "payment_paid", "secret_token": keys["webhook"], "live": False,
        "data": {"id": say("payment"), "description": say("paid"), "metadata": {"attempt": say("key")}},
    }  # fmt: skip
    receive_webhook(account_id=account_id, request=RawRequest("POST", {}, json.dumps(event).encode()), now=clock.now())


def furnish_books(say: Say, transferred: int) -> None:
    """Of a transfer some was given back; a hold is about to be let go; and somebody looked at what did not agree."""
    request = RefundRequest(
        amount=Money(100, "SAR"), key=uuid4(), reason=say("sorry"), asked_by=say("staff"), handed_by=say("hand")
    )
    refund_payment(payment_id=transferred, request=request, now=clock.now())
    with transaction.atomic():
        attempt = PaymentAttempt.objects.select_related("payment").exclude(account=None).first()
        assert attempt is not None
        void = plan(attempt, OperationKind.VOID, attempt.payment.amount, by_sums=False, now=clock.now())
        Operation.objects.filter(pk=void.pk).update(gateway_reference=say("void"), code=say("code"))
        found(Finding.CONTRADICTION, say("finding"), attempt.payment, {"amount": say("much")}, clock.now())
        seen = Discrepancy.objects.get(key=say("finding"))
    actor = Actor(ActorKind.STAFF, "7")
    close_discrepancy(discrepancy_id=seen.pk, reason=say("settled"), actor=actor, now=clock.now())
