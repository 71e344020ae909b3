"""Words that candidates use for one another. A word may stand in several groups; kinship is not passed on."""

_GROUPS = """
call phone ring telephone dial | fix repair solve resolve correct mend remedy rectify sort | problem issue trouble
fault defect bug | error mistake fault bug wrong | fail failure break crash outage | quick fast rapid soon swift |
slow sluggish late delay lag | big large huge great major | small little tiny minor few low |
start begin launch initiate commence open | end finish complete conclude close stop | stop prevent avoid halt block |
manager boss supervisor chief director lead | customer client guest buyer account | user customer visitor |
employee staff worker colleague teammate coworker | team group crew squad | company firm business organization employer |
job work role position post | help assist support aid | ask question enquire request inquire |
tell inform notify say explain let report admit | say tell state mention | talk speak discuss conversation chat meeting |
listen hear attentive | understand grasp realize see comprehend know | show demonstrate present display prove |
use apply employ utilize | make create build produce construct develop write | change alter modify adjust adapt switch |
improve better enhance increase optimize | reduce lower decrease cut shrink drop less minimize fewer |
increase rise raise grow more higher gain | get obtain receive gain acquire fetch | give provide offer supply grant |
need require demand must necessary | want wish desire like | try attempt test trial | test check verify validate try
experiment | check review inspect verify examine audit confirm | plan schedule prepare roadmap | goal aim target objective
purpose | result outcome effect consequence | reason cause why motive | because since cause reason |
important key critical essential crucial matter vital priority | prioritize rank order urgent first |
deadline date due time | late overdue delay miss | early soon ahead beforehand advance | immediately straight instantly
soon once direct | angry furious upset mad annoyed frustrate irritate shout | calm quiet polite patient cool |
sorry apologize apology regret | blame fault accuse | responsible responsibility accountable own ownership |
learn lesson taught realize takeaway | since after afterwards later following | before prior beforehand first |
data information figure number fact evidence statistics | number count amount figure quantity total |
money cost price expense fee budget | cheap inexpensive low | expensive costly dear | risk danger threat hazard |
choose pick select decide prefer | decide decision choice conclude | option alternative choice possibility |
agree accept consent commit approve buy | disagree object oppose differ conflict argue |
convince persuade influence win | worry concern fear anxious objection afraid | boss authority power manager |
example instance case sample | method approach way technique procedure process | step stage phase part |
server machine host node computer | database db store table | query search lookup select | row record tuple entry |
column field attribute | table relation | key identifier id | memory ram heap | disk storage drive | network connection
internet | request call query message | response reply answer | send transmit deliver post | receive get accept |
save store persist keep write | delete remove drop erase clear discard | add insert append put include | update change
modify edit write | read fetch load retrieve get | copy duplicate replicate clone repeat | duplicate twice repeat double
again multiply | same identical equal alike | different distinct unlike vary another | unique distinct single |
order sequence sort arrange | list array sequence collection | function method procedure routine | variable field value |
class type object | value number | return give yield produce | execute run perform evaluate | loop iterate repeat cycle
iteration | always every each all | never not | often frequent usual many | rare seldom few | whole entire full complete
total all | part portion piece section segment some | shared common mutual | hidden private internal hide | public open
visible | safe secure protect | attack hack exploit breach | encrypt encryption cipher | permission access right
privilege | password credential secret | wait block pause hang sleep | thread process task worker | parallel concurrent
simultaneous | lock mutex block | scale grow expand | load traffic demand | limit cap bound restrict quota |
monitor watch observe track measure log | alert alarm notify warn | measure metric gauge | version release revision |
deploy release ship rollout launch | rollback revert undo return back | branch fork | merge combine join integrate unify |
split divide partition separate break shard | group cluster bucket segment | random arbitrary chance | average mean |
median middle | error deviation | probability chance likelihood odds | significant meaningful real | sample subset |
hypothesis assumption theory | assume suppose presume | predict forecast estimate expect | model train fit |
overfit memorize | feature variable attribute | simple easy plain straightforward | complex complicated hard difficult |
hard difficult tough challenge | maintain keep support preserve | document write record note | write note email document |
email message mail write letter | meeting call session sync standup | feedback review comment criticism | train teach coach
mentor educate | hire recruit employ | leave quit resign depart | promote advance raise | salary pay wage compensation
money | sell sale deal revenue | revenue income sales turnover earning | profit margin earning | loss lose | market
segment industry | product goods offering | price pricing charge | refund reimburse compensate money | discount reduction
rebate | contract agreement deal | renew extend | loyal return retain | churn leave cancel attrition | retention keep |
happy satisfied pleased glad thankful | thank grateful appreciate | complain complaint | trust confidence rely believe |
honest open truthful transparent frank upfront candid | quality standard | speed velocity pace performance latency |
performance speed fast efficient | efficient fast economical | available uptime up reachable | redundant backup spare
replica | backup copy snapshot | recover restore repair rebuild | cache memory store | expire timeout ttl stale | stale
old outdated obsolete | new fresh recent | old previous former prior last | current present now existing | next following
later upcoming | temporary interim short | permanent lasting durable | automatic automate script | manual hand |
user person people someone | each every per individual | both two | several multiple many various | together joint |
alone myself own personal | near close next | far remote distant | inside within internal | outside external |
above over exceed more | below under less | begin start first initial | final last end ultimate | main primary chief
principal central | extra additional more another spare | enough sufficient adequate | lack missing without absence need |
exist present there | empty blank null none missing | null none missing empty | true correct right valid | false wrong
incorrect invalid | exact precise accurate | rough approximate estimate about | clear plain obvious explicit | confuse unclear
ambiguous | goal target kpi | scope extent range | feature function capability | bug defect error issue | incident outage
accident | cause lead trigger produce result | effect impact influence consequence | depend rely hinge | relate connect
link associate | connect link join attach | separate independent decouple isolate | interface contract api | layer tier level
| component part module unit piece | design architecture structure plan | pattern template | rule policy law regulation |
follow obey observe comply | allow let permit enable | forbid prohibit ban disallow | force push make compel | pressure
stress strain | effort work labour | time hour period duration | day daily | week weekly | month monthly | year annual
yearly | quarter quarterly | morning today | urgent pressing critical immediate | visit go meet | sit meet talk |
discover find detect spot notice learn | look check view see examine | search look find seek | compare contrast versus
against benchmark | share split distribute divide | give share pass | pass hand transfer send | transfer move migrate
shift | move shift relocate | grow develop | achieve reach attain accomplish meet hit | exceed beat surpass over | compete
competitor rival | win gain earn | award prize | idea suggestion proposal thought | suggest propose recommend advise offer |
recommend advise suggest propose | explain clarify describe outline | summary recap overview | detail specific particular
specifics concrete | specific particular certain concrete | general generic broad | pilot trial experiment prototype demo |
demo demonstrate prototype show | prototype mockup draft demo | draft sketch outline | checklist list | guard protect
check control | control manage govern | manage handle run lead deal | handle deal manage cope process | lead run head guide |
guide lead direct | culture value | motive motivate reason drive | career path future growth | skill ability strength
competence | experience background history practice | strength advantage | weakness gap shortcoming | gap lack shortfall |
study course learn read | research investigate study explore | investigate analyze examine explore dig diagnose | analyze
study examine analysis | diagnose debug troubleshoot identify find | log trace record | trace track follow | profile measure
| index lookup | scan read search | plan strategy | join combine link | filter where restrict condition | condition
predicate filter criterion if | aggregate sum total group | sum total add | inflate multiply overcount duplicate
distort | transaction commit | atomic indivisible whole | consistent consistency agree same | isolate separate |
durable persist permanent | concurrent simultaneous same | conflict clash collision | collision clash | hash digest |
heavy expensive load | light cheap small | equal same balance even | balance trade weigh | weigh balance consider compare |
consider think weigh evaluate | evaluate assess judge review | assess evaluate estimate judge | estimate guess rough
forecast | guess assume | proof evidence prove | evidence proof data numbers | written writing write email document |
paper written document | buffer slack margin reserve | slack buffer | overtime late nights weekend | escalate raise report |
raise lift escalate mention | delegate assign hand | assign give allocate delegate | allocate assign distribute |
volunteer offer | empathy sympathy understand feel shoes | feel emotion sense | respect polite regard | difficult hard
challenging tough | conflict dispute disagreement argument clash | compromise middle agreement settle | settle resolve agree |
restart reboot reset | reset restart clear | terminate kill stop shut end | kill stop terminate | drain empty finish |
traffic request load | healthy ready alive up | ready prepared available | probe check test | replica copy instance | instance
copy replica object | pod container instance | container image | image picture build | gradual step slow incremental phased |
incremental gradual step | canary gradual | feature flag toggle | compatible works support | schema structure | migrate
move transfer | null empty | leak escape lose | garbage unused collect | reference pointer | pointer reference address |
stack call | recursive recursion itself | sorted order | mutable change modify | immutable constant unchanging fixed |
constant fixed static | static fixed | dynamic runtime | compile build | type kind class | inherit extend derive | override
replace redefine | overload multiple | abstract general | polymorphism override | encapsulate hide wrap | couple depend bind |
refactor restructure clean rewrite improve | technical debt | sprint iteration | backlog queue list | queue line backlog
buffer wait | message event | event message signal | publish send | subscribe listen | consume process read | retry repeat again
| idempotent repeat same twice | timeout limit expire | backoff wait delay | throttle limit slow | spike burst peak surge |
burst spike peak | hot popular busy | skew uneven imbalance bias | bias skew unfair prejudice | fair equal just | outlier
extreme | noise random | variance spread variation | spread variance range | correlate relate | causal cause | control baseline
compare | baseline reference before | treatment variant | lift increase uplift gain | conversion purchase | bounce leave |
novel new novelty | segment group cohort | cohort group | dashboard report chart | report tell dashboard | visual chart graph
plot | accurate correct right precise | precision accuracy | recall coverage sensitivity | threshold cutoff limit | tune adjust
optimize calibrate | regular periodic routine recurring | habit routine | routine habit regular
| element item node entry value member object thing | array vector list | array list sequence element |
stack lifo push pop | queue fifo enqueue dequeue | pointer address reference link | address location position place |
position place location spot slot | root top | leaf end bottom | child descendant left right | tree hierarchy graph |
swap exchange interchange switch | iterate loop traverse repeat cycle walk visit | recursive itself own call |
parameter argument input | input argument data read | output result return print display | variable data member value |
member attribute property field variable | function method routine subroutine procedure operation | prototype
signature declare header | declare define specify | define specify describe mean | constructor initialize create instance |
initialize start set create assign | assign set give | smallest minimum lowest least small | largest maximum highest biggest
greatest big | first top front head begin | last end tail rear bottom final | size length dimension number | memory space
storage allocate | allocate reserve assign memory | space room memory | character letter string text | string text character |
execute run perform | simulate imitate mimic model | behave act function work | software program application product system
code | code program script source | program application software | system software machine | product program software |
reuse share again | divide split half partition break | half middle split divide | middle center mid half | compare check
match less greater | equal same match | constant fixed unchangeable | global everywhere outside anywhere | local inside within
scope | scope visible access | access reach get read see | overwrite replace modify | previous before prior preceding |
next after following subsequent | contiguous consecutive adjacent together | dynamic grow resize runtime | static fixed
constant compile | faster quicker efficient speed | complexity time cost running | logarithmic log | linear n |
quadratic squared square | best minimum least | worst maximum most | base stop terminate end case | terminate stop end exit
finish | condition case test | case situation condition instance | type kind sort class category | private hidden internal |
public accessible open | object instance class | instance object copy example | class type category blueprint | inherit
derive child subclass extend | hide encapsulate abstract | abstract hide general | modular part module separate | phase stage
step part | analysis study requirements | requirement need specification demand | specification requirement design |
test verify debug check | maintain update fix support | refine improve detail | detail specific fine | easy simple
convenient | understand read clear | readable clear understand | large big long many | many multiple several various | need
require must | hold store contain keep | contain hold include have | include contain have consist | consist contain made
compose | connect link attach join point | point refer reference link | refer point reference | insert add put place push |
delete remove pop take erase | search find look locate | find locate search determine | determine decide find calculate |
calculate compute evaluate count | compute calculate evaluate process | sort order arrange | order sort sequence arrange |
packet message frame data | frame packet | sender source transmitter host | receiver destination host recipient | destination
target receiver | source origin sender | transmit send forward | forward route send relay | route path way forward | path
route way | acknowledge confirm ack | ack acknowledge | lose drop miss | congestion overload traffic | collision conflict |
bandwidth capacity throughput rate | throughput rate bandwidth speed | rate speed frequency | delay latency wait time |
medium channel link wire | channel link medium connection | station node host device | host machine computer node device |
device machine hardware equipment | header field | broadcast flood all everyone | neighbor adjacent near | hop step |
overhead cost extra | bit flag | energy power | move travel transport go pass carry | carry
transport bring move hold | enter leave pass go | attach bind bond join connect link | form make create build | high more
greater large | low less small | area region side place | pass go move cross | cross through pass over
"""


def groups() -> tuple[tuple[str, ...], ...]:
    """The groups, each a tuple of base forms."""
    return tuple(tuple(group.split()) for group in _GROUPS.split("|") if group.split())
