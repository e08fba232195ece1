"""Who and what an article names or describes.

:func:`quotes.mentions.entities.cast_of` is the way in: the people and organizations of an
article, each with all its names and titles.

==================  ==============================================================================
``kinds``           what a name, a description and a pronoun are here
``proper_names``    the names in the text; ``titles`` what stands beside them, ``labels`` of what
                    kind they are
``people``          which names are one person's; ``organizations``: which are one body's
``entities``        all of them
``phrases``         descriptions and pronouns; ``nouns``: what a noun can stand for
``relations``       who is named beside what he is to another; ``bodies``: what an organization
                    is called beside its name
``names``           names compared without any text around them; ``persons``: how a person's name
                    is shown; ``offices``: titles read alone
``words``           the lists of words, from ``quotes/lexicon.txt``
==================  ==============================================================================
"""
