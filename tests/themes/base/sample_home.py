"""A home page with every block of the site's own vocabulary."""

from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.rich_text import RichText

from tests.themes.base.sample_values import picture
from wasla_site.storefront.blocks import PageBody

_WORDS: list[tuple[str, dict[str, Any]]] = [
    ("hero", {
        "heading_ar": "روائح تحكي حكاية البيت", "heading_en": "Scents that tell the story of home",
        "text_ar": "عود وعطور ومباخر مختارة بعناية، نجهزها في الرياض ونوصلها إليك.",
        "text_en": "Oud, perfumes and burners chosen with care, packed in Riyadh and brought to you.",
        "button_ar": "تسوّق العطور", "button_en": "Shop perfumes", "link": "/collections/perfumes/",
    }),
    ("promises", {"items": [
        {"icon": "delivery", "heading_ar": "توصيل لكل المدن", "heading_en": "Delivery to every city",
         "text_ar": "خلال يومين إلى أربعة أيام", "text_en": "Within two to four days"},
        {"icon": "return", "heading_ar": "استبدال سهل", "heading_en": "Easy exchange",
         "text_ar": "خلال سبعة أيام", "text_en": "Within seven days"},
        {"icon": "gift", "heading_ar": "تغليف هدايا", "heading_en": "Gift wrapping",
         "text_ar": "مع بطاقة بخط اليد", "text_en": "With a handwritten card"},
    ]}),
    ("product_shelf", {"heading_ar": "الأكثر طلبًا", "heading_en": "Best sellers", "source": "newest",
                       "category_slug": "", "count": 8}),
    ("category_tiles", {"heading_ar": "تسوّق حسب القسم", "heading_en": "Shop by category", "categories": []}),
    ("image_with_text", {
        "heading_ar": "من جبال الطائف", "heading_en": "From the mountains of Taif",
        "text_ar": "نقطف الورد فجرًا، ونقطّره في اليوم نفسه.",
        "text_en": "We pick the roses at dawn and distil them the same day.",
    }),
    ("quote", {"text_ar": "أجمل مبخرة دخلت بيتنا.", "text_en": "The most beautiful burner in our house.",
               "who_ar": "نورة، جدة"}),
    ("rich_text", {"text_ar": "<h2>عن المتجر</h2><p>بدأنا من <b>مجلس صغير</b> في الرياض.</p>", "text_en": ""}),
    ("faq", {"items": [
        {"question_ar": "متى يصل طلبي؟", "question_en": "When does my order arrive?",
         "answer_ar": "خلال يومين إلى أربعة أيام عمل.", "answer_en": "In two to four working days."},
        {"question_ar": "هل أستطيع الاستبدال؟", "question_en": "Can I exchange?",
         "answer_ar": "نعم، خلال سبعة أيام.", "answer_en": "Yes, within seven days."},
    ]}),
]  # fmt: skip


def home_body() -> list[StreamValue.StreamChild]:
    """Made without `to_python`, which asks the database for the categories a block may name."""
    blocks = PageBody().child_blocks
    return [_filled(blocks[name], words, index) for index, (name, words) in enumerate(_WORDS)]


def _filled(block: Any, words: dict[str, Any], index: int) -> StreamValue.StreamChild:
    value = StructValue(block, words)
    if "image" in block.child_blocks:
        value["image"] = picture(index)
    if block.name == "rich_text":
        value["text_ar"] = RichText(words["text_ar"])
    return StreamValue.StreamChild(block, value, id=f"{block.name}-{index}")
