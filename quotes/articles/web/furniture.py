"""Which elements of a page are no reporting, by tag, role, class and how much they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quotes.articles.words import words

#: Never the words of an article, whatever they hold.
_SILENT = words(
    """
    datalist embed figcaption frame head iframe input math meter noframes option progress script
    style svg template textarea title
    """
)
#: Of the page or beside the article, unless most of the page's words are in it: tags that were
#: never closed hold the rest of the page.
_BESIDE = words(
    """
    aside audio button canvas dialog footer form header map menu nav noscript object select video
    """
)
_ROLES = words(
    """
    alert alertdialog banner complementary contentinfo dialog form menu menubar navigation
    note search status tablist toolbar tooltip
    """
)
#: Words of which classes, ids and names of components are made.
_NAMES = words(
    """
    ad ads advert adverts advertisement advertising advertorial aside author authors authorbox
    bio breadcrumb breadcrumbs byline bylines caption carousel comment comments commenting consent
    cookie cookies copyright credit credits disclaimer disqus feedback figcaption flyout follow
    footer inlinerelated keywords livefyre nav navigation newsletter newsletters
    noprint outbrain pagination paywall photocredit popup promo promos promoted promotion
    pullquote rating readmore readmorelinks recirc recirculation recommendation recommendations
    recommended related relatedarticles relatedcontent relatedlinks share sharebar sharing shares
    sidebar signup social sponsor sponsored subscribe subscription taboola tags teaser teasers
    ticker timestamp toolbar topics trending upsell zergnet
    """
)
_PAIRS = words(
    """
    about+author also+like also+read author+box author+info category+list image+credit
    latest+news live+updates media+credit more+from more+news more+on more+stories most+popular
    most+read next+article next+up photo+credit post+meta post+tags pull+quote read+also read+more
    read+next related+articles see+also sign+up story+footer tag+list trust+project what+next
    you+may
    """
)
#: Of what only screen readers say.
_UNSEEN = words(
    """
    reader+only reader+text screen+reader screenreader sr+only sronly u+hidden visually+hidden
    visuallyhidden
    """
)
#: Of what is shown while the pointer rests on a name.
_HOVERS = words("hovercard popover rollover tooltip tooltiptext tooltipcontent hover+card")
_STANDFIRSTS = words("dek deck eyebrow kicker standfirst strapline subhead subheadline subtitle")
#: Of names that say furniture where they stand with them, these say that the article is in it.
_BODIES = words("articlebody storybody entry+content article+body story+body post+content")
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME_WORD = re.compile(r"[a-z]+")
_ATTRIBUTES = ("class", "id", "data-component", "data-testid", "data-type", "itemprop")
#: An element with more of the page's words is the article or around it.
_MOST_OF_PAGE = 0.4
#: So is one with this share of what an extraction took for the article.
_MUCH_OF_ARTICLE = 0.2
_FEW_WORDS = 40
_WRAPPERS = words("html body main article")
#: Characters of a class or id that are read.
_LONGEST_NAMES = 600


def names(element: Any) -> frozenset[str]:
    """The words, and pairs of words, in an element's class, id and names of components."""
    found: set[str] = set()
    for attribute in _ATTRIBUTES:
        value = element.get(attribute)
        if not value:
            continue
        for token in value[:_LONGEST_NAMES].split():
            parts = _NAME_WORD.findall(_CAMEL.sub("-", token).lower())
            found.update(parts)
            found.update(f"{one} {two}" for one, two in pairwise(parts))
    return frozenset(found)


def is_silent(element: Any) -> bool:
    """Whether an element is never shown as text of the article: scripts, forms, captions."""
    tag = element.tag
    return not isinstance(tag, str) or tag in _SILENT


def is_unseen(element: Any) -> bool:
    """Whether a reader would not see it: hidden from the eye, or for screen readers only."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if style is not None and _HIDDEN.search(style[:400]):
        return True
    return bool(names(element) & _UNSEEN)


def is_hover(element: Any) -> bool:
    """Whether it is shown while the pointer rests on what stands before it.

    By its class, unless that is also the class of the element around and this is the first thing
    in it (what the pointer rests on), or of an element inside (the two together).
    """
    if element.get("role") == "tooltip":
        return True
    if element.tag in _WRAPPERS or not names(element) & _HOVERS:
        return False
    parent = element.getparent()
    if parent is not None and names(parent) & _HOVERS:
        return element.getprevious() is not None or bool((parent.text or "").strip())
    return not any(names(child) & _HOVERS for child in element)


def is_beside(element: Any, measure: Measure) -> bool:
    """Whether ``element`` stands beside the reporting: navigation, teasers, biographies, sharing.

    Decided by its tag, its role and the words of its class; whatever those say, an element with
    much of the page's text, or of what seems to be the article, is not.
    """
    tag = element.tag
    if tag in _WRAPPERS or measure.is_large(element):
        return False
    if tag in _BESIDE or element.get("role") in _ROLES or is_unseen(element):
        return True
    found = names(element)
    # Posts and pictures are embedded in frames that are called social.
    if found & _BODIES or "embed" in found:
        return False
    return bool(found & _NAMES or found & _PAIRS)


def is_standfirst(element: Any) -> bool:
    """Whether its class says that it is the line under the headline."""
    return bool(names(element) & _STANDFIRSTS)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of the page, and of what seems to be the article, stands below each element."""

    words: Mapping[Any, int]
    letters: Mapping[Any, int]
    """Of the likely article."""
    all_words: int
    all_letters: int

    def is_large(self, element: Any) -> bool:
        """Whether there is so much below ``element`` that it cannot stand beside the article."""
        return (
            self.words.get(element, 0) > max(_FEW_WORDS, self.all_words * _MOST_OF_PAGE)
            or self.letters.get(element, 0) > self.all_letters * _MUCH_OF_ARTICLE
        )


def measure(tree: Any, letters: Mapping[Any, int]) -> Measure:
    """The measure of ``tree``, where ``letters`` of the likely article stand in some blocks."""
    from lxml import etree

    words_below: dict[Any, int] = {}
    letters_below: dict[Any, int] = {}
    for _, element in etree.iterwalk(tree, events=("end",)):
        own = 0 if is_silent(element) else len((element.text or "").split())
        held = letters.get(element, 0)
        for child in element:
            own += words_below.get(child, 0) + len((child.tail or "").split())
            held += letters_below.get(child, 0)
        words_below[element] = 0 if is_silent(element) else own
        letters_below[element] = held
    return Measure(words_below, letters_below, words_below[tree], letters_below[tree])
