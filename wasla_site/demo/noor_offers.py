"""What Noor, the perfume house, offers."""

from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Offer

DAY = 24
OFFERS = (
    Offer(
        "gift-week",
        Bilingual("أسبوع الهدايا", "Gift week"),
        Bilingual("أسبوع الهدايا: 15% على صناديق الهدايا", "Gift week: 15% off every gift box"),
        Bilingual(
            "صناديق نرتّبها بأيدينا، وبطاقة نكتبها باسم من تحب. الخصم محسوب في السعر، فلا حاجة إلى رمز.",
            "Boxes we arrange ourselves, with a card in the name of someone you love. The price you see is reduced"
            " already; no code is needed.",
        ),
        ("percent", {"percent": "15"}),
        hours=9 * DAY,
        categories=("gifts",),
        places=("strip", "home"),
        picture="noor-hero:name=gifts crop=wide",
    ),
    Offer(
        "third-bakhoor",
        Bilingual("البخور الثالث علينا", "The third bakhoor is on us"),
        Bilingual("اشترِ قطعتين من البخور والثالثة علينا", "Buy two bakhoor, and the third is on us"),
        Bilingual(
            "ضع ثلاث قطع من البخور والمعمول في السلة، وأقلها سعرًا علينا.",
            "Put three pieces of bakhoor or maamoul in your cart; the one that costs least is on us.",
        ),
        ("buy_get", {"buy": 2, "get": 1, "percent": "100"}),
        hours=30 * DAY,
        categories=("bakhoor-and-maamoul",),
        places=("lists",),
    ),
    Offer(
        "welcome",
        Bilingual("أهلًا بك", "Welcome"),
        Bilingual("خصم 10% على الطلب بالرمز AHLAN10", "10% off your order with the code AHLAN10"),
        Bilingual("للطلبات من 200 ريال فأكثر.", "For orders of 200 SAR or more."),
        ("order_percent", {"percent": "10"}),
        hours=90 * DAY,
        minimum_spend="200",
        code="AHLAN10",
    ),
    Offer(
        "friday-night",
        Bilingual("ليلة الجمعة", "Friday night"),
        Bilingual("ليلة الجمعة: 20% على العطور", "Friday night: 20% off perfumes"),
        Bilingual(
            "من الثامنة مساءً حتى منتصف الليل، على كل عطور الدار.",
            "From eight in the evening until midnight, on every perfume of the house.",
        ),
        ("percent", {"percent": "20"}),
        hours=4,
        categories=("perfumes",),
        places=("strip",),
        weekday=4,
        hour=20,
        precedence=1,
    ),
)
