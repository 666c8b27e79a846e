"""Photos as they are kept: upright, without the place where they were taken, else untouched."""

import io

import pytest
from PIL import Image

from ledger.errors import BadData
from ledger.store.images import fit

TURNED, PLACE, MAKER = 0x0112, 0x8825, 0x010F


def photo(kind: str = "JPEG", *, turned: int = 1, place: bool = False) -> bytes:
    """A picture wider than high, blue on its left side."""
    image = Image.new("RGB", (80, 40), "red")
    image.paste("blue", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[MAKER] = "照相机"
    exif[TURNED] = turned
    if place:
        exif.get_ifd(PLACE).update({1: "N", 2: (45.0, 45.0, 0.0)})
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("place", [True, False])
def test_a_photo_is_turned_upright(kind, place):
    kept = fit(photo(kind, turned=6, place=place))
    with Image.open(io.BytesIO(kept.data)) as image:
        red, _, blue = image.convert("RGB").getpixel((20, 10))
        exif = image.getexif()
        assert (image.size, image.format, blue > red) == ((40, 80), kind, True)
    assert kept.sound
    assert exif.get(TURNED, 1) == 1
    assert exif[MAKER]
    assert not exif.get_ifd(PLACE)


def test_the_place_goes_and_nothing_else():
    data = photo(place=True)
    kept = fit(data)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(kept.data)) as after:
        assert before.getexif().get_ifd(PLACE)
        assert not after.getexif().get_ifd(PLACE)
        assert after.getexif()[MAKER] == before.getexif()[MAKER]
        assert after.quantization == before.quantization


@pytest.mark.parametrize(
    ("data", "ending", "sound"),
    [
        (photo(), ".jpg", True),
        (photo("PNG"), ".png", True),
        (photo("GIF"), ".gif", True),
        (photo(turned=6)[:-200], ".jpg", False),
        (b"\xff\xd8\xffnothing", ".jpg", False),
        (photo("PNG")[:60], ".png", False),
        (b"\x01\x00\x00\x00metafile", ".emf", True),
        (b"\xd7\xcd\xc6\x9ametafile", ".wmf", True),
        ("说明".encode(), "", False),
    ],
    ids=["jpg", "png", "gif", "cut", "no jpg", "cut png", "emf", "wmf", "text"],
)
def test_everything_else_is_kept_byte_for_byte(data, ending, sound):
    assert fit(data) == (data, ending, sound)


def test_nothing_is_no_picture():
    with pytest.raises(BadData, match="空"):
        fit(b"")
