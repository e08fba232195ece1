"""Whom a pronoun or a description means.

:func:`quotes.coreference.discourse.read` is the way in: it reads an article once from its
beginning and leads each mention to a referent.

==================  ==============================================================================
``memory``          what is remembered while an article is read: who was mentioned, and where
``described``       leads descriptions, ``pronouns`` pronouns
``prominence``      who stands out of several, by weights that are learnt
``witness``         what a coreference component says, asked where nothing is clear
==================  ==============================================================================
"""
