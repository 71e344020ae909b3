"""How little a word says about the topic of an interview answer, because so many answers use it.

Worked out over this project's own model answers: log(N / n) / log(N), where n of N answers use the word family;
a family that is not listed is used by fewer than one answer in thirty and weighs 1.
"""

_FAMILIES_BY_TENTHS: dict[int, str] = {
    1: """
        2 3 ask exampl say
    """,
    2: """
        0.5 10 100 4 5 cent chang check come day keep last look minut month need new next person run see
        show start tell time use week work writ year
    """,
    3: """
        1000 20 30 40 6 8 9 add answer build call colleagu compar cost count custom datum decid differ
        euro fall file final find give good help hour howev instead job know later learn leav list lose
        manag mean move number old open order page part put quest read send set shar small stay stop team
        test thing tri user wait want
    """,
    4: """
        1000000 11 12 50 60 7 afterward agre alon app assum averag bad begin book break bring cach cannot
        case caus choos clear client clos code compani copi cut databas date decis delet depend drop earli
        end error evening explain fail fix follow group hand happen hard hold id key limit line log long
        measur meet millisecond miss morn name night notic offer offic often pay phon plan point pric
        problem product real reason releas repeat report request rest result return right ring rise row
        rule save second server servic shop short side sign slow step stor suggest suppos switch tabl talk
        theref think today togeth train turn updat usual valu version visit way wrong
    """,
    5: """
        0 0.25 14 15 70 80 90 accept account address alert allow alway api arriv becom behind belong big
        block boss brows budget buy cancel carri chain cheap clean click collect column complaint confirm
        connect contain contract correct crash creat deliv deliveri direct effect els empti engin event
        exact exist extra far fast featur fetch fewer field fifth figur fine finish firm fit form free
        front full funct grow handl head hear hide home idea import index insid instanc join larg late
        lead librari listen littl live load local lock longer machin main map matter meanwhil memori
        messag mistak model money network normal note option otherw owner paper pass payment plac posit
        practic print process project promiz provid queri queu random rate reach recommend record remov
        replac respons retri review risk room rough round safe sale sampl school screen separ shift simpl
        singl sit site size sort speak spend split staff stand stat stick straight sum support sure system
        text ticket tool top total transact type understand watch wherea whol worker worth
    """,
    6: """
        200 annoy appear appoint autom box branch busi care centr channel child common complain comput
        control convers default delay devic discount disk door driv driver duplic estim expect feel filter
        friday gain hash hit holiday honest hurt imag imagin interview item link match megabyt monday near
        object older past patient peak pick platform plus post privat propos push quiet rais react readi
        repair revenu script search select sell ship simpli softwar solv stal summer suppli task throw
        timeout token traffic trip truth variabl volum win
    """,
}

TOPIC_WEIGHT: dict[str, float] = {
    family: tenths / 10 for tenths, families in _FAMILIES_BY_TENTHS.items() for family in families.split()
}
"""Weight of a word family as a sign of its topic, 0.1 to 0.9."""
