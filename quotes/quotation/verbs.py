"""Words that attribute speech, by lemma."""

from __future__ import annotations

#: Verbs that report what somebody said, wrote or thought.
REPORTING = frozenset(
    """
    accuse acknowledge add admit admonish advise affirm agree allege announce answer argue ask
    assert assure attest believe blast boast brag call caution charge chide claim clarify
    comment complain concede conclude confess confide confirm contend continue counter cry
    declare demand deny describe disclose dismiss echo elaborate emphasise emphasize estimate
    exclaim explain expect express fear fire forecast gush hint hope imply inform insist
    interject joke lament maintain mention mumble muse mutter note object observe opine order
    plead pledge point post praise predict proclaim promise propose protest quip read reason
    recall recommend recount reflect refute reiterate relate remark remember remind repeat reply
    report respond retort retweet reveal say scoff scold shout snap speculate state stress
    suggest suspect swear tell testify think thunder tweet underline underscore urge vow warn
    whisper wonder write yell
    """.split()
)

#: Those that mean nothing but speech: the best cue when several stand by.
SPEAKING = frozenset(
    """
    say tell add announce answer argue ask assert claim comment continue declare exclaim explain
    insist note observe quip read remark reply report respond retort shout state stress testify
    tweet warn whisper write yell joke recall conclude acknowledge admit
    """.split()
)

#: Deeds. Corpora of attribution mark some of them as showing an attitude, but who signs a law or
#: votes for one has not said so: nobody is made a speaker by such a verb alone.
#: Verbs that mostly report a stance or words (support, cast as, shoot back, weigh in) are none.
DEEDS = frozenset(
    """
    adopt aim allow appoint approve attempt avoid ban begin block bring buy celebrate choose click
    count cover create deliver design do elect enjoy enter establish expose fail file fly force
    form get give have hire hold introduce invite join keep knock launch lead leave let look
    make mark meet mount move nominate pass pay pick place play provide publish pursue raise
    release require run schedule scramble sell send set sign spend stand start stick stop strike
    sue take tap target throw trade travel try use vote win work
    """.split()
)
#: Of somebody else, before what that one does: ``Asked about it, Hill laughed``.
ASKED = frozenset("asked pressed questioned quizzed told reminded grilled prodded prompted".split())
