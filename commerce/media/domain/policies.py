"""Which pictures a store takes."""

LARGEST_FILE = 10 * 1024 * 1024
# What can be decoded in MEMORY: a pixel takes 3 or 4 bytes in most forms, and about 16 where the decoder keeps frames.
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 40_000_000, "GIF": 40_000_000, "WEBP": 12_000_000, "AVIF": 12_000_000}
# A progressive JPEG is held as coefficients, up to 6 bytes a pixel, before its first line is known.
MOST_PROGRESSIVE_PIXELS = 24_000_000
# What is kept: enough for a full-width picture on a screen of double density.
LONGEST_SIDE = 2560
# What reading one picture may cost: bytes of memory, seconds of the processor's time, seconds by the clock.
MEMORY = 300 * 1024 * 1024
PROCESSOR_SECONDS = 8
SECONDS = 10
