"""Closed classes: function words, pronouns, negations, irregular verbs, number words."""

FUNCTION_WORDS = frozenset(
    """a an the this that these those some any each every no all both either neither such same other another
    i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours
    ourselves they them their theirs themselves who whom whose which what one ones someone somebody something anyone
    anybody anything everyone everybody everything nobody nothing none
    am is are was were be been being do does did doing done have has had having will would shall should can could may
    might must ought let's lets
    i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd
    we'll they're they've they'd they'll that's that'd there's there'd here's what's who's how's where's let's
    isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't shan't shouldn't can't
    couldn't mightn't mustn't dont doesnt didnt isnt wasnt cant wont
    and or but nor so yet if because as until while although though since unless than whether
    of at by for with about against between into through during before after above below to from up down in out on
    off over under again further then once here there when where why how not only own too very just also even still
    already ever never now back away around across along among upon within without per via
    more most less least much many few several enough lot lots bit quite rather really almost perhaps maybe
    well oh yes yeah no ok okay um uh er erm like
    get gets got getting go goes went going make makes made making take takes took""".split()
)
"""Words that carry grammar rather than a topic."""

CARRIERS = FUNCTION_WORDS - frozenset("yes yeah no ok okay um uh er erm like per via lot lots bit".split())
"""Function words that show a sentence being built, as against fillers."""

PRONOUNS = frozenset("i you he she it we they who which that this there one".split())

SUBJECT_CONTRACTIONS = frozenset(word for word in FUNCTION_WORDS if "'" in word)

FIRST_PERSON = frozenset("i i'm i've i'd i'll me my mine myself".split())
FIRST_PLURAL = frozenset("we we're we've we'd we'll us our ours".split())

NEGATIONS = frozenset(
    """not no never nor neither none nothing nobody without cannot can't cant don't dont doesn't doesnt didn't didnt
    isn't isnt aren't wasn't wasnt weren't won't wont wouldn't shouldn't couldn't haven't hasn't hadn't mustn't
    rarely hardly stop stopped avoid avoided instead wrong myth false""".split()
)

ABSOLUTES = frozenset(
    """always never only just any anything every everything everyone must impossible automatically guaranteed guarantee
    guarantees simply forever""".split()
)
"""Words that make a rule without exceptions of a claim: wrong beliefs often differ from right ones by nothing else."""

REPORTING_VERBS = frozenset(
    """says states claims believes thinks assumes treats confuses describes explains names mentions gives shows tells
    defines argues suggests recommends points identifies recognises recognizes notes asks takes makes reads""".split()
)
"""What a grader writes before a point ("Says that ..."): the candidate does not say that word."""

MODALS = frozenset("will would shall should can could may might must i'd i'll we'd we'll you'd".split())

AUXILIARIES = frozenset(
    """am is are was were be been do does did have has had will would shall should can could may might must
    i'm i've i'd i'll you're you've you'd you'll he's she's it's we're we've we'd we'll they're they've they'd that's
    there's isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't shouldn't can't
    cannot couldn't dont doesnt didnt""".split()
)

_IRREGULAR = """
be am is are was were been | have has had | do does did done | go goes went gone | get gets got gotten |
make made | take took taken | come came | see saw seen | know knew known | give gave given | find found |
think thought | tell told | say said says | feel felt | leave left | keep kept | begin began begun |
bring brought | write wrote written | sit sat | stand stood | lose lost | pay paid | meet met | run ran |
lead led | grow grew grown | speak spoke spoken | rise rose risen | fall fell fallen | send sent | build built |
understand understood | draw drew drawn | break broke broken | spend spent | win won | buy bought | teach taught |
catch caught | choose chose chosen | drive drove driven | eat ate eaten | fight fought | fly flew flown |
forget forgot forgotten | hear heard | hide hid hidden | hold held | learn learnt learned | mean meant |
ring rang rung | sell sold | show showed shown | sleep slept | steal stole stolen | swim swam | throw threw thrown |
wear wore worn | wake woke woken | deal dealt | fit fitted | feed fed | freeze froze frozen | hang hung |
bend bent | bind bound | lend lent | light lit | seek sought | shoot shot | sink sank sunk | slide slid |
stick stuck | strike struck | swear swore sworn | tear tore torn | dig dug | do did | shrink shrank shrunk |
overcome overcame | undertake undertook | mistake mistook mistaken | rebuild rebuilt | redo redid redone |
rewrite rewrote rewritten | withdraw withdrew withdrawn | oversee oversaw overseen | spin spun | bite bit bitten |
blow blew blown | lay laid | lie lay lain | mix mixed | burn burnt | dream dreamt | spell spelt | spill spilt |
child children | person people | man men | woman women | datum data | index indices indexes indexing |
good better best | bad worse worst | criterion criteria | analysis analyses | phenomenon phenomena | half halves
"""

LEMMA_OF: dict[str, str] = {
    form: group.split()[0] for group in _IRREGULAR.split("|") for form in group.split() if group.split()
}
"""Irregular form to base form, where the stemmer cannot know."""

IRREGULAR_PAST = frozenset(
    """was were had did went got made took came saw knew gave found thought told said felt left kept began brought
    wrote sat stood lost paid met ran led grew spoke rose fell sent built understood drew broke spent won bought
    taught caught chose drove ate fought flew forgot heard hid held learnt meant rang sold showed slept stole threw
    wore woke dealt fed froze hung bent lent lit sought shot sank slid stuck struck swore tore dug overcame
    undertook rebuilt redid rewrote withdrew oversaw spun blew laid cut put set let shut read hit cost quit split
    been done gone seen known given taken chosen written shown""".split()
)

NUMBER_WORDS: dict[str, str] = dict(
    zip(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
        once twice half quarter dozen percent double triple first second third""".split(),
        """0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 30 40 50 60 70 80 90 100 1000 1000000
        1 2 0.5 0.25 12 % 2 3 1 2 3""".split(),
        strict=True,
    )
)
"""Number words and their figures; 'percent' is the sign."""

COUNTING_WORDS = frozenset(NUMBER_WORDS) - frozenset("one once first second third double half quarter zero".split())
"""Number words that measure something when they stand in an answer."""

COMMON_VERBS = frozenset(
    """add agree allow apologize apply ask avoid become believe belong book break bring build buy call carry catch cause
    change check choose clean close collect combine come compare complete contain continue control copy cost count
    cover create cut deal decide define delete deliver depend describe design detect develop discuss do draw drop
    ensure enter exist expect explain fail fall feel fetch fill find finish fix follow force forget get give go grow
    guarantee handle happen have hear help hold hope identify improve include increase involve join keep know lead
    learn leave let like limit listen live lock look lose love make manage match matter mean measure meet miss move
    need notice offer open order own pass pay pick plan point prefer prevent process produce protect prove provide
    pull push put reach read realize recommend recover reduce refund remember remove repeat replace report require
    respond return reveal review ring run save say scale see sell send set share ship show sign solve sort speak
    spend split stand start state stay stop store suggest support take talk teach tell test thank think throw tie
    travel treat trust try turn understand update use wait walk want warn watch win work worry write""".split()
)
"""Base forms of verbs that interview answers live on; used only to see whether a sentence states anything."""
