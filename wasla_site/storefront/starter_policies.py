"""What a new store says of itself, of delivery, of people's data and of how to reach it, until the merchant's own words
stand there. It promises nothing that a store on Wasla does not do by itself."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.bilingual import Bilingual
from commerce.tenants.domain.values import Opening


@dataclass(frozen=True, slots=True)
class StarterPage:
    """`paragraphs` are plain text."""

    slug: str
    title: Bilingual
    paragraphs: tuple[Bilingual, ...]


def starter_pages(opening: Opening) -> tuple[StarterPage, ...]:
    name = Bilingual(opening.name_ar or opening.name_en, opening.name_en or opening.name_ar)
    return (_about(name), SHIPPING, PRIVACY, _contact(name))


def _about(name: Bilingual) -> StarterPage:
    return StarterPage(
        "about",
        Bilingual("من نحن", "About us"),
        (
            Bilingual(
                f"أهلًا بكم في {name.ar}. نختار منتجاتنا بعناية، ونجهّز كل طلب بأيدينا قبل أن يخرج إليكم.",
                f"Welcome to {name.en}. We choose what we sell with care and pack every order ourselves.",
            ),
            Bilingual(
                "يسعدنا أن نسمع منكم: رأيكم في ما وصلكم، وما تتمنون أن تجدوه عندنا.",
                "We like to hear from you: what you think of what you received, and what you wish to find here.",
            ),
        ),
    )


SHIPPING = StarterPage(
    "shipping-and-returns",
    Bilingual("الشحن والاسترجاع", "Shipping and returns"),
    (
        Bilingual(
            "نجهّز الطلب بعد تأكيده ونسلّمه إلى شركة الشحن، ويتصل بكم المندوب قبل التسليم. يمكنكم متابعة حالة الطلب من"
            " صفحته في أي وقت.",
            "We prepare an order once it is confirmed and hand it to the carrier, who calls before delivery. You can"
            " see where your order is on its own page at any time.",
        ),
        Bilingual(
            "إن وصلكم منتج تالف أو غير ما طلبتم فراسلونا مع رقم الطلب، ونستبدله أو نعيد إليكم ثمنه.",
            "If something arrives damaged, or is not what you ordered, write to us with the order's number: we exchange"
            " it or give the money back.",
        ),
        Bilingual(
            "لاسترجاع منتج لم يُستعمل وهو في غلافه الأصلي راسلونا خلال سبعة أيام من استلامه.",
            "To return something unused in its original packing, write to us within seven days of receiving it.",
        ),
    ),
)

PRIVACY = StarterPage(
    "privacy",
    Bilingual("الخصوصية", "Privacy"),
    (
        Bilingual(
            "نطلب اسمكم ورقم جوالكم وعنوانكم لنوصل إليكم الطلب، ونسلّم شركة الشحن ما تحتاج إليه منها فقط.",
            "We ask for your name, mobile number and address to deliver your order, and give the carrier only what it"
            " needs of them.",
        ),
        Bilingual(
            "لا نبيع بياناتكم ولا نشاركها لأغراض الإعلان. ولا نحتفظ ببيانات بطاقاتكم، فهي تُدخل في صفحة شركة الدفع.",
            "We do not sell your details or share them for advertising. We keep no card details: you give those to the"
            " payment company on its own page.",
        ),
        Bilingual(
            "راسلونا إن أردتم معرفة ما لدينا عنكم أو تصحيحه أو حذفه.",
            "Write to us if you want to know what we hold about you, correct it, or have it deleted.",
        ),
    ),
)


def _contact(name: Bilingual) -> StarterPage:
    return StarterPage(
        "contact",
        Bilingual("تواصل معنا", "Contact us"),
        (
            Bilingual(
                f"يسعد فريق {name.ar} أن يساعدكم. اذكروا رقم الطلب إن كان سؤالكم عن طلب، فهو يسرّع الرد.",
                f"The people of {name.en} are glad to help. If you ask about an order, please give its number: it makes"
                " our answer quicker.",
            ),
        ),
    )
