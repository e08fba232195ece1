"""From articles to attributed quotations: the rooms in the order in which a text passes them.

The bundled pipeline has four components: ``quotes_encoder`` and
``quotes_lemmatizer`` (the language room), ``quotes_quotations`` (finds content,
cue and source) and ``quotes_speakers`` (who it is). On any other English pipeline
``nlp.add_pipe("quotes")`` is the last two in one; where chains of coreferee stand on
the Doc, they are one witness of who is meant. Chains of our own come with
``nlp.add_pipe("quotes_coreference")`` (:mod:`quotes.coreference.component`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from spacy.language import Language
from spacy.tokens import Doc

from quotes import language
from quotes.annotation import get_quotations, register_extensions, set_quotations
from quotes.quotation import find
from quotes.speakers.resolve import resolve
from quotes.types import Act, Article, AttributedQuotation, in_words_of
from quotes.wrapping import unwrapped


class Quotations:
    """Finds the quotations of a Doc, without their speakers."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the quotations of ``doc``."""
        set_quotations(doc, find(doc))
        return doc


class Speakers:
    """Finds who speaks the quotations of a Doc."""

    def __call__(self, doc: Doc) -> Doc:
        """Give the quotations of ``doc`` their speakers."""
        set_quotations(doc, resolve(doc, get_quotations(doc)))
        return doc


class Quotes:
    """Both, for other pipelines."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the quotations of ``doc`` and their speakers."""
        set_quotations(doc, resolve(doc, find(doc)))
        return doc


_REQUIRES = ["token.tag", "token.dep", "token.head", "token.lemma", "doc.sents", "doc.ents"]


@Language.factory("quotes_quotations", assigns=["doc._.quotations"], requires=_REQUIRES)
def make_quotations(nlp: Language, name: str) -> Quotations:
    """The factory that spaCy calls."""
    register_extensions()
    return Quotations()


@Language.factory("quotes_speakers", assigns=["doc._.quotations"], requires=_REQUIRES)
def make_speakers(nlp: Language, name: str) -> Speakers:
    """The factory that spaCy calls."""
    register_extensions()
    return Speakers()


@Language.factory("quotes", assigns=["doc._.quotations"], requires=_REQUIRES)
def make_quotes(nlp: Language, name: str) -> Quotes:
    """The factory that spaCy calls."""
    register_extensions()
    return Quotes()


def load(name: str | None = None) -> Language:
    """A pipeline ready to find and attribute quotations.

    Args:
        name: ``accurate`` for the bundled pipeline with the larger encoder; an
            installed spaCy pipeline (``en_core_web_lg``) or the path of one; the
            bundled pipeline when it is ``None``.

    Raises:
        OSError: spaCy knows no pipeline of that name, or the accurate weights are
            not installed.
    """
    if name not in (None, language.ACCURATE):
        nlp = language.load_other(name)
        if not {"quotes", "quotes_speakers"} & {
            nlp.get_pipe_meta(n).factory for n in nlp.pipe_names
        }:
            nlp.add_pipe("quotes")
        return nlp
    nlp = language.load(name)
    nlp.add_pipe("quotes_quotations")
    nlp.add_pipe("quotes_speakers")
    return nlp


def spare_collector() -> None:
    """Have Python look for garbage seldom, in a process that does nothing but read articles.

    What was loaded stays, and an article leaves next to nothing that refers to itself.
    """
    gc.freeze()
    gc.set_threshold(20_000)


def attribute(
    articles: Iterable[Article], nlp: Language, *, n_process: int = 1
) -> Iterator[tuple[Article, tuple[AttributedQuotation, ...]]]:
    """Each article with its quotations, in order, as they are ready.

    Lines that are broken at a width are read as the paragraphs that they are; what is found is
    told in the article's own characters.
    """
    read = ((unwrapped(article.text), article) for article in articles)
    pairs = ((text, (text, article)) for text, article in read)
    for doc, (text, article) in nlp.pipe(pairs, as_tuples=True, batch_size=8, n_process=n_process):
        quotations = get_quotations(doc)
        if text != article.text:
            quotations = tuple(in_words_of(article.text, one) for one in quotations)
        yield article, quotations


def extract(
    article: Article | str,
    nlp: Language | None = None,
    *,
    act: Act | Literal["all"] = "statement",
) -> list[AttributedQuotation]:
    """The quotations of one text, in its order: what was said, if no other ``act`` is asked for.

    The bundled pipeline is loaded for the call (about two seconds): load it once
    and pass it as ``nlp`` when there are many. Raises ``TypeError`` for what is
    neither a text nor an :class:`~quotes.types.Article`, ``ValueError`` for an act that there
    is not.
    """
    if act not in ("all", *get_args(Act)):
        raise ValueError(f"there is no act {act!r}: {', '.join(get_args(Act))} or all")
    if not isinstance(article, str | Article):
        raise TypeError(f"quotes.extract takes a text or an Article, not {type(article).__name__}")
    if isinstance(article, str):
        article = Article(article)
    (result,) = attribute([article], nlp or load())
    return [quotation for quotation in result[1] if act in ("all", quotation.act)]


__all__ = ["attribute", "extract", "load", "make_quotations", "make_quotes", "make_speakers"]
