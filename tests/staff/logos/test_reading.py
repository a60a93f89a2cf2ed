"""Uploads are read in a process of their own."""

import asyncio

import pytest

from tests.staff.logos.drawings import logo, saved
from widgets.errors import PictureRefused
from widgets.staff.logos import pictures, reading
from widgets.staff.logos.pictures import picture
from widgets.staff.logos.reading import read


def test_other_process_answers_just_the_same() -> None:
    sent = saved(logo())
    assert asyncio.run(read(sent)) == picture(sent)


def test_other_process_refuses_just_the_same() -> None:
    with pytest.raises(PictureRefused) as refused:
        asyncio.run(read(saved(logo(20, 10))))
    assert refused.value.says == pictures.TOO_SMALL
    assert refused.value.values == {"width": 20, "height": 10}


def test_picture_that_takes_too_long_is_refused() -> None:
    with pytest.raises(PictureRefused) as refused:
        asyncio.run(read(saved(logo()), seconds=0.001))
    assert refused.value.says == reading.UNREADABLE
