import datetime
from decimal import Decimal

from django.utils import formats, translation
from django.utils.timesince import timesince


def test_arabic_numbers_are_written_as_saudi_shops_write_them() -> None:
    with translation.override("ar"):
        assert formats.number_format(Decimal("1249.50"), use_l10n=True, force_grouping=True) == "1,249.50"
        assert formats.number_format(Decimal("1249.50")) == "1249.50"


def test_arabic_dates_name_the_month() -> None:
    with translation.override("ar"):
        assert formats.date_format(datetime.date(2026, 11, 22)) == "22 نوفمبر 2026"


def test_english_dates_are_written_with_the_day_first() -> None:
    instant = datetime.datetime(2026, 11, 27, 16, 0, tzinfo=datetime.UTC)
    with translation.override("en"):
        assert formats.date_format(instant, "DATETIME_FORMAT") == "27 November 2026, 4:00 PM"


def test_arabic_says_two_minutes_once() -> None:
    noon = datetime.datetime(2026, 11, 27, 12, 0, tzinfo=datetime.UTC)
    with translation.override("ar"):
        assert timesince(noon, noon + datetime.timedelta(minutes=2)) == "دقيقتين"
        assert timesince(noon, noon + datetime.timedelta(minutes=3)) == "3\N{NO-BREAK SPACE}دقائق"
