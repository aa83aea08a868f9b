"""What Souq Outdoors offers."""

from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Offer

DAY = 24
OFFERS = (
    Offer(
        "tent-weeks",
        Bilingual("موسم الخيام", "Tent weeks"),
        Bilingual("موسم الخيام: 12% على الخيام والمظلات", "Tent weeks: 12% off tents and shade"),
        Bilingual(
            "برد الليل وصل. اختر خيمتك الآن والسعر مخفّض كما تراه.",
            "The cold nights are here. Choose your tent now; the price you see is the reduced one.",
        ),
        ("percent", {"percent": "12"}),
        hours=14 * DAY,
        categories=("tents-and-shade",),
        places=("strip", "home"),
        picture="souq-hero:name=camp crop=wide",
    ),
    Offer(
        "trip-50",
        Bilingual("رفقة الرحلة", "Good company"),
        Bilingual("خصم 50 ريالًا بالرمز KASHTA50", "50 SAR off with the code KASHTA50"),
        Bilingual("للطلبات من 500 ريال فأكثر.", "For orders of 500 SAR or more."),
        ("order_amount", {"amount": "50"}),
        hours=60 * DAY,
        minimum_spend="500",
        code="KASHTA50",
    ),
)
