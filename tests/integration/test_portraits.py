"""Do portraits come out small, clean and square, and does hostile input come out at all?"""

import io
import zlib
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.integrations.blobs.folder import FolderBlobs
from bobwhite.integrations.portraits import MAX_BYTES, SIDE, PillowPortraits

SECRET = "taken at 52.37, 4.89 by somebody"
SCRIPT = b"<html><body><script>alert('52.37')</script>"


def upload(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def shown(portrait: bytes) -> Image.Image:
    return Image.open(io.BytesIO(portrait), formats=["WEBP"])


@pytest.mark.parametrize(
    ("kind", "mode", "size"),
    [
        ("JPEG", "RGB", (1600, 900)),
        ("JPEG", "L", (64, 64)),
        ("JPEG", "CMYK", (300, 900)),
        ("PNG", "RGBA", (700, 512)),
        ("PNG", "P", (90, 40)),
        ("PNG", "I;16", (90, 40)),
        ("PNG", "1", (1, 1)),
        ("WEBP", "RGB", (513, 400)),
    ],
)
async def test_portraits_are_webp_of_one_size(kind: str, mode: str, size: tuple[int, int]) -> None:
    portrait = await PillowPortraits().render(upload(Image.new(mode, size), kind))
    assert shown(portrait).size == (SIDE, SIDE)


async def test_the_middle_of_the_picture_is_shown_upright() -> None:
    # Left half red, right half blue, marked "turn by 90 degrees".
    picture = Image.new("RGB", (200, 100), "red")
    picture.paste((0, 0, 255), (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    portrait = shown(await PillowPortraits().render(upload(picture, "JPEG", exif=exif)))
    top, bottom = portrait.getpixel((256, 40)), portrait.getpixel((256, 470))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


async def test_no_metadata_leaves(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place.update({ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (52.0, 22.0, 12.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngInfo()
    text.add_text("Comment", SECRET)
    picture = Image.new("RGB", (80, 80), "teal")
    for data in (
        upload(picture, "JPEG", exif=exif, comment=SECRET.encode(), icc_profile=profile),
        upload(picture, "PNG", pnginfo=text, exif=exif, icc_profile=profile),
        upload(picture, "WEBP", exif=exif, icc_profile=profile, xmp=SECRET.encode()),
        upload(picture, "PNG") + SECRET.encode(),
        # A page to a browser that would guess: markup before the pixels, and after them.
        upload(picture, "JPEG", comment=f"<script>'{SECRET}'</script>".encode()) + SCRIPT,
    ):
        assert b"52.37" in data
        portrait = await PillowPortraits().render(data)
        assert SECRET.encode() not in portrait
        assert b"<script" not in portrait
        assert not {"exif", "icc_profile", "xmp", "comment"} & shown(portrait).info.keys()


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 in a few kilobytes; 10 GB when decoded."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + crc

    side = (60_000).to_bytes(4, "big")
    rows = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", side + side + b"\x08\x02\x00\x00\x00")
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


GIF = upload(Image.new("P", (9, 9)), "GIF")
BMP = upload(Image.new("RGB", (9, 9)), "BMP")
TIFF = upload(Image.new("RGB", (9, 9)), "TIFF")
PNG = upload(Image.new("RGB", (99, 99)), "PNG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        GIF,
        BMP,
        TIFF,
        PNG[:-40],
        PNG[:30],
        bomb(),
    ],
    ids=["empty", "text", "svg", "xml", "gif", "bmp", "tiff", "cut short", "header only", "bomb"],
)
async def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidError) as caught:
        await PillowPortraits().render(data)
    assert caught.value.code is ErrorCode.IMAGE_INVALID


async def test_a_picture_of_too_many_pixels_is_refused_before_decoding() -> None:
    data = upload(Image.new("1", (6001, 6001)), "PNG")
    with pytest.raises(InvalidError):
        await PillowPortraits().render(data)


async def test_a_picture_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        await PillowPortraits().render(bytes(MAX_BYTES + 1))
    assert caught.value.code is ErrorCode.TOO_LARGE


async def test_a_picture_that_takes_too_long_is_refused() -> None:
    with pytest.raises(InvalidError):
        await PillowPortraits(time_limit_s=0).render(upload(Image.new("RGB", (3000, 3000)), "PNG"))


async def test_blobs_are_kept_by_name_and_nothing_outside_is_reached(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "blobs")
    (tmp_path / "secret").write_bytes(b"secret")
    assert await blobs.get("avatars", "one") is None
    await blobs.put("avatars", "one", b"first")
    await blobs.put("avatars", "one", b"second")
    assert await blobs.get("avatars", "one") == b"second"
    assert [path.name for path in (tmp_path / "blobs" / "avatars").iterdir()] == ["one"]
    for name in ("../../secret", "..", "", "one/..", "a" * 65, "One", "one.webp", "/etc/passwd"):
        assert await blobs.get("avatars", name) is None
        with pytest.raises(ValueError, match="name"):
            await blobs.put("avatars", name, b"x")
        await blobs.remove("avatars", name)
    await blobs.remove("avatars", "one")
    await blobs.remove("avatars", "one")
    assert await blobs.get("avatars", "one") is None
