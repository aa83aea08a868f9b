"""The desk as a member of staff works it in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.test import Client

from commerce.accounts.domain.policies import Role
from commerce.accounts.models import Membership, User
from commerce.catalog.domain.drafts import bilingual_from
from commerce.core.scope import tenant_scope

PASSWORD = "desert-rose-cardamom"


def member(store: Any, role: Role) -> Client:
    """A person of that role, signed in on the store's desk."""
    with tenant_scope(store.pk), transaction.atomic():
        user = User.objects.create_user(f"{role}@{store.slug}.example", PASSWORD, name=f"The {role}")
        Membership.objects.create(user=user, role=role)
    client = Client(HTTP_HOST=f"{store.slug}.localhost")
    assert client.post("/manage/login/", {"username": user.email, "password": PASSWORD}).status_code == 302
    return client


ROW = (
    "id",
    "value0",
    "value1",
    "value2",
    "sku",
    "price",
    "compare_at",
    "cost",
    "barcode",
    "weight_grams",
    "pieces",
    "shown",
)


def sent(
    variants: list[dict[str, Any]],
    *images: int,
    options: Sequence[tuple[str, list[str]]] = ((" الحجم | Size", ["50 مل | 50 ml", "100 مل | 100 ml"]),),
    **fields: Any,
) -> dict[str, Any]:
    """What a browser posts for the product form; names and values as "Arabic | English"."""
    data: dict[str, Any] = {
        "title_ar": "عطر العود",
        "title_en": "Oud perfume",
        "description_ar": "null",
        "description_en": "null",
        "tags": "جديد | New, Gift",
        "variants-TOTAL_FORMS": len(variants),
        "variants-INITIAL_FORMS": 0,
        "images-TOTAL_FORMS": len(images),
        "images-INITIAL_FORMS": 0,
    }
    for number in range(3):
        name, values = options[number] if number < len(options) else ("", [])
        data |= pair(f"option{number}-name_ar", f"option{number}-name_en", name)
        data |= {f"option{number}-values-TOTAL_FORMS": len(values), f"option{number}-values-INITIAL_FORMS": 0}
        for line, value in enumerate(values):
            data |= pair(f"option{number}-values-{line}-ar", f"option{number}-values-{line}-en", value)
    for number, row in enumerate(variants):
        data |= {f"variants-{number}-{name}": row.get(name, "") for name in ROW}
        data |= {f"variants-{number}-is_active": "on"} if row.get("is_active", True) else {}
    for number, image_id in enumerate(images):
        data |= {f"images-{number}-image": image_id, f"images-{number}-ORDER": len(images) - number}
    return data | fields


def pair(ar: str, en: str, text: str) -> dict[str, str]:
    both = bilingual_from(text)
    return {ar: both.ar, en: both.en}


def posted_again(page: Any) -> dict[str, Any]:
    """What the browser would send if nothing more were typed into the form it was shown."""
    form = BeautifulSoup(page.content, "html.parser").find("form", id="w-editor-form")
    assert isinstance(form, Tag)
    for template in form.find_all("template"):
        template.decompose()
    data: dict[str, Any] = {str(text["name"]): text.get_text().strip() for text in form.find_all("textarea")}
    for field in form.find_all("input"):
        name, kind = str(field["name"]), field.get("type")
        if kind == "checkbox":
            if field.has_attr("checked"):
                data[name] = [*data.get(name, []), field.get("value", "on")]
        elif kind != "file":
            data[name] = field.get("value", "")
    return data


def edit(product_id: int) -> str:
    return f"/manage/products/{product_id}/"


SMALL = {"value0": 0, "sku": "OUD-50", "price": "١٢٥٫٥٠", "compare_at": "150", "pieces": "٧", "shown": 0}
LARGE = {"value0": 1, "sku": "OUD-100", "price": "200"}
NEW = "/manage/products/new/"


def marked(editor: Any) -> set[str]:
    found = {f"form.{name}" for name in editor.form.errors}
    found |= {f"option.{name}" for form, _values in editor.grid.cards for name in form.errors}
    rows = enumerate(editor.grid.variants.forms)
    found |= {f"{number}.{name}" for number, form in rows for name in form.errors}
    return found | {"pictures" for _ in editor.pictures.non_form_errors()}
