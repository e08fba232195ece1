"""Who speaks the quotations of one article.

:func:`quotes.speakers.resolve.resolve` is the way in. Who is named and described is
:mod:`quotes.mentions`' to say, whom a pronoun or a description means :mod:`quotes.coreference`'s.

==================  ==============================================================================
``deciding``        goes from a quotation to its source, to the word in it that says who, and from
                    there to the speaker
``scene``           what was found out about the article, and the speakers that its words make
``relatives``       sources that need more: relative pronouns; ``joint``: several who speak as
                    one; ``owners``: who is behind a noun; ``implicit``: no source in the text;
                    ``writer``: who says "I"
``decision``        the speaker of one quotation, and why
``certainty``       how often each way of deciding was right
``signals``         what the confidence in one is made of
==================  ==============================================================================
"""
