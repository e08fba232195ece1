"""Web pages, in steps: the tree, what stands in it, which of that is the article, who made it.

``tree`` parses with bounds, ``furniture`` says which elements are no reporting, ``paragraphs``
walks the rest, ``posts`` turns embedded posts into statements, ``choosing`` finds the article
among the paragraphs, ``endings`` takes off what only its place tells from reporting. ``declared``
reads the tags of the head and the linked data; ``headlines``, ``outlets``, ``days`` and
``writers`` each find one thing with them, ``metadata`` all together.
"""
