"""Whom a pronoun or a description means.

:func:`quotes.coreference.discourse.read` is the way in: it reads an article once from its
beginning and leads each mention to a referent.

==================  ==============================================================================
``setting``         what is known of the quotations before; by ``sources``, which word of a source
                    says who
``memory``          what is remembered while an article is read: who was mentioned, and where
``described``       leads descriptions, ``pronouns`` pronouns
``delayed``         who is described first and named later
``prominence``      who stands out of several, by weights that are learnt
``witness``         what the chains of a coreference component say, asked where nothing is clear
``component``       the spaCy component that puts chains on a Doc, for whoever wants them:
                    ``chains`` makes them with coreferee's ``rules``, of all ``nouns``; what else
                    ``it`` and ``they`` stand for is chosen by ``things``
==================  ==============================================================================
"""
