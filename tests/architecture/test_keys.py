"""Keys point down the house as imports do; what import-linter can't see: string keys."""

from django.apps import apps

ORDER = [
    "dashboard",
    "storefront",
    "search_index",
    "orders",
    "carts",
    "promotions",
    "catalog",
    "payments",
    "media",
    "accounts",
    "tenants",
    "core",
]
# In core a tenant is an id and this one string key upward.
UPWARD = {("core", "tenants")}


def test_every_key_between_modules_points_down() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        source = model._meta.app_label
        for field in model._meta.local_fields:
            if field.related_model is None:
                continue
            target = field.related_model._meta.app_label
            is_judged = source in ORDER and target in ORDER and (source, target) not in UPWARD
            if is_judged and ORDER.index(source) > ORDER.index(target):
                wrong.append(f"{model._meta.label}.{field.name} → {target}")
    assert wrong == []
