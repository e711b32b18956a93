"""The race itself: in every round everybody opens every order's form, and then all submit."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from urllib.parse import urlsplit

from tests.faults.at_once import at_once
from tests.faults.broken import Broken
from tests.faults.browser import Answer, Browser

NEWS = re.compile(r'<ul class="?news"?>(.*?)</ul>', re.DOTALL)
# All at one order at a time, or each in a sequence of their own; every form submitted once, or twice in parallel by
# half of the people: sixteen submits at any moment.
KINDS = [("together", 1), ("apart", 1), ("together", 2), ("apart", 2)]


@dataclass(slots=True)
class Try:
    """One form of one person, opened but not submitted yet, and later how each copy was answered."""

    browser: Browser
    code: str
    fields: dict[str, str]
    via: int
    answers: list[Answer] = field(default_factory=list)
    landed: Answer | None = None

    @property
    def path(self) -> str:
        """Where the form lives."""
        return f"/orders/{self.code}/reassign"

    def submit(self, copies: int) -> None:
        """Send the form, its copies at once and to different workers, and go where success leads."""
        vias = range(self.via, self.via + copies)
        self.answers = at_once([partial(self.browser.post, self.path, self.fields, via) for via in vias])
        led = next((answer.location for answer in self.answers if answer.location), None)
        if led:
            self.landed = self.browser.get(urlsplit(led).path, self.via)


def rounds(count: int) -> list[tuple[str, int]]:
    """Kind and copies of each round."""
    return list(islice(cycle(KINDS), count))


def play(
    browsers: list[Browser], owners: Mapping[str, int], accounts: Mapping[int, str], kind: str, copies: int, dice: int
) -> list[Try]:
    """One round over the orders in `owners` (owner now, by code), each order wanted for some other account."""
    browsers = browsers[::copies]
    opened = at_once([
        partial(open_all, browser, number, owners, accounts, random.Random(f"{dice} {number}"))
        for number, browser in enumerate(browsers)
    ])  # fmt: skip
    if kind == "together":
        for tries in zip(*opened, strict=True):
            at_once([partial(one.submit, copies) for one in tries])
    else:
        at_once([partial(submit_all, tries, copies, random.Random(f"{dice} {n}")) for n, tries in enumerate(opened)])
    return [one for tries in opened for one in tries]


def open_all(
    browser: Browser, number: int, owners: Mapping[str, int], accounts: Mapping[int, str], dice: random.Random
) -> list[Try]:
    """This person's form for every order, filled in."""
    found = []
    for step, (code, owner) in enumerate(owners.items()):
        wanted = dice.choice([account for account in accounts if account != owner])
        filled = {"kind": "existing", "owner": str(wanted), "q": accounts[wanted], "notify": "y", "generate": "y"}
        drawn = browser.form(f"/orders/{code}/reassign", number + step)
        found.append(Try(browser, code, {**drawn, **filled}, number + step))
    return found


def submit_all(tries: list[Try], copies: int, dice: random.Random) -> None:
    """One after the other, in an order of one's own."""
    for one in dice.sample(tries, len(tries)):
        one.submit(copies)


def verdict(tries: list[Try]) -> list[Broken]:
    """What was wrong with the answers of a round: exactly one winner per order, all others told by whom."""
    found = []
    for code in sorted({one.code for one in tries}):
        at_it = [one for one in tries if one.code == code]
        winners = [one for one in at_it if any(answer.status == 303 for answer in one.answers)]
        versions = {one.fields["version"] for one in at_it}
        if len(winners) > 1 or len(versions) > 1:
            found.append(Broken("winners", f"{code}: {len(winners)} winners of versions {sorted(versions)}"))
        found += [wrong for one in at_it for wrong in misanswered(one, winners)]
    return found


def misanswered(one: Try, winners: list[Try]) -> list[Broken]:
    """What was wrong with the answers to one form."""
    if one in winners:
        right = all(answer.status == 303 for answer in one.answers)
        right = right and one.landed is not None and f"{one.code} now belongs to" in one.landed.body
    else:
        right = bool(winners) and all(told(answer, winners[0].browser.name) for answer in one.answers)
    statuses = [answer.status for answer in one.answers]
    return [] if right else [Broken("answers", f"{one.browser.name} at {one.code}: {statuses}")]


def told(answer: Answer, winner: str) -> bool:
    """Whether this is the form again, with the news of who was faster."""
    news = NEWS.search(answer.body)
    return answer.status == 409 and news is not None and winner in news.group(1)
