"""Who speaks the quotations of one article, and who is the same in others.

:func:`quotes.speakers.resolve.resolve` is the way in. What it calls, in the
order in which an article passes it:

==================================  ===============================================================
who is named                        ``proper_names`` finds the names in the text, ``titles`` what
                                    stands beside them, ``labels`` of what kind they are;
                                    ``people`` and ``organizations`` say which are one's, and
                                    ``entities`` holds all of them
who else can be meant               ``phrases`` finds descriptions and pronouns (``mentions`` says
                                    what these are, ``nouns`` what a noun can stand for)
whom each of them means             ``discourse`` reads the article once from its beginning;
                                    ``described`` leads descriptions (by ``relations`` and
                                    ``bodies`` too), ``pronouns`` pronouns; of several in
                                    ``memory`` the one of most ``prominence``, by weights that
                                    are learnt; a ``witness`` is asked where nothing is clear
whose each quotation is             ``scene`` goes from a quotation to its source, by ``sources``
                                    to the word that says who, and from there to the speaker;
                                    ``relatives``, ``joint``, ``owners`` and ``implicit`` know the
                                    sources that need more, ``writer`` who says "I"
how sure that is                    ``decision``, ``signals``
==================================  ===============================================================

``names`` compares names without any text around them, ``offices`` reads titles
so, ``words`` holds the closed lists, and ``identity`` brings the speakers of
many articles together.
"""
