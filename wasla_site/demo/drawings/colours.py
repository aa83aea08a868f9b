"""The palettes of the two stores, and mixing colours. A colour is `#rrggbb` text."""

PALETTE = {
    "ivory": "#f7efe1",
    "pearl": "#efe4d6",
    "sand": "#e2c9a4",
    "honey": "#d99a3d",
    "amber": "#b8692a",
    "saffron": "#e0862b",
    "gold": "#c9983f",
    "brass": "#b98b45",
    "copper": "#b9693f",
    "bronze": "#8a6239",
    "rose": "#d98f8d",
    "blush": "#efc6bd",
    "petal": "#e8a8ab",
    "ruby": "#8f2e3b",
    "wine": "#6c2a3a",
    "plum": "#6f4560",
    "lilac": "#b7a0c4",
    "oud": "#4d2c1c",
    "walnut": "#6d452b",
    "cedar": "#a0673f",
    "ebony": "#2b2220",
    "ink": "#25303c",
    "slate": "#5b6770",
    "silver": "#c4c8ca",
    "steel": "#98a3a8",
    "smoke": "#8c8580",
    "snow": "#f6f6f2",
    "mint": "#a9cdb6",
    "jade": "#4f8a73",
    "emerald": "#1f6350",
    "olive": "#77793f",
    "sage": "#93a98a",
    "moss": "#566b46",
    "forest": "#2f4f41",
    "sky": "#8ec3d6",
    "teal": "#2f7c83",
    "sea": "#4697ab",
    "navy": "#24405c",
    "indigo": "#3d4a7a",
    "terracotta": "#c8693f",
    "clay": "#b1583a",
    "rust": "#94412a",
    "coral": "#e47b5c",
    "sun": "#f0b73f",
    "khaki": "#b7a67b",
    "dune": "#dcbf90",
    "camel": "#b98b5b",
    "charcoal": "#3a3d40",
    "red": "#bf3b32",
}

LIGHT = "#fffaf0"
DARK = "#22150f"


def mix(first: str, second: str, share: float) -> str:
    """`share` of the second colour in the first; 0 gives the first, 1 the second."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def light(colour: str, share: float) -> str:
    return mix(colour, LIGHT, share)


def dark(colour: str, share: float) -> str:
    return mix(colour, DARK, share)
