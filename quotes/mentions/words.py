"""The lists that names, titles and descriptions are told by.

What each is for, where it comes from and what is in it stands in ``quotes/lexicon.txt``.
"""

from __future__ import annotations

from quotes import lexicon

# names and what stands beside them
HONORIFICS = lexicon.words("HONORIFICS")
MALE_TITLES = lexicon.words("MALE_TITLES")
FEMALE_TITLES = lexicon.words("FEMALE_TITLES")
TITLES = lexicon.words("TITLES")
STYLES = lexicon.words("STYLES")
ALSO_OFFICES = lexicon.words("ALSO_OFFICES")
FIELDS = lexicon.words("FIELDS")
ALSO_SURNAMES = lexicon.words("ALSO_SURNAMES")
ROYAL = lexicon.words("ROYAL")
ALSO_FIRST_NAMES = lexicon.words("ALSO_FIRST_NAMES")
SUFFIXES = lexicon.words("SUFFIXES")
DEGREES = lexicon.words("DEGREES")
OF_A_JOB = lexicon.words("OF_A_JOB")
PARTICLES = lexicon.words("PARTICLES")
SONS_OF = lexicon.words("SONS_OF")
CORPORATE = lexicon.words("CORPORATE")
SMALL = lexicon.words("SMALL")
AFTER_HYPHEN = lexicon.words("AFTER_HYPHEN")
OF_ANOTHER_TIME = lexicon.words("OF_ANOTHER_TIME")
OF_ANOTHER_RANK = lexicon.words("OF_ANOTHER_RANK")
TITLE_NOUNS = lexicon.short("TITLE_NOUNS")
CALLED = lexicon.table("CALLED")
OPPOSED = tuple(frozenset(group) for group in lexicon.groups("OPPOSED"))

# given and family names
FAMILY_FIRST = lexicon.words("FAMILY_FIRST")
ALSO_OTHERWISE = lexicon.words("ALSO_OTHERWISE")
SPANISH_SURNAMES = lexicon.words("SPANISH_SURNAMES")
CHINESE_SURNAMES = lexicon.words("CHINESE_SURNAMES")
FIRST_NAMES_ALSO_SURNAMES = lexicon.words("FIRST_NAMES_ALSO_SURNAMES")
NICKNAMES = lexicon.table("NICKNAMES")

# nouns, by what they can stand for
FEMALE_NOUNS = lexicon.words("FEMALE_NOUNS")
MALE_NOUNS = lexicon.words("MALE_NOUNS")
COUNTRYMEN = lexicon.words("COUNTRYMEN")
PERSON_NOUNS = lexicon.words("PERSON_NOUNS")
PERSON_ENDINGS = tuple(sorted(lexicon.words("PERSON_ENDINGS")))
ANYBODY = lexicon.words("ANYBODY")
ONE_MORE = lexicon.words("ONE_MORE")
OFFICES = lexicon.words("OFFICES")
OF_A_FIELD = lexicon.words("OF_A_FIELD")
ELECTED = lexicon.words("ELECTED")
COUNTERPARTS = lexicon.words("COUNTERPARTS")
EPITHETS = lexicon.words("EPITHETS")
SPEAKS_FOR = lexicon.words("SPEAKS_FOR")
OFFICE_ENDINGS = lexicon.words("OFFICE_ENDINGS")
RELATIVES = lexicon.words("RELATIVES")
WIDOWED = lexicon.words("WIDOWED")
GROUP_NOUNS = lexicon.words("GROUP_NOUNS")
MEMBERS = lexicon.words("MEMBERS")
AS_MANY = lexicon.short("AS_MANY")
PARTISANS = lexicon.words("PARTISANS")
PARTIES = lexicon.words("PARTIES")
PARTIES_OF_MEMBERS = lexicon.words("PARTIES_OF_MEMBERS")

# bodies
ORGANIZATION_NOUNS = lexicon.words("ORGANIZATION_NOUNS")
ORGANIZATION_WORDS = lexicon.words("ORGANIZATION_WORDS")
COLLECTIVES = lexicon.words("COLLECTIVES")
NAMED_AFTER = lexicon.words("NAMED_AFTER")
SORTS_OF_PLACE = lexicon.words("SORTS_OF_PLACE")
NAMED_BY = lexicon.words("NAMED_BY")
BROADER_KINDS = lexicon.table("BROADER_KINDS")
MAKERS = lexicon.words("MAKERS")
NAME_MARKS = lexicon.table("NAME_MARKS")
OF_UNIONS = lexicon.words("OF_UNIONS")
UNIONS = lexicon.words("UNIONS")
MOSTLY_NAMED = lexicon.words("MOSTLY_NAMED")
OF_A_COMPANY = lexicon.words("OF_A_COMPANY")
OUTLETS = lexicon.words("OUTLETS")
NOBODY = lexicon.words("NOBODY")
MONTHS_AND_DAYS = lexicon.words("MONTHS_AND_DAYS")

# what is written
DOCUMENT_NOUNS = lexicon.words("DOCUMENT_NOUNS")
AUTHORED_NOUNS = lexicon.words("AUTHORED_NOUNS")
FINDINGS = lexicon.words("FINDINGS")
DOCUMENT_NAMES = lexicon.words("DOCUMENT_NAMES")
ISSUED = lexicon.table("ISSUED")
ANY_LEADER = lexicon.words("ANY_LEADER")
LEADERS = lexicon.words("LEADERS")

# verbs
ISSUES = lexicon.words("ISSUES")
SAYS = lexicon.words("SAYS")
ASKS = lexicon.words("ASKS")
REPLIES = lexicon.words("REPLIES")
