"""How a title beside a name is shown, and short names that are somebody else."""

from __future__ import annotations

import pytest

from quotes.speakers.entities import _without_owner


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("White House’s national security spokesman", "White House national security spokesman"),
        ("agency's acting commissioner", "agency's acting commissioner"),
        ("Republican nominee’s daughter", "Republican nominee’s daughter"),
        ("House Speaker (R., La.)", "House Speaker (R., La.)"),
    ],
)
def test_title_without_its_owner(title, shown):
    assert _without_owner(title) == shown


def test_the_house_is_not_the_white_house(nlp):
    doc = nlp("The White House said talks would resume. The House said it would vote in January.")
    names = [q.speaker.name for q in doc._.quotations if q.speaker]
    assert names[0].endswith("White House")
    assert not any("White House" in name for name in names[1:])
