"""Pages and campaigns, as search finds them: by their names and by the texts of their blocks.

Their documents hold neither addresses nor dates: these are looked up when something is found, so that a page that moved
or a campaign that ended is never offered at where or when it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from wagtail.signals import page_published, page_unpublished

from commerce.core.bilingual import Bilingual
from commerce.core.changes import mark_changed
from search_index.application.content import CONTENT, ContentLink
from search_index.application.sources import SOURCES
from search_index.domain.values import Document, Facts
from wasla_site.storefront.campaigns.drafting import name_of
from wasla_site.storefront.campaigns.models import CampaignPage
from wasla_site.storefront.models import ContentPage

RECEIVER = "search.marks"


class PageSource:
    """Pages of one type that are live."""

    def __init__(self, kind: str, model: type[ContentPage] | type[CampaignPage]) -> None:
        self.kind = kind
        self.model = model

    def documents(self, object_ids: Sequence[int]) -> list[Document]:
        return [self._document(page) for page in self._live().filter(pk__in=list(object_ids))]

    def all_ids(self) -> list[int]:
        return list(self.model.objects.order_by("pk").values_list("pk", flat=True))

    def links(self, object_ids: Sequence[int], now: datetime) -> list[ContentLink]:
        rows = self._live().filter(pk__in=list(object_ids)).defer("body")
        pages = {page.pk: page for page in rows if is_shown(page, now)}
        return [ContentLink(_name(pages[pk]), pages[pk].address_in_store) for pk in object_ids if pk in pages]

    def _live(self) -> QuerySet[Any]:
        live: QuerySet[Any] = self.model.objects.live()
        return live

    def _document(self, page: Any) -> Document:
        name = _name(page)
        return Document(
            kind=self.kind,
            object_id=page.pk,
            titles=tuple(text for text in dict.fromkeys((name.ar, name.en)) if text),
            texts=tuple(texts_of(page)),
            facts=Facts(appeared_at=page.first_published_at),
        )


KINDS = {"page": ContentPage, "campaign": CampaignPage}


def is_shown(page: Any, now: datetime) -> bool:
    """By comparison, whatever the sweeps have written down."""
    if isinstance(page, CampaignPage):
        return page.is_on_at(now)
    return page.expire_at is None or page.expire_at > now


def _name(page: Any) -> Bilingual:
    return name_of(page.title, page.heading_ar, page.heading_en)


def texts_of(page: Any) -> Iterable[str]:
    return (str(text) for text in page.body.stream_block.get_searchable_content(page.body) if str(text).strip())


def on_page_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    for kind, model in KINDS.items():
        if isinstance(instance, model):
            mark_changed(kind, [instance.pk])


def listen() -> None:
    """Both kinds can be searched, and whatever changes what shoppers may read of them marks them."""
    for kind, model in KINDS.items():
        source = PageSource(kind, model)
        SOURCES[kind] = source
        CONTENT[kind] = source
        for signal in (page_published, page_unpublished, pre_delete):
            signal.connect(on_page_changed, sender=model, dispatch_uid=f"{RECEIVER}.{kind}")
