"""The sizes in which a store's pictures are made and shown. The one place that names them."""

PICTURE_WIDTHS = (320, 640, 1200)
PICTURE_SPECS = tuple(f"width-{width}|format-webp" for width in PICTURE_WIDTHS)
