"""A program of its own: a picture comes in, our own WebP goes out. Started by `encoding`, never imported by the site.

Decoders are where hostile files strike, so they run where there is nothing to win: no database, no secrets, a limit on
memory and time that the kernel holds, and the file alone. Upright, at most so many pixels a side, the first frame only,
without any metadata.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

# How the program ends. `encoding` turns these into refusals.
NOT_A_PICTURE, TOO_MANY_PIXELS, TOO_HEAVY = 3, 4, 5


def limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def encoded(content: bytes, rules: dict[str, Any]) -> bytes:
    from PIL import AvifImagePlugin, Image, ImageOps  # noqa: PLC0415 - the limits come first

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # our own limits are lower, and each form's own
    with Image.open(io.BytesIO(content), formats=list(rules["most_pixels"])) as picture:
        refuse_too_many_pixels(picture, rules)
        picture.draft("RGB", (rules["longest_side"], rules["longest_side"]))
        small = shrunk(picture, rules["longest_side"])
        orientation = picture.getexif().get(0x0112, 1)
    small.getexif()[0x0112] = orientation
    out = io.BytesIO()
    ImageOps.exif_transpose(small).save(out, "WEBP", quality=90, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def refuse_too_many_pixels(picture: Any, rules: dict[str, Any]) -> None:
    most = rules["most_pixels"][picture.format]
    if picture.info.get("progressive"):
        most = min(most, rules["most_progressive_pixels"])
    if picture.width * picture.height > most:
        sys.stdout.write(json.dumps({"megapixels": most // 10**6}))
        sys.stdout.flush()
        sys.exit(TOO_MANY_PIXELS)


def shrunk(picture: Any, side: int) -> Any:
    """In RGB or RGBA, at most `side` pixels a side. Band by band: the whole is held once, in its own form."""
    from PIL import Image  # noqa: PLC0415

    picture.load()
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    factor = max(1, max(picture.size) // side)
    size = tuple(-(-length // factor) for length in picture.size)
    small = Image.new(mode, size)
    height = 64 * factor
    for top in range(0, picture.height, height):
        band = picture.crop((0, top, picture.width, min(top + height, picture.height)))
        small.paste(eight_bits(band).convert(mode).reduce(factor), (0, top // factor))
    small.thumbnail((side, side))
    return small


def eight_bits(band: Any) -> Any:
    """Grey of 16 bits as grey of 8: Pillow's own conversion cuts off what is bright."""
    return band.convert("I").point(lambda value: value / 256).convert("L") if band.mode.startswith("I") else band


def main() -> None:
    rules = {**json.loads(sys.argv[1]), "longest_side": int(sys.argv[2])}
    limit(rules["memory"], rules["seconds"])
    warnings.simplefilter("ignore")
    try:
        webp = encoded(sys.stdin.buffer.read(), rules)
    except MemoryError:
        sys.exit(TOO_HEAVY)
    except Exception:  # noqa: BLE001 - whatever a decoder says of the file, we can't read it
        sys.exit(NOT_A_PICTURE)
    sys.stdout.buffer.write(webp)


if __name__ == "__main__":
    main()
