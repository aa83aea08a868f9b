"""Row security and composite keys for the page tables and for every table of Wagtail's that holds a store's content."""

from django.db import migrations

from commerce.core.row_security import (
    DenyTable,
    JoinTables,
    NeverWritten,
    ProtectTenantTable,
    StampForeignTable,
)

STAMPED = [
    "wagtailcore_revision",
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
    "wagtailcore_referenceindex",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_pagesubscription",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_uploadedfile",
    "wagtailcore_site",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailsearch_indexentry",
]
PAGE_TYPES = ["storefront_homepage", "storefront_contentpage"]
JOINED = [
    ("storefront_homepage", "storepage_ptr_id", "storefront_storepage"),
    ("storefront_contentpage", "storepage_ptr_id", "storefront_storepage"),
    ("storefront_storepage", "alias_of_id", "storefront_storepage"),
    ("storefront_storepage", "latest_revision_id", "wagtailcore_revision"),
    ("storefront_storepage", "live_revision_id", "wagtailcore_revision"),
    ("wagtailcore_site", "root_page_id", "storefront_storepage"),
    ("wagtailcore_comment", "page_id", "storefront_storepage"),
    ("wagtailcore_comment", "revision_created_id", "wagtailcore_revision"),
    ("wagtailcore_commentreply", "comment_id", "wagtailcore_comment"),
    ("wagtailcore_pagesubscription", "page_id", "storefront_storepage"),
    ("wagtailcore_pageviewrestriction", "page_id", "storefront_storepage"),
    ("media_storeimage", "collection_id", "wagtailcore_collection"),
    ("media_storedocument", "collection_id", "wagtailcore_collection"),
]
# Groups, workflows and taggit's own tags are platform-wide notions; stores have roles and tags of their own, so
# nothing is ever written here. Wagtail still reads them (its image list asks for popular tags).
UNUSED = [
    "auth_group",
    "auth_group_permissions",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "taggit_tag",
    "taggit_taggeditem",
    "wagtailcore_apitoken",
    "wagtailcore_collectionviewrestriction",
    "wagtailcore_collectionviewrestriction_groups",
    "wagtailcore_pageviewrestriction_groups",
    "wagtailcore_groupcollectionpermission",
    "wagtailcore_grouppagepermission",
    "wagtailcore_groupsitepermission",
    "wagtailcore_groupapprovaltask",
    "wagtailcore_groupapprovaltask_groups",
    "wagtailcore_task",
    "wagtailcore_taskstate",
    "wagtailcore_workflow",
    "wagtailcore_workflowcontenttype",
    "wagtailcore_workflowpage",
    "wagtailcore_workflowstate",
    "wagtailcore_workflowtask",
]
# Our own models stand in for these.
REPLACED = [
    "wagtaildocs_document",
    "wagtailimages_image",
    "wagtailimages_rendition",
    "wagtailembeds_embed",
]


class Migration(migrations.Migration):
    dependencies = [
        ("storefront", "0005_page_types"),
        ("media", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailembeds", "0009_embed_cache_until"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        ProtectTenantTable("storepage", shared_rows=True),
        *[StampForeignTable(table) for table in STAMPED],
        StampForeignTable("wagtailcore_collection", shared_rows=True),
        *[StampForeignTable(table, primary_key="storepage_ptr_id") for table in PAGE_TYPES],
        *[JoinTables(*join) for join in JOINED],
        *[NeverWritten(table) for table in UNUSED],
        *[DenyTable(table) for table in REPLACED],
    ]
