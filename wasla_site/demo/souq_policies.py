"""What Souq Outdoors promises about delivery and returns, keeps of its customers, and how it is reached."""

from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Page

SHIPPING = Page(
    "shipping-and-returns",
    Bilingual("الشحن والاسترجاع", "Shipping and returns"),
    (
        Bilingual(
            "نشحن من مستودعنا في الدرعية من السبت إلى الخميس، ويصل الطلب خلال يومين إلى خمسة أيام عمل. الشحن مجاني لكل"
            " مدن المملكة.",
            "We ship from our warehouse in Diriyah, Saturday to Thursday, and orders arrive in two to five working"
            " days. Shipping is free to every city in the Kingdom.",
        ),
        Bilingual(
            "جرّب العدة في البيت: ما لم يُستعمل في البر وبقيت معه بطاقته يُسترجع خلال أربعة عشر يومًا ونعيد ثمنه كاملًا.",
            "Try the gear at home: what has not been used outdoors and still has its tag can come back within fourteen"
            " days for a full refund.",
        ),
        Bilingual(
            "إن تعطّلت قطعة بسبب عيب فيها أصلحناها أو استبدلناها خلال سنة من الشراء. احتفظ برقم الطلب فهو الضمان.",
            "If something fails through a fault of its own within a year, we repair or replace it. Keep the order's"
            " number: it is your guarantee.",
        ),
    ),
)
PRIVACY = Page(
    "privacy",
    Bilingual("الخصوصية", "Privacy"),
    (
        Bilingual(
            "نطلب منك ما يلزم لتوصيل الطلب: الاسم ورقم الجوال والعنوان. والبريد الإلكتروني اختياري ونرسل إليه الإيصال"
            " فقط.",
            "We ask for what a delivery needs: name, mobile number and address. The e-mail is up to you and used for"
            " the receipt only.",
        ),
        Bilingual(
            "لا نشارك بياناتك مع أحد غير شركة الشحن، ويمكنك أن تطلب نسخة منها أو حذفها في أي وقت.",
            "Nobody but the carrier is given your details, and you can ask for a copy of them, or for their deletion,"
            " at any time.",
        ),
    ),
)
CONTACT = Page(
    "contact",
    Bilingual("تواصل معنا", "Contact us"),
    (
        Bilingual(
            "اسأل قبل أن تشتري: لكل قسم واحد منا يعرفه بالاستعمال لا بالكتالوج، ويرد عليك بنفسه.",
            "Ask before you buy: every department has one of us who knows it from use and not from the catalogue, and"
            " answers you in person.",
        ),
        Bilingual(
            "المستودع في الدرعية مفتوح للزيارة، ومتجر أبها يؤجر الخيام لمن أراد أن يجرّب.",
            "The warehouse in Diriyah is open to visitors, and the shop in Abha rents tents to those who want to try"
            " one.",
        ),
    ),
)
POLICIES = (SHIPPING, PRIVACY, CONTACT)
