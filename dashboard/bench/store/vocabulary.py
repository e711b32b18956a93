"""Made-up words: few that are everywhere, many that are rare, as in the names and notes of a real store."""

from functools import cache
from random import Random

from dashboard.demo.strangers import FAMILY, GIVEN

BEGINS = "Ab Bel Cor Dan El Fer Gal Har Is Jor Kel Lor Mar Nor Or Pel Quin Ros Sal Tor Ul Ver Wil Yar Zel".split()
MIDDLES = "a ba de en fi go hel i ka la me no o per ra se ti u va wen".split()
ENDS = (
    "bach berg dahl dottir feld gaard hoff iak ini kov land man mont nen os qvist son stad tal ville wick zek".split()
)
EVERYWHERE = "please deliver after call gift card door paper ribbon before Friday neighbour colour size invoice".split()
WORDS = 20_000


@cache
def coined(number: int) -> str:
    """The made-up word of this number: each has its own, up to 11,000; then again with another middle."""
    rest, begin = divmod(number, len(BEGINS))
    rest, end = divmod(rest, len(ENDS))
    more, middle = divmod(rest, len(MIDDLES))
    return BEGINS[begin] + MIDDLES[middle] + (MIDDLES[more % len(MIDDLES)] if more else "") + ENDS[end]


def skewed(dice: Random, count: int) -> int:
    """A number below `count`, the small ones far more often."""
    return int(count * dice.random() ** 3)


def person(dice: Random) -> str:
    """A first and a family name, often a rare one; now and then one in the middle."""
    family = dice.choice(FAMILY) if dice.random() < 0.4 else coined(skewed(dice, WORDS))
    middle = f" {dice.choice(GIVEN)}" if dice.random() < 0.2 else ""
    return f"{dice.choice(GIVEN)}{middle} {family}"


def remark(dice: Random) -> str:
    """Some words of a note: common ones, and one that few notes have."""
    common = " ".join(dice.choice(EVERYWHERE) for _ in range(dice.randint(3, 9)))
    return f"{common.capitalize()}, {coined(skewed(dice, WORDS)).lower()}."
