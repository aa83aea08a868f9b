"""What Souq Outdoors says on its pages."""

from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Hero, Page, Person, Promise, Question, Quote, Shelf, Store, Story
from wasla_site.demo.souq_offers import OFFERS
from wasla_site.demo.souq_policies import POLICIES

HERO = Hero(
    heading=Bilingual("جهّز كشتتك، والباقي على البر", "Pack well. The desert does the rest."),
    text=Bilingual(
        "خيام ومواقد ودلال وملابس جرّبناها بأنفسنا من الثمامة إلى السودة.",
        "Tents, stoves, coffee pots and clothing we have used ourselves, from the Thumamah sands to Al Soudah.",
    ),
    button=Bilingual("شاهد الخيام", "See the tents"),
    link="/collections/tents-and-shade/",
    wide="souq-hero:name=camp crop=wide",
    tall="souq-hero:name=camp crop=tall",
)
NIGHT = Hero(
    heading=Bilingual("الليل أطول حول النار", "Nights are longer by the fire"),
    text=Bilingual(
        "فوانيس وجلسات ودلال لمن لا يستعجل العودة.",
        "Lanterns, floor seating and coffee for people in no hurry to drive home.",
    ),
    button=Bilingual("إضاءة الليل", "Light the camp"),
    link="/collections/light-and-power/",
    wide="souq-hero:name=night crop=wide",
    tall="souq-hero:name=night crop=tall",
)
STORY = Story(
    heading=Bilingual("بدأنا بخيمة مستعارة", "It started with a borrowed tent"),
    text=Bilingual(
        "في أول كشتة لنا طارت الخيمة عند الفجر، فتعلمنا أن الوتد أهم من القماش. من يومها لا نبيع شيئًا لم"
        " نبت فيه أو نطبخ عليه أو نمشِ به. وما لا يعجبنا نكتبه في الوصف، لأنك ستعرفه على كل حال.",
        "On our first trip the tent left without us at dawn, and we learned that pegs matter more than"
        " cloth. Since then we sell nothing we have not slept in, cooked on or walked with. What we do not"
        " like about a thing is in its description, because you would find out anyway.",
    ),
    picture="tent:form=ridge colour=khaki trim=terracotta scene=gold-dunes",
)
PROMISES = (
    Promise(
        "delivery",
        Bilingual("نشحن في اليوم نفسه", "Shipped the same day"),
        Bilingual("للطلبات قبل الثانية ظهرًا، ومجانًا فوق 300 ريال.", "For orders before 2 pm; free over 300 SAR."),
    ),
    Promise(
        "return",
        Bilingual("أسبوعان للإرجاع", "Two weeks to return"),
        Bilingual("حتى لو نصبت الخيمة في الحوش للتجربة.", "Even if you pitched the tent in the yard to try it."),
    ),
    Promise(
        "support",
        Bilingual("نصلح ما نبيع", "We repair what we sell"),
        Bilingual("سحّابات وأعمدة وقطع غيار لخمس سنوات.", "Zips, poles and spare parts for five years."),
    ),
    Promise(
        "authentic",
        Bilingual("مجرّب في البر", "Tried in the field"),
        Bilingual("كل منتج مرّ بليلة واحدة على الأقل.", "Everything has spent at least one night out."),
    ),
)
SHELVES = (
    Shelf(Bilingual("وصل هذا الأسبوع", "In this week"), "newest"),
    Shelf(Bilingual("القهوة أولًا", "Coffee first"), "category", "coffee-and-tea"),
    Shelf(Bilingual("أسعار نهاية الموسم", "End of season prices"), "reduced"),
)
TILES = {
    "tents-and-shade": "souq-tile:name=shelter",
    "sleep-and-seating": "souq-tile:name=sleep",
    "chairs-and-tables": "souq-tile:name=furniture",
    "camp-kitchen": "souq-tile:name=kitchen",
    "coffee-and-tea": "souq-tile:name=coffee",
    "light-and-power": "souq-tile:name=light",
    "packs-and-bags": "souq-tile:name=packs",
    "clothing": "souq-tile:name=clothing",
    "footwear": "souq-tile:name=footwear",
    "tools-and-safety": "souq-tile:name=tools",
    "recovery-and-safety": "souq-tile:name=recovery",
    "kids": "souq-tile:name=kids",
}
QUESTIONS = (
    Question(
        Bilingual("أي خيمة تناسب عائلة من خمسة؟", "Which tent suits a family of five?"),
        Bilingual(
            "خيمة صحراء لستة أشخاص إن كنتم تتنقلون، وخيمة شمال القطنية إن كنتم تبقون أسبوعًا.",
            "The six-person Sahra if you move every day; the Shamal canvas bell if you stay for a week.",
        ),
    ),
    Question(
        Bilingual("هل تبيعون أسطوانات الغاز؟", "Do you sell gas canisters?"),
        Bilingual(
            "في المتجر فقط، فالأنظمة لا تسمح بشحنها مع الطرود.",
            "Only in the shop: the rules do not allow us to send them by parcel.",
        ),
    ),
    Question(
        Bilingual("كيف أعرف مقاس الحذاء؟", "How do I choose a boot size?"),
        Bilingual(
            "قس قدمك مساءً بجورب سميك وأضف سنتيمترًا. والاستبدال الأول علينا.",
            "Measure your foot in the evening in a thick sock and add a centimetre. The first exchange is on us.",
        ),
    ),
)
ABOUT = Page(
    "about",
    Bilingual("عن سوق البر", "About Souq Outdoors"),
    (
        Bilingual(
            "سوق البر متجر لعدّة الرحلات يديره ماجد وفريق من سبعة، بين مستودع في الدرعية ومتجر في أبها.",
            "Souq Outdoors is run by Majed and a team of seven, between a warehouse in Diriyah and a shop in Abha.",
        ),
        Bilingual(
            "نختار القليل الجيد بدل الكثير المتشابه. لكل قسم واحد منا مسؤول عنه بالاسم، ويمكنك سؤاله قبل الشراء.",
            "We would rather carry a few good things than many alike. Each department has one of us"
            " answerable for it by name, and you can ask before you buy.",
        ),
        Bilingual(
            "ونرجو أمرًا واحدًا: اتركوا المكان كما وجدتموه، والشجر واقفًا، والنار مطفأة بالماء لا بالرمل.",
            "We ask one thing: leave the place as you found it, the trees standing, and the fire put out"
            " with water, not sand.",
        ),
    ),
)
SOUQ = Store(
    slug="souq",
    name=Bilingual("سوق البر", "Souq Outdoors"),
    tagline=Bilingual("عدّة البر والرحلات", "Gear for the desert and the mountains"),
    language="en",
    mark="souq-mark:",
    phone="+966110000202",
    contact=(
        Bilingual("طريق الملك خالد، الدرعية", "King Khalid Road, Diriyah"),
        Bilingual("من السبت إلى الخميس، 10 صباحًا إلى 9 مساءً", "Saturday to Thursday, 10 am to 9 pm"),
        Bilingual("راسلونا: hello@souq.example", "Write to us: hello@souq.example"),
    ),
    hero=HERO,
    second_hero=NIGHT,
    story=STORY,
    promises=PROMISES,
    shelves=SHELVES,
    featured=("tents-and-shade", "coffee-and-tea", "camp-kitchen", "packs-and-bags", "clothing", "kids"),
    tiles=TILES,
    quote=Quote(
        Bilingual(
            "هبّت علينا الشمال في تبوك ولم تتحرك الخيمة. تحرّكت الطاولة فقط.",
            "The shamal hit us in Tabuk and the tent did not move. Only the table did.",
        ),
        Bilingual("عبدالعزيز، حائل", "Abdulaziz, Hail"),
    ),
    questions=QUESTIONS,
    about=ABOUT,
    policies=POLICIES,
    offers=OFFERS,
    people=(
        Person(Bilingual("ماجد الشهري", "Majed Al Shehri"), "majed@souq.example", "owner"),
        Person(Bilingual("نورة العسيري", "Noura Al Asiri"), "noura@souq.example", "manager"),
        Person(Bilingual("فهد المطيري", "Fahad Al Mutairi"), "fahad@souq.example", "fulfilment"),
        Person(Bilingual("سارة الحربي", "Sara Al Harbi"), "sara@souq.example", "analyst"),
    ),
)
