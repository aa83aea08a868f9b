"""Noor and Souq at work, in a database of their own, and the people who come to them.

The first row a store writes into any table has the same number, whatever the table is: `first`. A crawler can put it
into any address without knowing what the address means.
"""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from commerce.accounts.application.link_tokens import password_token
from commerce.accounts.application.use_cases.hire_member import hire_member
from commerce.accounts.application.use_cases.invite_member import invite_member
from commerce.accounts.application.use_cases.register_customer import register_customer
from commerce.accounts.application.use_cases.save_address import save_address
from commerce.accounts.domain.policies import Role
from commerce.accounts.domain.values import AddressDraft
from commerce.accounts.models import Customer, Membership, User
from commerce.carts.application.pricing import Asker
from commerce.carts.application.queries import cart_view
from commerce.carts.application.use_cases.add_to_cart import add_to_cart
from commerce.carts.application.use_cases.enter_code import enter_code
from commerce.carts.domain.values import Shopper
from commerce.catalog.models import Category, Collection, Product, Variant
from commerce.core import clock
from commerce.core.actors import Actor, ActorKind
from commerce.core.audit_seals import seal_store
from commerce.core.scope import tenant_scope
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.models import StoreDocument, StoreImage, StoreRendition
from commerce.orders.application.fulfilment_queries import pieces_to_send
from commerce.orders.application.use_cases.cancel_fulfilment import cancel_fulfilment
from commerce.orders.application.use_cases.cancel_order import cancel_order
from commerce.orders.application.use_cases.confirm_order import confirm_order
from commerce.orders.application.use_cases.confirm_transfer import confirm_transfer
from commerce.orders.application.use_cases.pack_fulfilment import pack_fulfilment
from commerce.orders.application.use_cases.pay_order import pay_order
from commerce.orders.application.use_cases.place_order import OrderRequest, place_order
from commerce.orders.application.use_cases.plan_fulfilment import plan_fulfilment
from commerce.orders.application.use_cases.request_return import request_return
from commerce.orders.application.use_cases.send_once import send_once
from commerce.orders.application.use_cases.ship_fulfilment import ship_fulfilment
from commerce.orders.application.use_cases.ship_order import ship_order
from commerce.orders.domain.letters import LetterKind
from commerce.orders.domain.values import Contact, DeliveryAddress
from commerce.orders.models import Order
from commerce.payments.application.use_cases.keep_receipt import keep_receipt
from commerce.payments.models import GatewayAccount
from commerce.tenants.models import Domain, Tenant
from search_index.application.use_cases.describe_store_pictures import describe_store_pictures
from search_index.application.use_cases.place_store import place_store
from search_index.application.use_cases.rebuild_store import rebuild_store
from search_index.domain.families import Family
from search_index.domain.pools import SCHEMA_VERSION
from search_index.models import DocumentState, SearchGeneration, SearchPool
from tests.isolation.furnishing import (
    furnish_books,
    furnish_campaigns,
    furnish_catalog,
    furnish_corners,
    furnish_pages,
    furnish_payments,
    furnish_pictures,
    furnish_prices,
    furnish_promotions,
    furnish_ranking,
)
from tests.support.databases import owner_of
from tests.support.template_stores import OWNER_PASSWORD
from wasla_site.storefront.models import ContentPage
from wasla_site.storefront.time_travel.previews import Preview, seal

# In every text of both stores, so that a search for it finds everything a store may show.
WORD = "gazelle"
MISSING = 9_999_999
# No table of a store has as many; beyond begin the rows of the tests themselves.
MOST_ROWS = 100_000
SEVEN_DIGITS = re.compile(r"(?<!\d)\d{7}(?!\d)")
# UUIDs of blocks and pages, digests of what a form was made from: by chance some have seven digits in a row.
MADE_BY_CHANCE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{20,}(?![0-9a-z])"
)
# Of a marker too, which stands on every page.
LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True, slots=True)
class Shop:
    """`marker` is in every text of the store and nowhere else. `known` holds secrets of its public addresses."""

    slug: str
    tenant_id: int
    host: str
    first: int
    marker: str
    known: dict[str, str] = field(default_factory=dict)

    def say(self, text: str) -> str:
        return f"{text} {WORD} {self.marker}"

    def is_named_in(self, told: str) -> bool:
        """Whether these small letters have the number of any of its rows in them, or a secret of its addresses."""
        numbers = map(int, SEVEN_DIGITS.findall(MADE_BY_CHANCE.sub("", told)))
        secrets_told = any(known.lower() in told for known in self.known.values())
        return secrets_told or any(self.first <= number < self.first + MOST_ROWS for number in numbers)

    def email_of(self, role: str) -> str:
        return f"{role}-{self.marker}@{self.slug}.example"


def fill_stores(database: str) -> tuple[Shop, Shop]:
    """Noor and Souq of the template, filled. Committed."""
    _pool_of_both()
    shops = []
    for slug, first in (("souq", 8_000_001), ("noor", 7_000_001)):
        tenant = Tenant.objects.get(slug=slug)
        shop = Shop(slug, tenant.pk, f"{slug}.localhost", first, f"qz{secrets.token_hex(5).translate(LETTERS)}")
        number_rows_from(database, first)
        with transaction.atomic():
            _rename(tenant, shop)
        with tenant_scope(tenant.pk):
            _fill(shop)
        shops.append(shop)
    number_rows_from(database, 7_500_001)
    souq, noor = shops
    return noor, souq


def _pool_of_both() -> None:
    """The stores' products share an index of the search server, whose number is neither's."""
    pool = SearchPool.objects.create(family=Family.PRODUCTS)
    SearchGeneration.objects.create(pool=pool, number=1, schema_version=SCHEMA_VERSION, is_read=True)


def number_rows_from(database: str, number: int) -> None:
    with owner_of(database) as owner:
        owner.execute("SELECT setval(oid::regclass, %s, false) FROM pg_class WHERE relkind = 'S'", [number])


def _rename(tenant: Tenant, shop: Shop) -> None:
    """What the platform knows of the store has the marker too."""
    owner = {"noor": "huda@noor.example", "souq": "majed@souq.example"}[shop.slug]
    User.objects.filter(email=owner).update(email=shop.email_of("owner"), name=shop.say("owner"))
    Tenant.objects.filter(pk=tenant.pk).update(name_ar=shop.say(shop.slug), name_en=shop.say(shop.slug))
    Domain.objects.create(tenant=tenant, host=f"{shop.marker}.example")


def _fill(shop: Shop) -> None:
    with transaction.atomic():
        for role in (Role.ANALYST, Role.MANAGER, Role.MARKETER, Role.FULFILMENT):
            hire_member(email=shop.email_of(role), name=shop.say(role), password=OWNER_PASSWORD, role=role)
        staff = User.objects.get(email=shop.email_of("owner"))
    furnish(shop, staff)


def furnish(shop: Shop, staff: User) -> None:
    """Something of everything, in the scope of the store."""
    with transaction.atomic():
        image_ids = furnish_pictures(shop.say, staff)
        furnish_catalog(shop.say, image_ids)
        furnish_promotions(shop.say, shop.first)
        furnish_prices(shop.say)
        furnish_ranking(shop.say)
        furnish_pages(shop.say, staff, image_ids[0])
        furnish_campaigns(shop.say, staff, image_ids[0])
        furnish_corners(shop.say, staff)
    seal_store(now=clock.now())
    make_renditions(image_ids)
    invite_member(email=shop.email_of("invited"), role=Role.MARKETER, by=staff.pk, now=clock.now())
    _sell(shop)
    rebuild_store()
    with transaction.atomic():
        DocumentState.objects.create(
            kind="page", object_id=1, attempts=3, reason=shop.say("refused"), given_up_at=clock.now()
        )
    place_store(family=Family.PRODUCTS)
    describe_store_pictures(now=clock.now(), most=100)
    with transaction.atomic():
        shop.known.update(_secrets())


def _sell(shop: Shop) -> None:
    """A customer with an address and an order at the door; a guest on the way to pay; another guest's cart."""
    with transaction.atomic():
        customer = register_customer(
            email=shop.email_of("customer"), name=shop.say("sara"), phone="0551234567", password=OWNER_PASSWORD,
            language="ar",
        )  # fmt: skip
        draft = AddressDraft(
            shop.say("sara"), "0551234567", shop.say("riyadh"), district=shop.say("d"), street=shop.say("street"),
            notes=shop.say("note"),
        )  # fmt: skip
        save_address(customer_id=customer.pk, draft=draft)
        waiting = Shopper(guest_key=shop.marker)
        add_to_cart(shopper=waiting, variant_id=shop.first, quantity=1, now=clock.now())
        enter_code(shopper=waiting, code=f"EID-{shop.say('x').split()[-1]}", now=clock.now())
    _order(shop, Shopper(customer_id=customer.pk), "cash_on_delivery")
    guest = Shopper(guest_key=f"guest-{shop.marker}")
    furnish_payments(shop.say, shop.marker)
    unpaid = _order(shop, guest, "moyasar")
    transferred = _order(shop, Shopper(guest_key=f"payer-{shop.marker}"), "bank_transfer")
    with transaction.atomic():
        owed = Order.objects.get(pk=transferred)
    keep_receipt(payment_id=owed.payment_id, file=io.BytesIO(b"%PDF-1.4 of a test"), now=clock.now())
    reference = f"ref {shop.say('r')}"
    confirm_transfer(order_id=transferred, amount=owed.total, bank_reference=reference, now=clock.now())
    called_off = _order(shop, Shopper(guest_key=f"waverer-{shop.marker}"), "cash_on_delivery")
    cancel_order(order_id=called_off, actor=Actor(ActorKind.STAFF), reason=shop.say("wavered"), now=clock.now())
    _send(shop)
    # With a script Moyasar's form is shown, for which nobody is called.
    back = f"http://{shop.host}/back/"
    pay_order(order_id=unpaid, actor=Actor(ActorKind.GUEST), return_url=back, now=clock.now(), has_script=True)
    furnish_books(shop.say, owed.payment_id)


def _send(shop: Shop) -> None:
    """An order of which a shipment was unpacked again, and another is on its way; its reader was written to."""
    order_id = _order(shop, Shopper(guest_key=f"patient-{shop.marker}"), "cash_on_delivery")
    staff, now = Actor(ActorKind.STAFF), clock.now()
    confirm_order(order_id=order_id, actor=staff, reason=shop.say("called"), now=now)
    with transaction.atomic():
        [piece] = pieces_to_send(order_id)
    sent, unpacked = (
        plan_fulfilment(order_id=order_id, pieces={piece.line_id: 1}, actor=staff, now=now) for _ in range(2)
    )
    cancel_fulfilment(fulfilment_id=unpacked, actor=staff, reason=shop.say("torn"), now=now)
    pack_fulfilment(fulfilment_id=sent, actor=staff, now=now)
    ship_fulfilment(fulfilment_id=sent, tracking_number=shop.say("track"), actor=staff, now=now)
    ship_order(order_id=order_id, actor=staff, reason="", now=now)
    request_return(order_id=order_id, pieces={piece.line_id: 1}, actor=staff, reason=shop.say("wrong"), now=now)
    send_once(order_id=order_id, kind=LetterKind.PLACED, about=0, send=lambda: None, now=now)


def _order(shop: Shop, shopper: Shopper, method: str) -> int:
    with transaction.atomic():
        add_to_cart(shopper=shopper, variant_id=shop.first, quantity=2, now=clock.now())
        request = OrderRequest(
            contact=Contact(name=shop.say("sara"), phone="0551234567", email=shop.email_of("buyer")),
            address=DeliveryAddress(city=shop.say("city"), street=shop.say("street"), district=shop.say("d"),
                                    building_number="1234", postal_code="12345", notes=shop.say("note")),
            payment_method=method, language="ar",
            seen_total=cart_view(shopper, now=clock.now(), asker=Asker(payment_method=method)).total,
        )  # fmt: skip
    return place_order(shopper=shopper, request=request, idempotency_key=f"{method}-{shop.marker}", now=clock.now())


def _shown_ahead() -> Preview:
    """As a member of the staff would send it to somebody."""
    now = clock.now()
    maker = Membership.objects.order_by("pk")[0].user_id
    return Preview(instant=now + timedelta(days=3), ends_at=now + timedelta(days=1), maker_id=maker, is_shared=True)


def _secrets() -> dict[str, Any]:
    """What stands in the store's public addresses."""
    orders = dict(Order.objects.order_by("-pk").values_list("payment_method", "token"))
    return {
        "product": Product.objects.order_by("pk")[0].slug,
        "category": Category.objects.order_by("pk")[0].slug,
        "collection": Collection.objects.order_by("pk")[0].slug,
        "page": ContentPage.objects.get(title__startswith="story").slug,
        "draft": ContentPage.objects.get(title__startswith="draft").slug,
        "order": orders["cash_on_delivery"],
        "unpaid": orders["moyasar"],
        "webhook": GatewayAccount.objects.get().webhook_token,
        "rendition": StoreRendition.objects.order_by("pk")[0].file.name.rpartition("/")[2],
        "original": StoreImage.objects.order_by("pk")[0].file.name,
        "document": StoreDocument.objects.get().filename,
        "new password": password_token(Customer.objects.get()),
        "preview": seal(_shown_ahead()),
        "sku": Variant.objects.order_by("pk")[0].sku,
    }
