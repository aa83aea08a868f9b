"""What a page costs in statements: with a thousand products, and the same with two stores as with five hundred."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from commerce.catalog.application.use_cases.import_products import import_products
from commerce.catalog.application.use_cases.set_images import set_images
from commerce.catalog.infrastructure.stored_images import StoredImages
from commerce.catalog.models import Product
from commerce.core.scope import tenant_scope
from commerce.media.application.use_cases.accept_picture import accept_picture
from commerce.media.application.use_cases.make_renditions import make_renditions
from commerce.media.models import StoreImage
from commerce.tenants.models import Tenant
from tests.commerce.catalog.builders import NOON
from tests.commerce.catalog.test_web import PRODUCTS, musk, told
from tests.commerce.promotions.builders import draft, published, shared
from tests.support.many_stores import open_many
from tests.support.template_stores import OWNER_PASSWORD
from wasla_site.bench.statements import statements_of
from wasla_site.storefront.models import ContentPage, HomePage

# One of each page's is for the banners of the campaigns that are on, however many there are. Five of a product page are
# for its price: goods, promotions, what is left of them, terms, the lowest of 30 days. Of a cart it is seven: codes and
# their uses besides. A category's asks for the way to it and what lies below it. A page of results has six transactions
# of three statements besides what is in them: an engine may be another server, and is asked in none. PostgreSQL is
# told, by one for each of the three questions a page of results puts to it, how much of the answer's time is left.
# Suggestions have one such, or two where no title goes on from what was typed; the store's own words are read in the
# engine's transaction, and what is offered in one with its prices.
MOST = {
    "home": 20, "list": 15, "category": 16, "search": 32, "search by picture": 13, "API search": 15, "API suggest": 14,
    "product": 16, "cart": 17, "checkout": 16,
}  # fmt: skip


def drawing() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (400, 400), (150, 90, 40)).save(file, "PNG")
    return file


@pytest.fixture
def counts(own_database: str, settings: Any, tmp_path: Path) -> Callable[[], dict[str, int]]:
    """Statements of each page of a store that promises twenty things, for a shopper with a code in the cart.

    Each is counted the second time it is asked.
    """
    settings.MEDIA_ROOT = tmp_path
    noor = Tenant.objects.get(slug="noor")
    with tenant_scope(noor.pk):
        import_products(
            products=map(musk, range(PRODUCTS)),
            images=StoredImages(),
            tell=told,
            reference="tests",
            actor="tests",
            now=NOON,
        )
        with transaction.atomic():
            product = Product.objects.get(slug="مسك-7")
            [variant, *_] = product.variants.all()
            image = StoreImage.objects.create(title="Musk", file=accept_picture(file=drawing()))
            set_images(product_id=product.pk, image_ids=[image.pk])
        make_renditions([image.pk])
        with transaction.atomic():
            for number in range(20):
                published(draft(share=100 + number), source=f"campaign:{number}:1", now=NOON)
            published(draft(share=5000), coupons=[shared("EID")], source="campaign:99:1", now=NOON)
    shopper = Client(headers={"host": "noor.localhost"})
    shopper.post("/cart/add/", {"variant_id": variant.pk, "quantity": 1})
    shopper.post("/cart/codes/", {"code": "EID"})
    addresses = {
        "home": "/",
        "list": "/products/?page=9",
        "category": "/collections/perfumes/",
        "search": "/search/?q=musk",
        "search by picture": f"/search/picture/?product={product.slug}",
        "API search": "/api/store/search/?q=musk",
        "API suggest": "/api/store/suggest/?q=mus",
        "product": f"/products/{product.slug}/",
        "cart": "/cart/",
        "checkout": "/checkout/",
    }

    def count() -> dict[str, int]:
        return {name: statements(shopper, address) for name, address in addresses.items()}

    return count


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries)


def test_pages_keep_their_budgets_however_many_stores_there_are(
    own_database: str, counts: Callable[[], dict[str, int]], record_property: Any
) -> None:
    with_two = counts()
    open_many(own_database, 498)
    with_five_hundred = counts()
    record_property("statements", str(with_two))
    print("statements per page:", with_two)  # noqa: T201 - the figures, shown with -rP
    assert with_five_hundred == with_two
    assert {name: (count, MOST[name]) for name, count in with_two.items() if count > MOST[name]} == {}


def test_the_desk_costs_the_same_however_many_stores_there_are(own_database: str) -> None:
    owner = Client(headers={"host": "noor.localhost"})
    with tenant_scope(Tenant.objects.get(slug="noor").pk), transaction.atomic():
        home = HomePage.objects.get().pk
        about = ContentPage.objects.get(slug="about").pk
    owner.post("/manage/login/", {"username": "huda@noor.example", "password": OWNER_PASSWORD})
    addresses = (
        "/manage/",
        f"/manage/pages/{home}/",
        f"/manage/pages/{about}/edit/",
        "/manage/products/",
        "/manage/orders/",
        "/manage/images/",
    )
    with_two = {address: statements(owner, address) for address in addresses}
    open_many(own_database, 498)
    assert {address: statements(owner, address) for address in addresses} == with_two


def test_opening_a_store_costs_the_same_however_many_there_are(own_database: str) -> None:
    open_another("first")
    with_three = statements_of(lambda: open_another("second"))
    open_many(own_database, 498)
    with_five_hundred = statements_of(lambda: open_another("third"))
    assert len(with_five_hundred) == len(with_three)


def open_another(slug: str) -> None:
    words = {
        "name_en": slug.title(),
        "slug": slug,
        "language": "ar",
        "currency": "SAR",
        "owner_name": "Reem",
        "owner_email": f"reem@{slug}.example",
        "owner_password": OWNER_PASSWORD,
    }
    assert b"/manage/" in Client(headers={"host": "localhost"}).post("/open/", words).content
