"""How does an uploaded picture become a portrait that is safe to keep and show?

It is decoded and drawn anew: what leaves is a small WebP of our own, without the metadata, the trailing
bytes or the tricks of what came in. Size is judged from the header, before any pixel is decoded.
"""

import asyncio
import io

from PIL import Image, ImageOps

from bobwhite.errors import ErrorCode, InvalidError

SIDE = 512
"""Pixels of a portrait's side; the largest one shown is 160 CSS pixels at a density of 3."""
MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 36_000_000
"""What the cameras of telephones make; decoded it takes about 150 MB."""
MAX_SIDE = 16_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
TIME_LIMIT_S = 10.0


class PillowPortraits:
    """Draws portraits on a thread, one at a time."""

    def __init__(self, time_limit_s: float = TIME_LIMIT_S) -> None:
        self._time_limit_s = time_limit_s
        self._place = asyncio.Semaphore(1)

    async def render(self, upload: bytes) -> bytes:
        """Return a WebP of 512 × 512 from the middle of the picture, turned as its EXIF says.

        Raises ``InvalidError`` with ``image_invalid``, or ``too_large`` above 5 MB.
        """
        if len(upload) > MAX_BYTES:
            raise InvalidError(ErrorCode.TOO_LARGE)
        async with self._place:
            drawing = asyncio.to_thread(_draw, upload)
            try:
                return await asyncio.wait_for(drawing, self._time_limit_s)
            except TimeoutError as error:
                raise InvalidError(ErrorCode.IMAGE_INVALID) from error


def _draw(upload: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
            width, height = picture.size
            if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
                raise InvalidError(ErrorCode.IMAGE_INVALID)
            # A JPEG is decoded at the smallest scale that suffices.
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            mode = "RGBA" if upright.has_transparency_data else "RGB"
            portrait = ImageOps.fit(upright.convert(mode), (SIDE, SIDE))
            # A fresh picture carries none of the old one's ``info``: no EXIF, profile or comment.
            clean = Image.new(mode, portrait.size)
            clean.paste(portrait)
            out = io.BytesIO()
            clean.save(out, "WEBP", quality=QUALITY)
            return out.getvalue()
    except InvalidError:
        raise
    except Exception as error:
        # Decoders raise nearly anything for bytes made to harm them.
        raise InvalidError(ErrorCode.IMAGE_INVALID) from error
