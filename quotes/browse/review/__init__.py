"""Correcting in the browser, where ``quotes serve --review`` allows it.

:mod:`~quotes.browse.review.allowing` says who may, :mod:`~quotes.browse.review.walking` which
quotation is next, :mod:`~quotes.browse.review.showing` reads what a page shows,
:mod:`~quotes.browse.review.deciding` writes down what a form says, and
:mod:`~quotes.browse.review.views` are the addresses.
"""
