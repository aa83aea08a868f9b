"""What a text shows of things from elsewhere on the web: nothing."""

from wagtail.rich_text import EmbedHandler


class NoMedia(EmbedHandler):
    """No store offers embeds. Of one that an import brought along Wagtail would fetch the address."""

    identifier = "media"

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        return ""
