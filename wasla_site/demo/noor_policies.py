"""What Noor promises about delivery and returns, keeps of its customers, and how it is reached."""

from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Page

SHIPPING = Page(
    "shipping-and-returns",
    Bilingual("الشحن والاسترجاع", "Shipping and returns"),
    (
        Bilingual(
            "يخرج الطلب من دكاننا في اليوم التالي لتأكيده، ويصل داخل الرياض خلال يوم إلى يومين، وإلى بقية المدن خلال"
            " يومين إلى أربعة، ما عدا الجمعة. الشحن علينا.",
            "An order leaves our shop the day after it is confirmed. It arrives within one to two days in Riyadh and"
            " two to four elsewhere, Fridays excepted. Shipping is on us.",
        ),
        Bilingual(
            "ما وصلك مكسورًا أو ناقصًا أو غير ما طلبت نستبدله أو نعيد ثمنه. صوّره وأرسل الصورة مع رقم الطلب خلال يومين"
            " من الاستلام.",
            "If something arrives broken, short or not as ordered, we exchange it or give the money back. Send a"
            " picture of it with the order's number within two days.",
        ),
        Bilingual(
            "نستبدل خلال سبعة أيام ما لم يُفتح غلافه. أما العطر المفتوح فلا نسترجعه، ولهذا نضع عيّنة مع كل طلب.",
            "Anything still sealed can be exchanged within seven days. Opened perfume can't come back, which is why a"
            " sample goes with every order.",
        ),
    ),
)
PRIVACY = Page(
    "privacy",
    Bilingual("الخصوصية", "Privacy"),
    (
        Bilingual(
            "نحتفظ باسمك ورقم جوالك وعنوانك لنوصل طلبك ونرد عليك إن سألت عنه، ويرى المندوب منها ما يحتاج إليه للتسليم"
            " فقط.",
            "We keep your name, mobile number and address to deliver your order and to answer when you ask about it."
            " The courier sees what is needed for the delivery and no more.",
        ),
        Bilingual(
            "لا نبيع بياناتك ولا نرسل رسائل دعائية لم تطلبها. وإن أردت حذف ما لدينا عنك فاكتب إلينا ونحذفه.",
            "We do not sell your details and send no advertising you did not ask for. If you want what we hold about"
            " you deleted, write to us and it is done.",
        ),
    ),
)
CONTACT = Page(
    "contact",
    Bilingual("تواصل معنا", "Contact us"),
    (
        Bilingual(
            "نرد على الرسائل كل يوم بين الرابعة عصرًا والحادية عشرة ليلًا، وغالبًا خلال ساعة. اذكر رقم طلبك إن سألت عنه.",
            "We answer every day between four in the afternoon and eleven at night, mostly within the hour. Please give"
            " your order's number if you ask about one.",
        ),
        Bilingual(
            "ويسعدنا أن تزورنا في حي الملقا بالرياض، ففيه تشم كل ما في المتجر قبل أن تشتري.",
            "You are welcome at the shop in Al Malqa, Riyadh, where you can smell everything before you buy.",
        ),
    ),
)
POLICIES = (SHIPPING, PRIVACY, CONTACT)
