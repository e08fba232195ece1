"""The closed lists of words that names, titles and descriptions are told by. All folded."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Before a person's name, saying nothing of the person but the gender.
HONORIFICS = _words("mr mrs ms miss mx messrs dr prof sir dame lord lady madam madame hon")
MALE_TITLES = _words("mr sir lord king prince congressman father brother spokesman chairman pope")
FEMALE_TITLES = _words(
    "mrs ms miss dame lady madam madame queen princess congresswoman sister spokeswoman chairwoman"
)
#: Words of titles that stand right before a person's name.
TITLES = HONORIFICS | _words(
    """
    professor rev reverend sen sens senator senators rep reps representative congressman
    congresswoman gov govs governor mayor president vice secretary minister premier chancellor
    ambassador judge justice chief general gen colonel col lt lieutenant sgt sergeant capt captain
    maj major adm admiral cmdr commander cpl corporal pvt private officer detective sheriff
    inspector constable superintendent commissioner attorney speaker chairman chairwoman
    chairperson chair director spokesman spokeswoman spokesperson deputy assistant acting prime
    foreign former ex then rabbi imam sheikh sheik ayatollah cardinal archbishop bishop pastor
    father sister brother coach principal dean chef agent first incoming outgoing interim
    councilman councilwoman councilor councillor assemblyman assemblywoman delegate treasurer
    comptroller
    """
)
#: Titles that are a part of the name as it is shown, and are left out when comparing.
ROYAL = _words("king queen prince princess pope emperor empress saint")
SUFFIXES = _words("jr sr ii iii iv")
DEGREES = _words("md phd esq mp mep qc kc obe mbe cbe dds rn")
#: Between first and family name.
PARTICLES = _words(
    """
    van von de del della der den di da do dos das du la le el al ben bin ibn abu ter ten af av zu
    """
)
#: At the end of a company's name.
CORPORATE = _words(
    "inc corp corporation co company companies llc llp ltd limited plc lp sa ag gmbh nv"
)
#: Left out of acronyms.
SMALL = _words("of and for the in on to a an de la du des")
#: Family names that stand first: Chinese, Korean and Vietnamese ones.
FAMILY_FIRST = _words(
    """
    xi wang zhang zhao huang zhou wu xu hu zhu guo ma he gao lin luo zheng liang xie tang deng xiao
    cheng cao peng zeng liu li chen yang jiang feng dong yu cai pan du ding wei jia yan hou wen
    nguyen tran pham hoang phan vu dang bui park kim lee moon choi jung cho yoon jang ban tsai ho
    """
)
