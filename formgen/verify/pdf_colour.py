"""Is black black? What a colour profile of a PDF makes of dark and light, so that no ink is written as black and seen
as white.

Comes in: a colour space, or a profile's stream. Goes out: yes or no. Values go through the profile as readers that
manage colours send them; those that do not take them as they stand.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from pikepdf import Array, Stream
from PIL import Image, ImageCms

_MODES = {1: "L", 3: "RGB"}
_PLAIN = {"/DeviceGray", "/DeviceRGB"}
_STEPS = (0, 64, 128, 192, 255)
_NEAR = 60
"""Of 255 shades; ways to write gray differ by less."""


def is_plain_space(space: object) -> bool:
    """Whether a colour space shows values of gray, or of red, green and blue, as what they are."""
    if not isinstance(space, Array):
        return str(space) in _PLAIN
    profile = space[1] if len(space) == 2 and space[0] == "/ICCBased" else None
    return isinstance(profile, Stream) and is_plain_profile(profile)


def is_plain_profile(profile: Stream) -> bool:
    """Whether a profile's gray is gray, from black to white; what it says beside leads nowhere else."""
    count = int(profile.get("/N", 0))
    span, other = profile.get("/Range"), profile.get("/Alternate")
    return (
        count in _MODES
        and (span is None or [float(end) for end in span] == [0, 1] * count)
        and (other is None or str(other) in _PLAIN)
        and _shows_gray(profile.read_bytes(), count)
    )


@lru_cache(maxsize=16)
def _shows_gray(data: bytes, count: int) -> bool:
    picture = Image.new("RGB", (len(_STEPS), 1))
    for at, shade in enumerate(_STEPS):
        picture.putpixel((at, 0), (shade, shade, shade))
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        seen = ImageCms.profileToProfile(
            picture.convert(_MODES[count]), profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False
    assert seen is not None
    parts = seen.tobytes()
    return all(abs(part - _STEPS[at // 3]) <= _NEAR for at, part in enumerate(parts))
