"""What an import says to a person, about the file and about its rows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commerce.catalog.domain.imports import Remark
from commerce.catalog.interfaces.problem_texts import problem_list
from commerce.core.refusal_words import Words


def _encoding(facts: Mapping[str, object]) -> str:
    if facts.get("encoding"):
        return _("This text is in %(encoding)s, not in UTF-8. Open it in Excel and save it as “CSV UTF-8”.") % facts
    return _("This text is not in UTF-8. Open it in Excel and save it as “CSV UTF-8”.")


FILE_WORDS: dict[str, Words] = {
    "import_file_missing": gettext_noop("There is no file “%(file)s”."),
    "import_not_csv": gettext_noop(
        "This is not a CSV file. If it is an Excel workbook, open it and save it as “CSV UTF-8”."
    ),
    "import_wrong_encoding": _encoding,
    "import_file_empty": gettext_noop("“%(file)s” is empty."),
    "import_columns_missing": gettext_noop("The first row lacks these columns: %(columns)s."),
    "import_column_twice": gettext_noop("The first row names these columns twice: %(columns)s."),
}

ROW_MESSAGES = {
    "handle_missing": gettext_noop("There is no handle, so the row belongs to no product."),
    "handle_unusable": gettext_noop("The handle “%(handle)s” has no letter or digit for an address."),
    "handle_again": gettext_noop("“%(handle)s” stood further up already. The rows of a product must stand together."),
    "too_many_rows": gettext_noop("A product can have at most %(most)s rows."),
    "row_broken": gettext_noop("The row can't be read, perhaps because of a quotation mark: %(error)s."),
    "rest_broken": gettext_noop(
        "From here on nothing was read, perhaps because a quotation mark is not closed: %(error)s."
    ),
    "cells_too_many": gettext_noop("The row has %(cells)s cells for %(columns)s columns, so it was left out."),
    "nothing_to_sell": gettext_noop("There is neither price nor SKU nor option value, so the row is no variant."),
    "too_long": gettext_noop("“%(text)s” has more than %(most)s characters."),
    "title_missing": gettext_noop("The product has no title."),
    "status_unknown": gettext_noop("“%(text)s” is no status. Write draft, published or archived."),
    "sku_missing": gettext_noop("There is no SKU."),
    "sku_too_long": gettext_noop(
        "The SKU is too long (%(most)s characters, fewer where letters like ß count double): “%(sku)s”."
    ),
    "sku_derived": gettext_noop("There is no SKU, so it was made from the handle: “%(sku)s”."),
    "sku_twice_in_file": gettext_noop("The SKU “%(sku)s” stands in row %(before)s already."),
    "sku_in_other_product": gettext_noop("The SKU “%(sku)s” belongs to the product “%(product)s”."),
    "price_missing": gettext_noop("The column %(column)s is empty."),
    "price_unreadable": gettext_noop("“%(text)s” in %(column)s is not an amount in %(currency)s."),
    "decimal_comma": gettext_noop(
        "“%(text)s” in %(column)s may have a decimal comma. Write 1250.50: decimals after a point, thousands together."
    ),
    "price_negative": gettext_noop("“%(text)s” in %(column)s is less than nothing."),
    "compare_at_not_above_price": gettext_noop("The former price %(text)s is not above the price and was left out."),
    "number_unreadable": gettext_noop("“%(text)s” in %(column)s is not a whole number that makes sense there."),
    "too_many_options": gettext_noop("A product can have three options; %(column)s is one more."),
    "too_many_variants": gettext_noop("A product can have at most %(most)s variants."),
    "option_value_missing": gettext_noop("The variant lacks a value of one of the product's options."),
    "combination_twice": gettext_noop("“%(sku)s” has the same option values as “%(other)s”."),
    "options_differ": gettext_noop(
        "“%(handle)s” has other variants in the store, with another number of options than in the file."
    ),
    "kept_as_draft": gettext_noop("The product was kept as a draft: %(problems)s."),
    "category_too_deep": gettext_noop("The category lies too deep and was left out."),
    "variant_out_of_use": gettext_noop("“%(sku)s” was taken off sale at the desk and stays so."),
    "stock_negative": gettext_noop("A stock of %(text)s was taken as 0."),
    "stock_below_reserved": gettext_noop("The stock stays as it is. Pieces promised to orders: %(reserved)s."),
    "pictures_not_fetched": gettext_noop("Pictures that lie on the web and were not fetched: %(count)s."),
    "picture_unknown": gettext_noop("There is no picture “%(picture)s” in the store."),
    "picture_broken": gettext_noop("The picture “%(picture)s” can't be read."),
    "unwritable": gettext_noop("“%(handle)s” can't be kept: the database refuses one of its texts or figures."),
    "changed_meanwhile": gettext_noop("“%(handle)s” was being changed by someone else. Please import it again."),
}


def row_message(remark: Remark) -> str:
    """The remark in the active language, with its row."""
    text = _(ROW_MESSAGES[remark.code]) % _spoken(remark.facts)
    line = _("Row %(row)s: %(text)s") if remark.row else "%(text)s"
    return line % {"row": remark.row, "text": text}


def _spoken(facts: Mapping[str, object]) -> dict[str, object]:
    spoken = dict(facts)
    if isinstance(problems := facts.get("problems"), list):
        spoken["problems"] = problem_list(problems)
    return spoken
