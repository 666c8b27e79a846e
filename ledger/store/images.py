"""A photo made fit to be kept: upright, without the place where it was taken."""

import io
import struct
import warnings
from typing import Final, NamedTuple

from ledger.errors import BadData

ENDINGS: Final = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n", ".png"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"\x01\0\0\0", ".emf"),
    (b"\xd7\xcd\xc6\x9a", ".wmf"),
    (b"\x01\0\x09\0", ".wmf"),
)
OPENED: Final = (".jpg", ".png", ".gif", ".bmp", ".tif", ".webp")
TURNED, PLACE = 0x0112, 0x8825
GOOD: Final = 92
SMALL: Final = 75
# What Pillow raises on pictures that are broken, or larger than any camera makes them.
BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, AttributeError,
    MemoryError, struct.error, Warning,
)  # fmt: skip


class Fit(NamedTuple):
    """A picture to keep: its bytes, the ending that they call for, whether it could be opened."""

    data: bytes
    ending: str
    sound: bool = True


def fit(data: bytes) -> Fit:
    """Turned as the camera was held, without GPS. What needs neither stays as it is, as does what cannot be opened.

    Raises BadData when there is nothing to keep.
    """
    if not data:
        raise BadData("图片是空的")
    ending = _ending(data)
    if ending not in OPENED:
        return Fit(data, ending, sound=bool(ending))
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on odd EXIF, in English
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Fit(_upright(data), ending)
    except (*BROKEN, Image.DecompressionBombError):
        return Fit(data, ending, sound=False)


def _ending(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for magic, ending in ENDINGS if data.startswith(magic)), "")


def _upright(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
        turned = exif.get(TURNED, 1) != 1
        if PLACE not in exif and not turned:
            return data
        upright = ImageOps.exif_transpose(image) if turned else image
        told = upright.getexif()
        told.pop(PLACE, None)
        # "keep" saves a JPEG with the tables that it has: nothing of the picture is lost
        quality = "keep" if image.format == "JPEG" and not turned else GOOD
        out = io.BytesIO()
        colours = image.info.get("icc_profile")
        upright.save(out, image.format, exif=told, quality=quality, icc_profile=colours)
        return out.getvalue()


def small(data: bytes, most: int = 320) -> tuple[bytes, str, int, int] | None:
    """A photo as a cell can show it: at most so many pixels wide and high, JPEG or PNG; bytes, kind, size.

    None for what cannot be opened.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                image.draft("RGB", (2 * most, 2 * most))
                shown = ImageOps.exif_transpose(image)
                shown.thumbnail((most, most))
                out = io.BytesIO()
                clear = shown.mode in ("RGBA", "LA", "P")
                if clear:
                    shown.convert("RGBA").save(out, "PNG")
                else:
                    shown.convert("RGB").save(out, "JPEG", quality=SMALL)
                return out.getvalue(), "png" if clear else "jpeg", *shown.size
    except (*BROKEN, Image.DecompressionBombError):
        return None
