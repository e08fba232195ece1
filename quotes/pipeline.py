"""From articles to attributed quotations: the rooms in the order in which a text passes them.

The bundled pipeline has five components: ``quotes_encoder`` and
``quotes_lemmatizer`` (the language room), ``quotes_quotations`` (finds content,
cue and source), ``quotes_coreference`` (which waits to be asked) and
``quotes_speakers`` (who it is, asking it where nothing is clear). On any other English pipeline
``nlp.add_pipe("quotes")`` is the second last and the last in one; it uses the
chains of a coreferee component that stands before it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, get_args, runtime_checkable

from spacy.language import Language
from spacy.tokens import Doc

from quotes import language
from quotes.annotation import get_quotations, register_extensions, set_quotations
from quotes.coreference.witness import Witness, chained, has_chains
from quotes.quotation import find
from quotes.speakers.resolve import resolve
from quotes.tokens import Tokens
from quotes.types import Act, Article, AttributedQuotation, in_words_of
from quotes.wrapping import unwrapped


class Quotations:
    """Finds the quotations of a Doc, without their speakers."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the quotations of ``doc``."""
        set_quotations(doc, find(doc))
        return doc


@runtime_checkable
class Asked(Protocol):
    """A component that answers for single mentions: see :mod:`quotes.coreference.witness`."""

    only_where_needed: bool
    """Does it wait to be asked?"""

    def witness(self, doc: Tokens) -> Witness: ...


class Speakers:
    """Finds who speaks the quotations of a Doc."""

    def __init__(self, coreference: Asked | None = None) -> None:
        self._coreference = coreference

    def __call__(self, doc: Doc) -> Doc:
        """Give the quotations of ``doc`` their speakers.

        The coreference component is asked where it has seen the Doc; any other one has left its
        chains there.
        """
        tokens = Tokens(doc)
        asked = self._coreference
        waits = asked is not None and asked.only_where_needed and has_chains(doc)
        witness = asked.witness(tokens) if asked and waits else chained(doc)
        set_quotations(doc, resolve(tokens, get_quotations(doc), witness))
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
    pipes: list[object] = [pipe for _, pipe in nlp.components]
    return Speakers(next((pipe for pipe in pipes if isinstance(pipe, Asked)), None))


@Language.factory("quotes", assigns=["doc._.quotations"], requires=_REQUIRES)
def make_quotes(nlp: Language, name: str) -> Quotes:
    """The factory that spaCy calls."""
    register_extensions()
    return Quotes()


def load(name: str | None = None) -> Language:
    """A pipeline ready to find and attribute quotations.

    Args:
        name: an installed spaCy pipeline (``en_core_web_lg``) or the path of
            one; the bundled pipeline when it is ``None``.

    Raises:
        OSError: spaCy knows no pipeline of that name.
    """
    if name is not None:
        nlp = language.load_other(name)
        if not {"quotes", "quotes_speakers"} & {
            nlp.get_pipe_meta(n).factory for n in nlp.pipe_names
        }:
            nlp.add_pipe("quotes")
        return nlp
    nlp = language.load()
    nlp.add_pipe("quotes_quotations")
    language.add_coreference(nlp)
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
