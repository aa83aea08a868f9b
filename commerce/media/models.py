"""Images and documents of a store. They replace Wagtail's stock models, which the application has no right to."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, ImageQuerySet
from wagtail.models import Collection, CollectionMember
from wagtail.search import index

from commerce.core.owned import OwnedWrites, ScopedManager, TenantForeignKey, TenantOwned, TenantQuerySet
from commerce.core.scope import current_tenant_id


def random_path(folder: str, file_name: str) -> str:
    """`<tenant>/<folder>/<random>.<ending>`: no name a merchant gave, nothing another store can guess."""
    return f"{current_tenant_id()}/{folder}/{secrets.token_urlsafe(16)}{PurePath(file_name).suffix.lower()}"


def document_path(document: StoreDocument, file_name: str) -> str:
    """Wagtail asks images for a path, but not documents."""
    return random_path("documents", file_name)


def store_collection_id() -> int | None:
    """The one collection of the scope's store, which row security shows besides the root."""
    return Collection.objects.filter(depth=2).values_list("pk", flat=True).first()


class MediaTag(TenantOwned, TagBase):
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, allow_unicode=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="media_tag_name_once"),
            models.UniqueConstraint(fields=["tenant", "slug"], name="media_tag_slug_once"),
        ]


class StoreImageQuerySet(TenantQuerySet["StoreImage"], ImageQuerySet):
    """Wagtail's image search with the scope's bulk writes."""


class StoreImage(OwnedWrites, AbstractImage):
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    collection = models.ForeignKey(Collection, default=store_collection_id, on_delete=models.PROTECT, related_name="+")
    tags = TaggableManager(blank=True, through="media.TaggedImage")

    objects: ClassVar = ScopedManager.from_queryset(StoreImageQuerySet)()

    admin_form_fields = ("title", "file", "description", "tags", "focal_point_x", "focal_point_y",
                         "focal_point_width", "focal_point_height")  # fmt: skip
    search_fields: ClassVar = [*AbstractImage.search_fields, index.FilterField("tenant_id")]

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["tenant", "-created_at"], name="store_image_newest")]

    def get_upload_to(self, filename: str) -> str:
        return random_path("originals", filename)

    def create_rendition(self, filter: Filter) -> StoreRendition:
        """Wagtail's, whose temporary file is closed as soon as it is stored."""
        with self.generate_rendition_file(filter) as file:
            rendition, _ = self.renditions.get_or_create(
                filter_spec=filter.spec, focal_point_key=filter.get_cache_key(self), defaults={"file": file}
            )
        return rendition

    def create_renditions(self, *filters: Filter) -> dict[Filter, StoreRendition]:
        """One after another: Wagtail makes them in threads, which have no scope."""
        return {filter: self.create_rendition(filter) for filter in filters}


class TaggedImage(TenantOwned, ItemBase):
    tag = TenantForeignKey(MediaTag, on_delete=models.CASCADE, related_name="tagged_images")
    content_object = TenantForeignKey(StoreImage, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "content_object", "tag"], name="tagged_image_once"),
        ]


class StoreRendition(OwnedWrites, AbstractRendition):
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    image = TenantForeignKey(StoreImage, on_delete=models.CASCADE, related_name="renditions")

    objects: ClassVar = ScopedManager.from_queryset(TenantQuerySet)()

    class Meta:
        constraints = [
            # Wagtail demands exactly these fields; the image belongs to one tenant.
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="store_rendition_once"),
        ]

    def get_upload_to(self, filename: str) -> str:
        return random_path("renditions", filename)

    @staticmethod
    def construct_cache_key(image: Any, filter_cache_key: str, filter_spec: str) -> str:
        return f"tenant-{image.tenant_id}-{AbstractRendition.construct_cache_key(image, filter_cache_key, filter_spec)}"


class StoreDocument(OwnedWrites, AbstractDocument):
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    collection = models.ForeignKey(Collection, default=store_collection_id, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to=document_path)
    tags = TaggableManager(blank=True, through="media.TaggedDocument")

    objects: ClassVar = ScopedManager.from_queryset(TenantQuerySet)()

    admin_form_fields = ("title", "file", "tags")
    search_fields: ClassVar = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.FilterField("id"),
        index.FilterField("title"),
        index.FilterField("created_at"),
        index.FilterField("uploaded_by_user"),
        index.FilterField("tenant_id"),
    ]

    class Meta:
        indexes = [models.Index(fields=["tenant", "-created_at"], name="store_document_newest")]


class TaggedDocument(TenantOwned, ItemBase):
    tag = TenantForeignKey(MediaTag, on_delete=models.CASCADE, related_name="tagged_documents")
    content_object = TenantForeignKey(StoreDocument, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "content_object", "tag"], name="tagged_document_once"),
        ]
