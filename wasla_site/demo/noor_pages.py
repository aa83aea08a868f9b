"""What Noor, the perfume house, says on its pages."""

from commerce.core.bilingual import Bilingual
from wasla_site.demo.content import Hero, Page, Person, Promise, Question, Quote, Shelf, Store, Story
from wasla_site.demo.noor_offers import OFFERS
from wasla_site.demo.noor_policies import POLICIES

HERO = Hero(
    heading=Bilingual("رائحة البيت قبل أن يُفتح الباب", "The scent of home before the door opens"),
    text=Bilingual(
        "عطور وعود وبخور نركّبها في الرياض على مهل، ونرسلها إليك كما نهديها لأهلنا.",
        "Perfume, oud and bakhoor blended slowly in Riyadh, and sent to you the way we would give them to family.",
    ),
    button=Bilingual("تسوّق العطور", "Shop perfumes"),
    link="/collections/perfumes/",
    wide="noor-hero:name=house crop=wide",
    tall="noor-hero:name=house crop=tall",
)
GIFTS = Hero(
    heading=Bilingual("هدية لا تحتاج شرحًا", "A gift that needs no explaining"),
    text=Bilingual(
        "صناديق مرتّبة ومغلّفة، وبطاقة نكتبها بخط اليد باسم من تحب.",
        "Boxes arranged and wrapped, with a card we write by hand in the name of someone you love.",
    ),
    button=Bilingual("مجموعات الهدايا", "See gift sets"),
    link="/collections/gift-sets/",
    wide="noor-hero:name=gifts crop=wide",
    tall="noor-hero:name=gifts crop=tall",
)
STORY = Story(
    heading=Bilingual("من دكان صغير في الديرة", "From a small shop in Al Dirah"),
    text=Bilingual(
        "بدأ والدنا ببيع العود في دكان من أربعة أمتار، وكان يرفض أن يبيع قطعة لم يشمّها بنفسه. كبر الدكان"
        " وصار متجرًا، وبقيت العادة: كل دفعة تُفتح وتُحرق منها قطعة قبل أن تصل إلى الرف. وإن لم تعجبنا"
        " أعدناها إلى صاحبها.",
        "Our father began by selling oud from a shop four metres wide, and would not sell a piece he had not smelled"
        " himself. The shop became a house; the habit stayed. Every batch is opened and a piece of it"
        " burned before it reaches the shelf. If we do not like it, it goes back.",
    ),
    picture="wood:holder=pouch wood=walnut mark=palm scene=honey-ogee",
)
PROMISES = (
    Promise(
        "delivery",
        Bilingual("توصيل خلال ثلاثة أيام", "Delivered in three days"),
        Bilingual(
            "لكل مدن المملكة، بتغليف يليق بما في الداخل.",
            "To every city in the Kingdom, wrapped with care.",
        ),
    ),
    Promise(
        "authentic",
        Bilingual("نكتب ما بداخلها", "We say what is inside"),
        Bilingual("المحسّن نسمّيه محسّنًا، والطبيعي طبيعيًا.", "Enhanced oud is called enhanced; natural is natural."),
    ),
    Promise(
        "gift",
        Bilingual("عيّنة مع كل طلب", "A sample with every order"),
        Bilingual("جرّب قبل أن تفتح العلبة الكبيرة.", "Try it before you open the big bottle."),
    ),
    Promise(
        "return",
        Bilingual("استبدال خلال سبعة أيام", "Exchange within seven days"),
        Bilingual("ما دام الغلاف لم يُفتح.", "As long as the seal is unbroken."),
    ),
)
SHELVES = (
    Shelf(Bilingual("وصل حديثًا", "New arrivals"), "newest"),
    Shelf(Bilingual("بخور ومعمول", "Bakhoor and maamoul"), "category", "bakhoor-and-maamoul"),
    Shelf(Bilingual("عروض الأسبوع", "This week's offers"), "reduced"),
)
TILES = {
    "perfumes": "noor-tile:name=perfumes",
    "perfumes-for-women": "noor-tile:name=women",
    "perfumes-for-men": "noor-tile:name=men",
    "unisex-perfumes": "noor-tile:name=shared",
    "oud-and-bakhoor": "noor-tile:name=oud",
    "natural-oud": "noor-tile:name=chips",
    "bakhoor-and-maamoul": "noor-tile:name=bakhoor",
    "oils-and-attars": "noor-tile:name=oils",
    "incense-burners": "noor-tile:name=burners",
    "home-fragrance": "noor-tile:name=home",
    "body-care": "noor-tile:name=care",
    "gifts": "noor-tile:name=gifts",
}
QUESTIONS = (
    Question(
        Bilingual("كيف أختار عطرًا دون أن أشمّه؟", "How do I choose a perfume I cannot smell?"),
        Bilingual(
            "ابدأ بعيّنة أو بالحجم الصغير، وأخبرنا في الرسائل بعطر تحبه لنقترح قريبًا منه.",
            "Start with a sample or the small size, or write to us with a perfume you love and we will"
            " suggest a neighbour.",
        ),
    ),
    Question(
        Bilingual("هل العود عندكم طبيعي؟", "Is your oud natural?"),
        Bilingual(
            "نعم إلا ما كُتب عليه «محسّن»، وهو خشب مزروع عُزّز بدهن عود طبيعي.",
            "Yes, except where it says “enhanced”: that is plantation wood strengthened with natural oil.",
        ),
    ),
    Question(
        Bilingual("متى يصل طلبي؟", "When will my order arrive?"),
        Bilingual(
            "الرياض يوم إلى يومين، وبقية المدن من يومين إلى أربعة، ما عدا الجمعة.",
            "One to two days in Riyadh and two to four elsewhere, Fridays excepted.",
        ),
    ),
)
ABOUT = Page(
    "about",
    Bilingual("عن نور", "About Noor"),
    (
        Bilingual(
            "نور بيت عطور سعودي، نعمل فيه خمسة: هدى تركّب، وسلمان يفرز العود، والبقية بين التعبئة والمتجر والرد عليكم.",
            "Noor is a Saudi perfume house of five people. Huda blends, Salman sorts the oud, and the rest"
            " of us bottle, keep the shop and answer you.",
        ),
        Bilingual(
            "نشتري العود من مزارع نعرف أصحابها في إندونيسيا وتايلند والهند، والورد من مزرعتين في الطائف. نعبّئ بكميات"
            " صغيرة حتى لا يبقى شيء على الرف أكثر من موسم.",
            "We buy oud from growers we know in Indonesia, Thailand and India, and roses from two farms in"
            " Taif. We bottle in small batches so that nothing stands on a shelf for more than a season.",
        ),
        Bilingual(
            "إن مررتم بالرياض فالقهوة جاهزة. دكاننا في حي الملقا، مفتوح من الرابعة عصرًا حتى الحادية عشرة ليلًا.",
            "If you pass through Riyadh, the coffee is ready. The shop is in Al Malqa, open from four in"
            " the afternoon until eleven at night.",
        ),
    ),
)
NOOR = Store(
    slug="noor",
    name=Bilingual("نور", "Noor"),
    tagline=Bilingual("بيت العطور والهدايا", "Perfume and gifts"),
    language="ar",
    mark="noor-mark:",
    phone="+966110000101",
    contact=(
        Bilingual("حي الملقا، الرياض", "Al Malqa, Riyadh"),
        Bilingual("يوميًا من 4 عصرًا إلى 11 ليلًا", "Daily, 4 pm to 11 pm"),
        Bilingual("راسلونا: salam@noor.example", "Write to us: salam@noor.example"),
    ),
    hero=HERO,
    second_hero=GIFTS,
    story=STORY,
    promises=PROMISES,
    shelves=SHELVES,
    featured=("perfumes", "oud-and-bakhoor", "oils-and-attars", "incense-burners", "home-fragrance", "gifts"),
    tiles=TILES,
    quote=Quote(
        Bilingual(
            "طلبت بخور الدار مرة، وصار الجيران يسألون أمي عنه كل جمعة.",
            "I ordered the house bakhoor once. Now the neighbours ask my mother about it every Friday.",
        ),
        Bilingual("ريم، الخبر", "Reem, Al Khobar"),
    ),
    questions=QUESTIONS,
    about=ABOUT,
    policies=POLICIES,
    offers=OFFERS,
    people=(
        Person(Bilingual("هدى السالم", "Huda Al Salem"), "huda@noor.example", "owner"),
        Person(Bilingual("سلمان العتيق", "Salman Al Ateeq"), "salman@noor.example", "manager"),
        Person(Bilingual("لمى القحطاني", "Lama Al Qahtani"), "lama@noor.example", "marketer"),
        Person(Bilingual("ناصر الدوسري", "Nasser Al Dosari"), "nasser@noor.example", "fulfilment"),
    ),
)
