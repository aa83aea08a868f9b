"""Wagtail's own tables that hold a store's content: each has a `tenant_id` that only the database knows.

Our migrations stamp them; a test compares this list with PostgreSQL's catalogue.
"""

STAMPED_TABLES = (
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_collection",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_site",
    "wagtailcore_uploadedfile",
    "wagtailsearch_indexentry",
)
