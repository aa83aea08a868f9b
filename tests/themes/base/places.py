from pathlib import Path

import themes.base

THEME = Path(themes.base.__path__[0])
TEMPLATES = THEME / "templates"
STATIC = THEME / "static" / "themes" / "base"
CATALOGUES = THEME / "locale"
