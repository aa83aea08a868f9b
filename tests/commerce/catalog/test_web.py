"""The catalog's pages as a browser gets them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from commerce.catalog.application.use_cases.import_products import import_products
from commerce.catalog.application.use_cases.unpublish_product import unpublish_product
from commerce.catalog.domain.imports import ImportedProduct, ImportedVariant, Remark
from commerce.catalog.domain.values import Status
from commerce.catalog.infrastructure.stored_images import StoredImages
from commerce.catalog.models import OptionValue, Product
from commerce.core.bilingual import Bilingual
from tests.commerce.catalog.builders import NOON, words

PRODUCTS = 60
PRODUCTS_OF_A_LARGE_SHOP = 1000


def musk(number: int) -> ImportedProduct:
    return ImportedProduct(
        row=number,
        handle=f"مسك-{number}",
        status=Status.PUBLISHED,
        title=Bilingual(f"مسك {number}", f"Musk {number}"),
        description=words("Soft."),
        options=(words("Size"),),
        variants=tuple(
            ImportedVariant(
                row=number, sku=f"{number}-{size}", price_minor=1000 + number, values=(words(size),), stock=3
            )
            for size in ("Small", "Large")
        ),
        category=(words("Perfumes"), words("Musk")),
        tags=(words("New"),),
    )


def told(remark: Remark) -> None:
    raise AssertionError(remark)


def fill(products: int) -> None:
    import_products(
        products=map(musk, range(products)),
        images=StoredImages(),
        tell=told,
        reference="tests",
        actor="tests",
        now=NOON,
    )


@pytest.fixture
def shop(in_noor: Any, client: Client) -> Client:
    """A shopper at Noor's door; sixty kinds of musk inside."""
    fill(PRODUCTS)
    client.defaults["HTTP_HOST"] = "noor.localhost"
    return client


@pytest.mark.parametrize(
    ("path", "narrowed"),
    [
        ("/products/", "/search/?available=1#filters"),
        ("/collections/perfumes/", "/search/?category=perfumes#filters"),
        ("/en/collections/musk/?sort=price", "/en/search/?category=musk&amp;sort=price#filters"),
    ],
)
def test_lists_lead_to_their_filters(shop: Client, path: str, narrowed: str) -> None:
    assert f'href="{narrowed}"' in shop.get(path).text


def test_pages_keep_their_budgets(shop: Client, django_assert_max_num_queries: Any) -> None:
    fill(PRODUCTS_OF_A_LARGE_SHOP)
    product = Product.objects.get(slug="مسك-7")
    for path, most in (
        ("/products/", 15),
        ("/products/?page=17&sort=-price", 15),
        ("/collections/perfumes/?sort=title", 15),
        (f"/products/{quote(product.slug)}/", 12),
    ):
        with django_assert_max_num_queries(most):
            response = shop.get(path)
        assert response.status_code == 200, path
    assert response.context["product"].id == product.pk
    assert len(response.context["related"]) == 4


def test_lists_and_choosing_work_without_a_script(shop: Client) -> None:
    response = shop.get("/products/?page=2&sort=price")
    cards = response.context["slice"]
    assert (cards.number, cards.total, len(cards.items)) == (2, PRODUCTS, 24)
    assert cards.items[0].title.en == "Musk 24"
    large = OptionValue.objects.get(option__product__slug="مسك-7", label_en="Large")
    response = shop.get(f"/products/{quote('مسك-7')}/?option={large.pk}&option=x&option=²")
    assert response.context["product"].selected.sku == "7-Large"
    assert "7-Large" in response.content.decode()
    below = shop.get("/collections/musk/")
    assert [link.slug for link in below.context["trail"]] == ["perfumes"]
    assert "مسك" in below.content.decode()


def test_odd_questions_get_an_answer(shop: Client) -> None:
    for query in ("page=0", "page=-3", "page=x", "page=٣", "page=99999999999999999999", "sort=x"):
        assert shop.get(f"/products/?{query}").status_code == 200, query


def test_what_shoppers_may_not_see_is_not_there(shop: Client) -> None:
    product = Product.objects.get(slug="مسك-7")
    unpublish_product(product_id=product.pk, now=NOON)
    for path in (f"/products/{quote(product.slug)}/", "/products/nothing/", "/collections/nothing/"):
        assert shop.get(path).status_code == 404, path
    assert shop.get(f"/products/{quote('مسك-8')}/", headers={"host": "souq.localhost"}).status_code == 404
    assert shop.post("/products/").status_code == 405
