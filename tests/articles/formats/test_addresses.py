"""Lists of web addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.articles.blob import HEAD_BYTES, Blob
from quotes.articles.errors import ArticleError, Refused
from quotes.articles.formats import Settings, addresses
from quotes.articles.formats.addresses import Address, read, recognizes

LIST = b"""\xef\xbb\xbf# Papers of the coast
https://harbour-post.example/open

  HTTP://evening-mail.example/a?b=c#d\t\r
#https://left-out.example/
https://harbour-post.example/open
https://harbour-post.example/\xc3\xa5pen
"""


def blob(content: bytes, name: str = "papers.txt") -> Blob:
    return Blob(name, content=content)


def items(content: bytes) -> list[Address | ArticleError]:
    return list(read(blob(content), Settings()))


def test_each_address_once_in_order() -> None:
    assert recognizes(blob(LIST), LIST)
    assert items(LIST) == [
        Address("https://harbour-post.example/open"),
        Address("HTTP://evening-mail.example/a?b=c#d"),
        Address("https://harbour-post.example/åpen"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"# only a comment\n",
        b"https://a.example/ is where she wrote it.\n",
        b"https://a.example/\nThe mayor said no.\n",
        b"ftp://a.example/\n",
        b"https://\n",
        b"a.example/b\n",
        b"url\nhttps://a.example/\n",
        b"<https://a.example/>\n",
        b"https://a.example/\0\xff\n\x00",
    ],
)
def test_what_is_no_list(content: bytes) -> None:
    assert not recognizes(blob(content), content)


def test_a_long_list_is_told_by_its_beginning() -> None:
    content = b"https://harbour-post.example/story/1\n" * 5000
    head = content[:HEAD_BYTES]
    assert not head.endswith(b"\n")
    assert recognizes(blob(content), head)


def test_a_line_that_is_no_address_is_named_and_the_rest_goes_on() -> None:
    found = items(b"https://a.example/\n\nThe mayor said no.\nhttps://b.example/")
    assert [type(item) for item in found] == [Address, ArticleError, Address]
    assert str(found[1]).startswith("papers.txt#3: is not a web address")


def test_an_endless_line_is_named_and_the_rest_goes_on() -> None:
    found = items(b"https://a.example/" + b"a" * 100_000 + b"\nhttps://b.example/\n")
    assert [type(item) for item in found] == [ArticleError, Address]
    assert str(found[0]).startswith("papers.txt#1: is longer than")


def test_a_list_may_not_be_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MAX_LINES", 2)
    assert len(items(b"https://a.example/\nhttps://b.example/")) == 2
    with pytest.raises(Refused, match="more than 2 lines"):
        items(b"https://a.example/\nhttps://b.example/\nhttps://c.example/")


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    if recognizes(blob(content), content):
        assert all(isinstance(item, Address) for item in items(content))
    else:
        items(content)
