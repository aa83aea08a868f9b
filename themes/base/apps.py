from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseThemeConfig(AppConfig):
    name = "themes.base"
    label = "theme_base"
    verbose_name = _("Base theme")
