"""The closed lists of words that names, titles and descriptions are told by. All folded."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


#: Before a person's name, saying nothing of the person but the gender.
HONORIFICS = _words(
    "mr mrs ms miss mx messrs dr prof sir dame lord lady madam madame hon herr frau monsieur signor"
    " signora senor senora shri smt"
)
#: Words for men by which women are called as well: they tell no gender.
OF_BOTH = _words("chairman alderman")
MALE_TITLES = _words(
    "mr sir lord king prince congressman father brother spokesman pope herr monsieur signor senor"
    " shri"
)
FEMALE_TITLES = _words(
    "mrs ms miss dame lady baroness countess duchess madam madame queen princess congresswoman"
    " sister spokeswoman chairwoman frau signora senora smt"
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
    monsignor monsenor monseigneur msgr atty undersecretary
    father sister brother coach principal dean chef agent first incoming outgoing interim
    councilman councilwoman councilor councillor cllr cllrs alderman baroness viscount
    countess duchess assemblyman assemblywoman delegate treasurer
    comptroller pm ceo cfo mp
    canon archdeacon deacon vicar chaplain venerable brigadier commodore dci insp supt
    taoiseach tanaiste matron herr frau monsieur signor signora senor senora shri smt
    """
)
#: Titles that are what a minister is for as well: Minister of Justice Ada Hill.
ALSO_OFFICES = _words("justice")
#: What ministers are for.
FIELDS = _words(
    "agriculture commerce culture defence defense development education employment energy"
    " environment finance health housing industry information interior justice labor labour"
    " planning sports tourism trade transport"
)
#: Titles that are family names as well.
ALSO_SURNAMES = _words("dean king pope prince bishop judge major sheriff cardinal constable deacon")
#: Titles that are a part of the name as it is shown, and are left out when comparing.
ROYAL = _words("king queen prince princess pope emperor empress saint")
#: Titles that are first names as well: Dean Hill.
ALSO_FIRST_NAMES = _words("dean")
#: Titles that are names of companies as well.
ALSO_COMPANIES = _words("canon")
SUFFIXES = _words("jr sr ii iii iv")
DEGREES = _words("md phd esq mp mep qc kc obe mbe cbe dds rn")
#: Of these, what somebody is.
OF_A_JOB = _words("md mp mep qc kc rn")
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
#: Of these, English first names: Kim Clark, Lee Marsh.
ALSO_ENGLISH = _words("kim lee")

# ---------------------------------------------------------------- nouns, by what they can stand for

FEMALE_NOUNS = _words(
    """
    woman girl mother mom mum wife daughter sister aunt grandmother niece widow lady actress
    spokeswoman chairwoman congresswoman businesswoman policewoman saleswoman councilwoman
    assemblywoman waitress queen princess girlfriend bride heiress stateswoman headmistress landlady
    stewardess hostess maid nanny stepmother ex-wife ex-girlfriend
    """
)
MALE_NOUNS = _words(
    """
    man boy father dad husband son brother uncle grandfather nephew widower gentleman
    spokesman congressman businessman policeman salesman councilman assemblyman
    king prince boyfriend groom statesman frontman fisherman headmaster stepfather ex-husband
    ex-boyfriend fireman cameraman guy
    """
)
#: One person by where he or she comes from, in words that are nothing else.
COUNTRYMEN = _words(
    """
    briton spaniard englishman englishwoman frenchman frenchwoman irishman irishwoman scotsman
    scotswoman welshman dutchman dutchwoman dane swede finn turk serb croat icelander londoner
    """
)
#: One person by what he or she is; see ``is_person_noun`` for the endings.
PERSON_NOUNS = (
    FEMALE_NOUNS
    | MALE_NOUNS
    | OF_BOTH
    | _words(
        """
        person spokesperson president nominee candidate democrat republican official executive chief
        secretary general attorney lawyer judge justice mayor governor senator representative
        lawmaker billionaire millionaire mogul tycoon politician leader adviser advisor aide
        analyst expert professor doctor physician surgeon nurse teacher student economist
        scientist researcher scholar historian author writer journalist reporter columnist
        editor host anchor comedian actor singer rapper musician artist director producer
        coach player champion athlete star veteran soldier officer detective sheriff deputy
        sergeant lieutenant captain colonel commander admiral prosecutor defendant plaintiff
        suspect victim witness resident neighbor neighbour voter supporter opponent rival
        critic activist advocate organizer protester demonstrator immigrant refugee survivor
        founder cofounder owner manager entrepreneur investor banker trader developer
        consultant strategist pollster operative surrogate ally friend colleague boss
        employee worker driver pilot farmer pastor priest bishop archbishop cardinal pope
        rabbi imam cleric monk nun minister premier chancellor ambassador diplomat envoy
        delegate commissioner superintendent principal dean chairperson chair chairs ceo cfo
        coo cto head co-founder vice-president treasurer comptroller speaker whip parent child
        kid teen teenager adult relative cousin spouse partner fiancé fiancée heir guest client
        customer patient passenger user blogger tweeter celebrity socialite heiress designer
        architect engineer mechanic chef cook butcher philosopher poet novelist biographer
        playwright filmmaker critic negotiator mediator observer insider source sources
        whistleblower informant agent spy hacker inmate prisoner newcomer incumbent
        conservative liberal progressive libertarian independent appointee counsel counselor
        counsellor therapist psychologist psychiatrist dentist pharmacist epidemiologist
        donor megadonor contender hopeful challenger frontrunner runner bearer finalist narrator
        moderator interviewer questioner caller listener viewer reader subscriber staffer
        canvasser volunteer intern clerk cop trooper firefighter paramedic
        dictator tyrant monarch ruler strongman czar
        midfielder striker defender goalkeeper winger skipper quarterback linebacker pitcher
        batsman bowler golfer boxer jockey referee umpire trainer
        commuter shopper pedestrian bystander onlooker passerby biker trucker rancher logger
        miner midwife vet plumber carpenter welder builder roofer painter decorator barber
        hairdresser waiter barista bartender baker grocer cashier janitor cleaner caretaker
        concierge butler babysitter lifeguard sailor deckhand paratrooper sniper medic guard
        warden jailer detainee juror bailiff magistrate solicitor barrister notary paralegal
        accountant auditor shareholder landlord tenant renter homeowner squatter roommate
        classmate teammate schoolmate pupil undergraduate sophomore graduate dropout tutor
        lecturer headteacher librarian curator astronomer programmer surveyor grower shepherd
        gardener visitor traveler traveller camper hiker climber skier surfer swimmer diver
        rower jogger fan spectator wrestler dancer drummer composer sculptor photographer
        vlogger influencer streamer gamer outsider protestor picketer campaigner labourer
        laborer apprentice trainee supervisor restaurateur hotelier publican vicar deacon
        worshipper pilgrim migrant evacuee orphan toddler pensioner retiree grandparent fiance
        fiancee acquaintance stranger villager islander citizen constituent backbencher
        frontbencher attache interpreter translator speechwriter commentator pundit carer
        caregiver dispatcher smuggler gangster mobster burglar thief robber shoplifter fraudster
        addict drinker smoker diner punter
        counterpart predecessor successor
        abbess abbot absentee academic acrobat actuary adherent administrator admirer adolescent
        adventurer alcoholic almsgiver alumna alumnus amputee appellant applicant arbitrator
        aristocrat artisan assailant attacker attendant attendee bachelor backpacker ballerina
        beggar believer benefactor benefactress bettor blacksmith boater bomber bookie bookseller
        bouncer breeder bridesmaid broker brother-in-law buddy bunkmate bursar busker cabbie cadet
        captive catcher cellmate chap chauffeur choreographer civilian claimant co-star collector
        combatant companion competitor complainant comrade conductor confidant confidante
        connoisseur consumer contestant convict coordinator cornerback coroner correspondent
        creator crewmate cricketer criminal crofter croupier custodian daughter-in-law dealer
        defector deportee descendant devotee dignitary disciple dissident divorcee drover duke
        educator emigrant emissary emperor enemy enthusiast entrant escapee ex-convict expat
        father-in-law felon fighter flanker flatmate footballer foreigner fugitive fullback
        gambler goalie godfather godmother governess grandchild granddaughter grandson guardian
        gunner guru gymnast handler healer heckler helper herder hermit hero heroine hijacker
        hitchhiker honoree hostage householder housemate housewife hunter hurdler impresario
        in-law inductee inhabitant inlaw innovator instructor interviewee inventor investigator
        joiner juggler kidnapper killer kingpin landowner learner leaseholder litigant lodger
        lover marathoner marine martyr mate mentor mercenary merchant militant missionary
        mother-in-law mourner murderer mystic neurosurgeon newlywed newscaster newsreader occupant
        offender organiser outfielder parishioner parolee parson participant patron peasant
        petitioner planner playmaker porter postdoc practitioner prefect preteen professional
        prophet proponent proprietor provost racer ranger rebel recipient recruit recruiter rector
        reformer regent registrar rescuer respondent responder returnee reviewer revolutionary
        rider rigger ringleader rookie saboteur sceptic schoolboy schoolchild schoolgirl
        schoolmaster seeker seller servant settler shipmate shooter sibling sidekick signatory
        sister-in-law skater skeptic slave slaveholder smallholder sommelier son-in-law speculator
        sprinter squire stenographer stepbrother stepdaughter stepsister stepson stockbroker
        storyteller tailor toastmaster trekker trustee twin undertaker underwriter usher vagrant
        weathergirl weaver weightlifter well-wisher wellwisher wholesaler wizard workmate
        youngster youth
        """
    )
    | COUNTRYMEN
)
#: Words for another one of them.
ONE_MORE = _words("second third fourth other another same next")
#: Of these, offices that one holds instead of another.
OFFICES = _words(
    "president secretary governor senator representative congressman congresswoman mayor justice "
    "judge ambassador chancellor premier general admiral sheriff commissioner speaker"
)
#: Of which there is one for each field: the energy minister is not the finance minister.
OF_A_FIELD = _words("minister secretary director commissioner editor correspondent coach")
#: Of the offices, those of which nobody has two.
ELECTED = _words("governor senator representative mayor")
#: Who has the same office elsewhere.
COUNTERPARTS = _words("counterpart counterparts")
#: Beside a title: no longer, or not yet.
OF_ANOTHER_TIME = _words("former then ex late incoming elect past onetime")
#: By these whoever an article is about may be called. Who has another job
#: (``the FBI director``, ``the inspector``) is mostly somebody else, whom it does not name.
EPITHETS = (
    COUNTRYMEN
    | OFFICES
    | _words(
        """
        nominee candidate contender hopeful challenger frontrunner incumbent newcomer appointee
        republican democrat conservative liberal progressive libertarian independent politician
        lawmaker legislator congressman congresswoman statesman billionaire millionaire mogul tycoon
        businessman businesswoman entrepreneur magnate heir heiress socialite celebrity star actor
        actress comedian singer rapper musician artist novelist poet filmmaker athlete
        player champion boxer golfer midfielder striker defender goalkeeper winger quarterback
        linebacker pitcher batsman bowler batter runner front-runner veteran mother father mom dad
        grandmother grandfather widow widower lady immigrant refugee survivor defendant plaintiff
        spokesman spokeswoman spokesperson
        """
    )
)
#: Behind a hyphen these make no name longer: ``Obama-era``.
AFTER_HYPHEN = _words("era led run like born elect ally type held made paid free wide tied fed")
RELATIVES = _words("mom mum mother dad father son daughter wife husband brother sister parents")
WIDOWED = _words("widow widower")
#: What somebody is to whoever is one of these to him.
INVERSE_RELATIONS = {
    **dict.fromkeys(("mother", "father", "parent"), _words("daughter son child")),
    **dict.fromkeys(("daughter", "son", "child"), _words("mother father parent")),
    **dict.fromkeys(
        ("wife", "husband", "partner", "spouse"), _words("wife husband partner spouse")
    ),
    **dict.fromkeys(("brother", "sister", "twin"), _words("brother sister twin")),
    "predecessor": _words("successor"),
    "successor": _words("predecessor"),
}
#: Nouns that are no title beside a name.
ANYBODY = _words("man woman person boy girl kid child teen teenager adult guest client customer")
#: Of parties and beliefs, those who have them: many of them, and no organisation.
PARTISANS = _words(
    "democrats republicans libertarians conservatives liberals progressives socialists communists "
    "tories independents moderates evangelicals christians catholics muslims jews mormons"
)
#: Before what somebody is, a party says which one he is of: a GOP group.
PARTIES = _words("gop republican democratic dem tory labour")
#: One organisation, or its people taken as one.
ORGANIZATION_NOUNS = _words(
    """
    agency administration alliance army association authority bank board bureau business cabinet
    campaign chamber church club coalition college commission committee company conference
    conglomerate consortium corporation council court delegation department firm force
    foundation fund government group hospital house institute institution jury
    magazine military ministry movement museum navy network newspaper nonprofit office
    organisation organization outlet panel paper parliament party police pac publication
    publisher regime school senate congress service site society startup station store team
    television think-tank tribunal union university website watchdog newsroom daily weekly
    embassy consulate legislature league federation giant maker manufacturer retailer chain
    carrier airline automaker lender insurer brokerage utility regulator insurgency militia
    kingdom nation country state city county province region bloc charity studio treasury
    academy broadcaster carmaker drugmaker chipmaker planemaker subsidiary
    """
)
_COMPANIES = _words(
    "maker manufacturer retailer carrier airline automaker carmaker drugmaker chipmaker planemaker"
    " lender insurer brokerage utility startup firm conglomerate chain giant subsidiary studio"
)
#: What an organisation may be called as well of which an article says that it is one of these.
BROADER_KINDS = {
    **dict.fromkeys(("company", "firm"), _COMPANIES | {"company"}),
    "agency": _words("bureau administration regulator"),
    "newspaper": _words("daily weekly tabloid broadsheet paper"),
    "paper": _words("daily weekly tabloid broadsheet newspaper"),
    **dict.fromkeys(
        ("organization", "organisation", "group"),
        _words("nonprofit charity foundation association coalition alliance watchdog ngo league"),
    ),
}
#: Of these, those that stand before the name of one: ``engine maker Pratt-Lowe``.
MAKERS = _words(
    "maker manufacturer retailer carrier airline automaker carmaker drugmaker chipmaker planemaker "
    "lender insurer brokerage utility "
    "conglomerate startup nonprofit think-tank watchdog company firm giant "
    "newspaper magazine tabloid broadsheet broadcaster daily weekly agency channel station website "
    "network outlet portal supermarket"
)
#: Several people, though the noun is in the singular.
GROUP_NOUNS = _words(
    """
    majority minority percent percentage % public crowd family couple audience everyone everybody
    electorate number handful dozen score generation community population people public pair
    trio press media half third quarter plurality lot bunch staff crew public none some many most
    all others few several both each neither nobody
    """
)
#: What is written, filmed or counted, and "says".
DOCUMENT_NOUNS = _words(
    """
    account ad advertisement affidavit analysis announcement article audio bill blog book
    booklet brief broadcast brochure case chart clip column comment complaint constitution
    contract data database decree diary dictionary document dossier draft editorial email e-mail
    entry essay estimate evidence excerpt fact figure file filing finding footage forecast form
    guide guideline headline image index indictment interview invitation item journal law
    lawsuit leaflet legislation letter list listing log manifesto manual map measure memo
    memoir memorandum message minutes motion note notice novel number op-ed opinion order page
    pamphlet paper petition photo photograph picture piece placard platform poll polling post
    poster posting press-release prospectus quote rating reading record recording
    reference release remark report research resolution result review rule ruling script series
    sheet sign slogan speech statement statistic statistics statute story study subpoena summary
    suit survey tally tape text textbook thread timeline transcript treaty trailer tweet verdict
    version video warrant watchlist website-page wording work chyron caption footnote
    """
)
#: Of documents, those that speak for their author: "the company's statement said".
AUTHORED_NOUNS = _words(
    """
    statement tweet letter email e-mail memo note message post posting comment remark speech
    announcement release op-ed column blog testimony commentary article report study book piece
    essay opinion ruling decision lawsuit complaint affidavit analysis
    """
)
#: Words of names that tell what the bearer is.
_PAPERS = _words(
    "times post journal news herald tribune guardian gazette globe telegraph sun chronicle "
    "observer review daily examiner inquirer courier register dispatch mail reuters"
)
_CHANNELS = _words(
    "news tv cnn nbc cbs abc fox msnbc cnbc espn bbc npr pbs univision telemundo c-span"
)
NAME_MARKS = {
    **dict.fromkeys(("newspaper", "paper", "daily"), _PAPERS - _CHANNELS | {"news"}),
    **dict.fromkeys(("outlet", "publication", "newsroom"), _PAPERS | _CHANNELS),
    **dict.fromkeys(("network", "channel", "broadcaster", "station"), _CHANNELS),
    "magazine": _words("time newsweek magazine review atlantic economist weekly"),
    "agency": _words("agency administration bureau service services department"),
    "company": CORPORATE | _words("motors airlines industries holdings systems energy"),
    "firm": CORPORATE | _words("partners associates capital group"),
    "group": _words(
        "union association coalition council foundation league society alliance group fund pac "
        "institute network conference"
    ),
    "organization": _words(
        "union association coalition council foundation league society alliance organization "
        "committee institute"
    ),
    "university": _words("university college"),
    "school": _words("university college school"),
    "bank": _words("bank bancorp bancshares"),
}
_NEWS_PIECES = _words("article piece story feature column editorial op-ed")
#: What somebody issues, and by what it may have been called when he did.
ISSUED = {
    **{noun: frozenset({noun}) for noun in ("statement", "tweet", "email", "memo", "testimony")},
    **{noun: frozenset({noun}) for noun in ("letter", "message", "note", "post", "release")},
    **dict.fromkeys(_NEWS_PIECES, _NEWS_PIECES),
}
#: Verbs of issuing it.
ISSUES = _words(
    "issue release publish post send write tweet run print make give put deliver circulate share"
)
#: Verbs of asking and of answering.
ASKS = _words("ask tell urge question press beg warn remind call invite challenge")
REPLIES = _words("answer reply respond retort counter rejoin agree refuse decline")
#: Verbs that ``in a statement`` goes with.
SAYS = _words("say tell add announce call note state warn explain confirm argue declare insist")
#: Of these, those that speak for themselves, whoever may have made them: the report found.
FINDINGS = _words("report study analysis book article lawsuit complaint affidavit")
#: What an organisation is called after somebody or something named: ``the Clinton campaign``.
COLLECTIVES = _words(
    "campaign administration government police camp regime ministry office department team "
    "military army parliament cabinet transition embassy legislature council court movement tribe "
    "consulate faction militia"
)
#: Of these, those that are no name of their own, though they be capitalised.
NAMED_AFTER = _words("administration campaign camp team regime transition government")
#: At the end of the name of what is written: ``the Coast Poll``.
DOCUMENT_NAMES = _words(
    "poll report act index memo memorandum treaty agreement accord plan bill amendment data"
    " constitution"
)
#: At the end of a name that says what somebody is, beside the titles: ``Senate Minority Leader``.
OFFICE_ENDINGS = _words("leader adviser advisor whip manager doctor lawyer strategist")
#: At the end of a name that says of whom many are: ``Committee Republicans``.
MEMBERS = _words(
    "representatives senators congressmen lawmakers members officials leaders delegates voters"
    " supporters"
)
#: Parties that are called by them all the same.
PARTIES_OF_MEMBERS = frozenset(
    {"liberal democrats", "social democrats", "christian democrats", "sweden democrats"}
)
#: Named, and nobody who could speak.
NOBODY = _words("earth mars moon covid covid19")
#: News outlets that are called by what could be a person's or another's name.
OUTLETS = _phrases(
    """
    al jazeera, al arabiya, al ahram, al hayat, asharq al awsat, usa today, press tv, sky news,
    bbc news, pc world, haaretz, rudaw, reuters, politico, politifact, buzzfeed, huffpost, newsweek,
    xinhua, tass, interfax, yonhap, kyodo, antara, bernama, anadolu, irna, isna, tasnim,
    der spiegel, die welt, die zeit, le monde, le figaro, el pais, el mundo, el universal,
    el tiempo, clarin, la nacion, o globo, folha de s paulo, la repubblica, la stampa,
    corriere della sera, gazeta wyborcza, meduza, hurriyet, rappler, malaysiakini, mediapart,
    axios, vox, gawker, wikinews, caixin, global times
    """
)
#: The same behind an article.
OUTLETS_BEHIND_THE = _words(
    "hill verge intercept atlantic hindu nation independent telegraph spectator economist register"
)
#: Who speaks for somebody else: ``an aide to Senator Hill``.
SPEAKS_FOR = _words(
    "spokesman spokeswoman spokesperson aide adviser advisor lawyer attorney counsel surrogate "
    "representative supporter ally friend"
)
#: What a name before it names wholly: ``the AFP news agency``.
NAMED_BY = _words(
    "agency newspaper magazine network channel website site company firm group party union "
    "service bank broadcaster chain station think-tank nonprofit airline automaker startup daily"
)
#: Of each, a title and a description of the same person have the same.
OPPOSED = (
    _words("republican democratic libertarian green labour conservative"),
    _words("vice"),
    _words("shadow"),
    _words("prime"),
    _words("former current new"),
)
#: Who has one of these before his office has another one.
OF_ANOTHER_RANK = _words("vice deputy assistant shadow junior former ex acting associate")
#: Ends of nouns that tell a person, when the word is not one of the lists above.
PERSON_ENDINGS = (
    *("man", "woman", "person", "ist", "ologist", "yer", "eer", "ician", "keeper", "goer", "crat"),
    *("arian", "holder", "in-law"),
)
MONTHS_AND_DAYS = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december today yesterday
    """
)
#: Endings of names that no person has.
ORGANIZATION_WORDS = (
    ORGANIZATION_NOUNS
    | CORPORATE
    | _words(
        "times post journal news herald tribune guardian press media tv radio center centre "
        "affairs security protection intelligence relations studies committee trust partners "
        "street tower project network systems group holdings industries securities"
    )
)
#: What titles are shortened to.
TITLE_NOUNS = {
    "sen": "senator",
    "sens": "senator",
    "rep": "representative",
    "reps": "representative",
    "gov": "governor",
    "govs": "governor",
    "gen": "general",
    "dr": "doctor",
    "prof": "professor",
    "atty": "attorney",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "col": "colonel",
    "adm": "admiral",
    "rev": "reverend",
    "ceo": "chief executive",
}
#: What one may call who has a title.
CALLED = {
    "senator": _words("lawmaker legislator politician"),
    "representative": _words("congressman congresswoman lawmaker legislator politician"),
    "congressman": _words("representative lawmaker legislator politician"),
    "congresswoman": _words("representative lawmaker legislator politician"),
    "spokesperson": _words("spokesman spokeswoman"),
    "spokesman": _words("spokesperson"),
    "spokeswoman": _words("spokesperson"),
    "chairman": _words("chair chairperson"),
    "chairwoman": _words("chair chairperson"),
    "executive": _words("ceo chief"),
    "nominee": _words("candidate"),
    "doctor": _words("physician"),
    "kc": _words("barrister lawyer"),
    "qc": _words("barrister lawyer"),
    "md": _words("doctor physician"),
    "mp": _words("lawmaker legislator politician"),
    "mep": _words("lawmaker legislator politician"),
    "rn": _words("nurse"),
    "lawyer": _words("attorney"),
    "attorney": _words("lawyer"),
    "commander": _words("chief"),
    "minister": _words("premier"),
    "mogul": _words("billionaire businessman"),
    "billionaire": _words("mogul businessman tycoon"),
    "businessman": _words("mogul billionaire tycoon"),
}
