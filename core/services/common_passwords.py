"""Passwords that many people use and every attacker tries first, of a length that we would accept.

The list is our own. It is put together from its parts when it is first asked for: words, names and sentences that
published counts of leaked passwords have at the top year after year (password, qwerty, iloveyou, dragon, football and
so on), what people put behind them to make them longer (123, years, "!"), the same word twice or two of them in a row,
walks over the keyboard, and rows of digits and letters. No leaked list was copied. What is compared is case-folded,
without spaces and signs between the words, and with the usual digits for letters put back (p4ssw0rd).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

SHORTEST = 12
"""Characters; shorter ones are refused for their length already."""

_FAVOURITES = """
password passwort letmein welcome iloveyou qwerty admin administrator login master dragon monkey football baseball
superman batman princess sunshine shadow michael jordan trustno1 starwars secret changeme default access hello freedom
whatever ninja mustang jesus summer winter spring autumn abc123 a1b2c3 test guest user root love angel
""".split()
_WORDS = """
interview practice interviewpractice dashboard candidate coach company office student teacher school computer internet
google facebook linkedin microsoft windows apple samsung android iphone london paris berlin madrid newyork america
england germany france canada australia india brazil mexico liverpool chelsea arsenal barcelona realmadrid juventus
manchester soccer hockey basketball tennis racing yankees cowboys steelers lakers eagles patriots charlie jessica
jennifer michelle ashley daniel thomas robert william andrew joshua matthew anthony christopher alexander nicole
samantha elizabeth victoria stephanie melissa amanda hannah maggie buster ginger pepper tigger snoopy scooby cookie
chocolate banana orange cherry flower purple yellow silver golden diamond rainbow butterfly dolphin tiger panther
falcon phoenix wolverine spider spiderman pokemon pikachu naruto minecraft fortnite playstation nintendo xbox matrix
merlin gandalf hunter killer ranger thunder lightning storm blizzard warrior wizard legend phantom mercedes ferrari
porsche corvette harley yamaha suzuki honda toyota chevrolet camaro metallica slipknot nirvana beatles eminem guitar
music dancer blessed forever lovely sweetie babygirl babyboy beautiful family mother father brother sister friend
friends monday january february march april august september october november december christmas birthday heaven peace
hope faith money lucky winner champion number security system server database network private public manager support
service
""".split()
_SENTENCES = """
iloveyouforever iloveyousomuch iloveyoubaby iloveyou2much ilovemyself ilovemymom ilovemyfamily ilovemusic
ilovefootball mynameis mypassword thisismypassword thisisapassword thisispassword nopassword nopasswordhere
newpassword oldpassword passwordispassword yourpassword mysecretpassword supersecret supersecretpassword verysecret
verysecurepassword securepassword strongpassword goodpassword longpassword mylongpassword averylongpassword
thisisalongpassword letmeinplease letmeinnow pleaseletmein openthedoor opensesame whateveritis whatsup123456
whoareyou123 iamthebest iamthegreatest idontknow idontcare donotknow dontforget dontforgetme forgetmenot
forgotpassword iforgotmypassword rememberme rememberthis trustnoone trustnobody jesuschrist jesuslovesme godisgood
godisgreat godislove thankyoujesus ilovejesus ilovegod inshallah bismillah starwarsfan maytheforcebewithyou
correcthorsebatterystaple correctbatteryhorsestaple horsebatterystaple tobeornottobe thequickbrownfox
thequickbrownfoxjumpsoverthelazydog manchesterunited manchestercity liverpoolfc realmadridcf fcbarcelona
youllneverwalkalone chelseafc chelseafootball arsenalfc newyorkyankees losangeles sanfrancisco southafrica newzealand
rockandroll heavymetal linkinpark redhotchilipeppers ironmaiden blacksabbath pinkfloyd ledzeppelin greenday california
philadelphia pennsylvania massachusetts washington mississippi constantinople switzerland netherlands international
unbelievable congratulations extraordinary supernatural transformers californication thunderstruck snowboarding
skateboarding basketball1 volleyball motorcycle photography independence happybirthday merrychristmas
supercalifragilisticexpialidocious administrator superadministrator superuser sysadmin adminadmin rootroot useruser
testtesttest passwordforyou defaultpassword initialpassword temporarypassword temppassword changethispassword
changemenow changemeplease pleasechangeme interviewpractise jobinterview practiceinterview welcometothejungle
welcomehome welcomeback hellokitty hellokitty123 helloworld helloworld123 hellohello goodmorning goodnight
""".split()
_TAILS = """
1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0 00 007 01 10 11 111 1111 13 21 22 23 42 69 77 88 99
100 101 123123 321 420 666 777 786 987654321 999 abc abc123 xyz qwe qwerty q1w2e3
""".split()
_YEARS = tuple(str(year) for year in range(1960, 2036))
_ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
)
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_BLOCKS = """
123 321 456 789 147 258 369 159 753 741 852 963 1234 4321 5678 1212 2580 12345 54321 123456 654321 112233 121212
123321 159753 147258 789456 456789 102030 101010 010203 123qwe qwe123 asd123 zxc123 qweasd qwer asdf zxcv qwerasdf
qazwsx wsxedc qaz wsx edc 1q2w3e 1q2w3e4r q1w2e3 q1w2e3r4 zaq1 xsw2 zaq12wsx abc abc123 abcd abcd1234 aaa a1b2 aa11
a1s2d3 asdfgh qwerty1 qwert asdfg zxcvb zxcvbn asdfjkl qwaszx poiuyt lkjhgf mnbvcxz 0987654321 09876 98765 1357 2468
13579 24680 11223344
""".split()

_LETTERS_FOR = str.maketrans("013457@$!", "oieastasi")
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_BETWEEN = re.compile(r"[\W_]+")
_TAIL = re.compile(r"[\d\W_]+\Z")


def is_common(password: str) -> bool:
    """Whether many people use this password, or one that differs from it by no more than its looks."""
    folded = password.casefold()
    head = _TAIL.sub("", folded)
    looks = (folded, folded.translate(_UNSHIFTED), head.translate(_LETTERS_FOR) + folded[len(head) :])
    return any(_BETWEEN.sub("", look) in common_passwords() for look in looks)


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """All of them, in lower case. Those that are too short to be chosen are there for what signs make of them."""
    return frozenset(_made())


def _made() -> Iterator[str]:
    words = [*_FAVOURITES, *_WORDS]
    yield from (word + tail for word, tail in product(words, ("", *_TAILS, *_YEARS)))
    yield from (sentence + tail for sentence, tail in product(_SENTENCES, ("", "1", "12", "123", "1234", "12345")))
    yield from (head + word for head, word in product(("1", "12", "123", "1234", "123456", "my", "the"), words))
    yield from (word * times for word, times in product([*words, *_BLOCKS], range(2, 7)))
    yield from (first + second for first, second in product(_FAVOURITES, _FAVOURITES))
    yield from (first + second for first, second in product(_BLOCKS, _BLOCKS))
    yield from (letter * length for letter, length in product(_ALPHABET + "0123456789", range(SHORTEST, 25)))
    yield from _walks()


def _walks() -> Iterator[str]:
    """Fingers that go over the keyboard: along its rows and columns, there and back, and through the alphabet."""
    rows = [row[::step] for row in _ROWS for step in (1, -1)]
    down, up = _COLUMNS, tuple(column[::-1] for column in _COLUMNS)
    snake = tuple(way[place % 2] for place, way in enumerate(zip(up, down, strict=True)))
    columns = ["".join(way[start:]) for way in (down, up, snake) for start in range(8)]
    digits = ["1234567890", "0987654321", "9876543210", "0123456789", "12345678", "123456789"]
    ways = [first + second for first, second in product(rows, rows)]
    ways += [*columns, *("".join(filter(str.isalpha, way)) for way in columns), *(row * 3 for row in digits)]
    ways += [_ALPHABET + "1234567890", _ALPHABET[::-1]]
    for first, second in ((_ALPHABET, "1234567890" * 3), ("1234567890", "qwertyuiop"), ("qwertyuiop", "1234567890")):
        ways.append("".join(a + b for a, b in zip(first, second, strict=False)))
    for way in ways:
        yield from (way[:length] for length in range(SHORTEST, min(len(way), 30) + 1))
    yield from (row[:length] + tail for row, length, tail in product(rows, range(4, 11), ("", *_TAILS)))
