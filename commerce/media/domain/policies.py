"""Which pictures a store takes."""

LARGEST_FILE = 10 * 1024 * 1024
# A picture of 40 megapixels takes about 160 MB while it is decoded; a phone's camera makes 12 to 50.
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# What is kept: enough for a full-width picture on a screen of double density.
LONGEST_SIDE = 2560
