"""What the starter pages say, in both languages, until the merchant writes their own."""

from typing import Any

from django.utils.html import escape

from commerce.tenants.domain.values import Opening
from wasla_site.storefront.starter_policies import StarterPage


def home_body(opening: Opening) -> list[tuple[str, dict[str, Any]]]:
    """A greeting with the store's name, the newest products, and promises a merchant can keep from day one."""
    name_ar, name_en = opening.name_ar or opening.name_en, opening.name_en or opening.name_ar
    hero = {
        "heading_ar": f"أهلًا بكم في {name_ar}",
        "heading_en": f"Welcome to {name_en}",
        "text_ar": "منتجات مختارة بعناية، تصلكم حيث كنتم.",
        "text_en": "Carefully chosen things, brought to your door.",
        "button_ar": "تسوّق الآن",
        "button_en": "Shop now",
        "link": "/products/",
    }
    shelf = {
        "heading_ar": "وصل حديثًا",
        "heading_en": "New arrivals",
        "source": "newest",
        "category_slug": "",
        "count": 8,
    }
    promises = {
        "items": [
            {
                "icon": "delivery",
                "heading_ar": "الدفع عند الاستلام",
                "heading_en": "Cash on delivery",
                "text_ar": "ادفع حين يصلك طلبك.",
                "text_en": "Pay when your order arrives.",
            },
            {
                "icon": "support",
                "heading_ar": "نحن هنا لمساعدتك",
                "heading_en": "Here to help",
                "text_ar": "تواصل معنا متى احتجت.",
                "text_en": "Write to us whenever you need to.",
            },
        ]
    }
    return [("hero", hero), ("product_shelf", shelf), ("promises", promises)]


def page_body(page: StarterPage) -> list[tuple[str, dict[str, Any]]]:
    text = {
        "text_ar": "".join(f"<p>{escape(text.ar)}</p>" for text in page.paragraphs),
        "text_en": "".join(f"<p>{escape(text.en)}</p>" for text in page.paragraphs),
    }
    return [("rich_text", text)]
