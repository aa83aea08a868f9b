"""Other words for the same thing, whatever store sells it: brands in the other script, units, dialects, agreement.

Families are separated by ، and the words of one stand side by side. What only one store means is for that store's own
synonyms; a word with a second meaning that shops sell too is left out.
"""

_BRANDS = """
samsung سامسونج سامسونغ سامسونق، galaxy جالكسي جلاكسي غالاكسي قالكسي، apple آبل ابل، iphone آيفون، ipad آيباد،
huawei هواوي هاواوي، xiaomi شاومي شياومي، oppo أوبو، honor هونر هونور، nokia نوكيا، sony سوني، anker أنكر،
jbl جيبيال، logitech لوجيتك لوجيتيك لوجتك، philips فيليبس فيلبس فيلبز، tefal تيفال، braun براون، bosch بوش،
dyson دايسون، casio كاسيو، citizen سيتيزن ستيزن، seiko سيكو، tissot تيسوت، rolex رولكس، omega أوميغا أوميجا،
nike نايك نايكي، adidas أديداس، puma بوما، skechers سكيتشرز سكتشرز سكيشرز، clarks كلاركس، crocs كروكس،
reebok ريبوك، nivea نيفيا، loreal oreal لوريال، maybelline ميبلين ميبيلين مايبيلين،
garnier غارنييه جارنييه غارنيه جارنيه، vaseline فازلين، dove دوف، bioderma بيوديرما، dior ديور، chanel شانيل،
gucci غوتشي جوتشي قوتشي، prada برادا، michael مايكل، kors كورس، armani أرماني، versace فيرزاتشي فيرساتشي،
lattafa لطافة لاتافا، rasasi الرصاصي، ajmal أجمل، samsonite سامسونايت، zara زارا، polo بولو، lego ليغو ليجو،
chicco شيكو، pampers بامبرز، ikea ايكيا، nescafe نسكافيه نسكافه، nespresso نسبريسو، lavazza لافازا،
starbucks ستاربكس، lipton ليبتون، almarai المراعي، nido نيدو، nutella نوتيلا،
playstation بلايستيشن بلاستيشن ps5، xbox اكسبوكس، google جوجل قوقل غوغل، microsoft مايكروسوفت، lenovo لينوفو،
toyota تويوتا، bluetooth بلوتوث، pro برو، max ماكس، plus بلس، ultra الترا، note نوت،
mini ميني، air اير، s اس، wifi وايفاي
"""
_UNITS = """
gb جيجا قيقا جيجابايت قيقابايت، tb تيرا تيرابايت، mb ميجا ميقا، ml مل ملي مللي ملليلتر، l لتر ليتر،
g gm جم جرام غرام غ قرام، kg كجم كيلو كيلوجرام كغم، cm سم سنتيمتر، mm مم مليمتر ملم، m متر م، w واط وات،
mah أمبير امبير، inch بوصة انش إنش
"""
_DIALECTS = """
حقيبة شنطة، جوال هاتف موبايل تلفون، بنطلون بنطال سروال، حذاء جزمة كندرة كوتشي، تيشيرت تيشرت تشيرت tshirt،
كنبة كنب أريكة، تلفزيون تلفاز، منشفة فوطة بشكير، مخدة وسادة، مزهرية فازة، قدر طنجرة حلة، مقلاة طاسة،
رضاعة ببرونة، أرز رز، سجادة زولية، حلق أقراط، سوار أسورة إسوارة، سلسال عقد قلادة، كفر غطاء جراب،
دراجة سيكل بسكليت، دولاب خزانة، استشوار سشوار، سبيكر مكبر، غلاية كاتل، برواز إطار، عباءة عباية،
طرحة حجاب شيلة، بيجامة بيجاما بجامة، شوكولاتة شوكولاته شكولاتة شيكولاته، حفاضات حفائض حفاظات،
عطر بارفان برفان برفيوم بارفيوم كولونيا، ماكينة مكينة مكنة ماكنة آلة،
كيبل كابل سلك، مسبحة سبحة، مراية مرآة، قهوة بن، مكياج ميكب ميكاب makeup،
روج شفاه شفايف، ماوس فأرة، تابلت آيباد لوحي،
phone smartphone cellphone mobile، tv television، sofa couch، pants trousers، sneaker trainer، handbag purse،
diaper nappy، stroller pram pushchair، backpack rucksack، rug carpet، perfume fragrance parfum cologne،
earbud earphone، fridge refrigerator، sweater jumper pullover، candy sweets، cookie biscuit، cot crib، duvet quilt،
microwave مايكروويف ميكروويف مايكرويف ميكرويف، هيل هال حبهان،
لابتوب laptop، باوربانك powerbank، كيبورد keyboard، ايربودز airpods، هيدفون headphone headphones، نوتبوك notebook،
ماكبوك macbook، سكينكير skincare، ايلاينر eyeliner، ليبستيك lipstick، صنبلوك sunblock، صنسكرين sunscreen، كبكيك cupcake،
تشيزكيك cheesecake، ميلكشيك milkshake
"""
# An adjective agrees with its noun, and what a thing is made of is said by noun and by adjective.
_AGREEMENT = """
أسود سوداء سودا سود، أبيض بيضاء بيضا، أحمر حمراء حمرا، أخضر خضراء خضرا، أزرق زرقاء زرقا، أصفر صفراء صفرا،
بني بنية، رمادي رمادية، وردي وردية زهري، كحلي كحلية، ذهبي ذهبية، فضي فضية، بنفسجي بنفسجية موف، عنابي عنابية،
زيتي زيتية، رجالي رجالية رجال، نسائي نسائية نساء حريمي، خشب خشبي خشبية، جلد جلدي جلدية، قطن قطني قطنية،
زجاج زجاجي زجاجية، معدن معدني معدنية، حرير حريري حريرية، صوف صوفي صوفية، رخام رخامي رخامية،
مخمل مخملي مخملية قطيفة، واسع واسعة، طويل طويلة، قصير قصيرة، كبير كبيرة، صغير صغيرة، عربي عربية، تركي تركية،
كهربائي كهربائية، لاسلكي لاسلكية، عائلي عائلية، ماء الماء
"""
# What the first word is asked for and the others are not: دهن عود is perfume where no oil of it is sold, while who asks
# for perfume does not mean fat to cook with; nor does who asks for socks mean a drink, or for a pram what is Arabic.
_BESIDES = """
دهن عطر عطور، شراب جورب جوارب، عربية عربة عربات، عجلة دراجة دراجات
"""


def _families(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(family.split()) for family in text.split("،"))


BESIDES = tuple((first, tuple(others)) for first, *others in _families(_BESIDES))
AGREEMENT = _families(_AGREEMENT)
OTHER_WORDS = tuple(family for text in (_BRANDS, _UNITS, _DIALECTS, _AGREEMENT) for family in _families(text))
UNITS = frozenset(word for family in _families(_UNITS) for word in family)
