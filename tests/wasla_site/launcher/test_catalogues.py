"""Translations compiled by Babel are read by Python's own gettext, which is Django's."""

import gettext
import os
from pathlib import Path

import pytest

from wasla_site.launcher.catalogues import compile_catalogues
from wasla_site.launcher.refusals import LaunchRefused

ARABIC = """
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;\\n"

msgid "Cart"
msgstr "السلة"

msgctxt "noun"
msgid "Order"
msgstr "طلب"

msgid "%(count)s piece"
msgid_plural "%(count)s pieces"
msgstr[0] "لا قطع"
msgstr[1] "قطعة واحدة"
msgstr[2] "قطعتان"
msgstr[3] "%(count)s قطع"
msgstr[4] "%(count)s قطعة"
msgstr[5] "%(count)s قطعة"

#, fuzzy
msgid "Unsure"
msgstr "ربما"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "commerce" / "carts" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(ARABIC)
    return path


def test_words_contexts_and_six_plurals_arrive(source: Path, tmp_path: Path) -> None:
    assert compile_catalogues(tmp_path) == [source]

    arabic = gettext.translation("django", tmp_path / "commerce" / "carts" / "locale", ["ar"])
    assert arabic.gettext("Cart") == "السلة"
    assert arabic.pgettext("noun", "Order") == "طلب"
    forms = [arabic.ngettext("%(count)s piece", "%(count)s pieces", count) for count in (0, 1, 2, 3, 11, 100)]
    assert forms == ["لا قطع", "قطعة واحدة", "قطعتان", "%(count)s قطع", "%(count)s قطعة", "%(count)s قطعة"]
    assert arabic.gettext("Unsure") == "Unsure"


def test_only_what_changed_is_compiled_again(source: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []

    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))

    assert compile_catalogues(tmp_path) == [source]


def test_a_broken_source_is_named_and_leaves_the_old_catalogue(source: Path, tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    old = source.with_suffix(".mo").read_bytes()
    source.write_text(ARABIC + '\nmsgid "unfinished\n')
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))

    with pytest.raises(LaunchRefused, match=r"django\.po"):
        compile_catalogues(tmp_path)
    assert source.with_suffix(".mo").read_bytes() == old
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
