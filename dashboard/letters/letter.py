"""A letter: words from templates, made into one unsent message to exactly one address."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from dashboard.core import contacts
from dashboard.core.refusals import Invalid
from dashboard.letters.shop import Shop
from dashboard.models.customer import Customer
from dashboard.models.outbox import Message
from dashboard.models.staff import Staff
from dashboard.settings import ROOT


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a letter goes: `way` is "email" or "sms", `key` what all spellings of the address share."""

    way: str
    address: str
    key: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody written to who need have no account: an order's customer, or whoever staff typed an address of."""

    name: str
    where: Recipient | None


Whom = Customer | Staff | Addressee


def recipient(to: Whom) -> Recipient | None:
    """The account's e-mail address, else its phone; None if it has neither. Staff always have an address."""
    if isinstance(to, Addressee):
        return to.where
    if to.email:
        return Recipient("email", one_address(to.email), contacts.email_key(to.email))
    if isinstance(to, Customer) and to.phone_key:
        return Recipient("sms", header(to.phone or to.phone_key), to.phone_key)
    return None


def compose(
    event: str,
    to: Whom,
    subject: str,
    shop: Shop,
    *,
    at: datetime,
    once: bool = False,
    like: str | None = None,
    **words: Any,
) -> Message | None:
    """The message of this event to this account, from the templates named `like` it; None if it cannot be reached.

    It waits for `shop.hold`; with `once`, a letter with a one-time link, it goes at once and nobody at the desk reads
    it. Raises Invalid for a subject or address with a line break in it.
    """
    where = reached(to, shop, once)
    if where is None:
        return None
    words |= {"shop": shop, "subject": header(subject), "greeting": greeting(to)}
    by_mail, like = where.way == "email", like or event
    return Message(
        customer_id=to.id if isinstance(to, Customer) else None,
        event=event,
        way=where.way,
        recipient=where.address,
        recipient_key=where.key,
        subject=words["subject"] if by_mail else "",
        text=fill(f"{like}.txt" if by_mail else f"{like}.sms.txt", words),
        html=fill(f"{like}.html", words) if by_mail else None,
        message_id=message_id(shop),
        secret=once,
        state="held",
        created_at=at,
        send_after=at if once else at + shop.hold,
    )


def fill(template: str, words: dict[str, Any]) -> str:
    """A template of templates/letters with these words."""
    return templates().get_template(template).render(words).strip() + "\n"


@cache
def templates() -> Environment:
    """The letters' own templates; they know nothing of requests."""
    return Environment(
        loader=FileSystemLoader(ROOT / "templates" / "letters"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def reached(to: Whom, shop: Shop, once: bool = False) -> Recipient | None:
    """Where a letter to them can go today. Only what lets somebody in is written before there is a gateway."""
    where = recipient(to)
    return None if where and where.way == "sms" and not (shop.sms or once) else where


def greeting(to: Whom) -> str:
    """ "Dear Kate Wong"; "Hello" to somebody of whom only the address or number is known."""
    name = " ".join(to.name.split())
    known = (
        {to.where.address if to.where else ""} if isinstance(to, Addressee) else {to.email, getattr(to, "phone", None)}
    )
    return "Hello" if not name or name in known else f"Dear {name}"


def header(text: str) -> str:
    """The text, if it may stand in a header. Raises Invalid if it holds a line break or another control character."""
    if any(ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029" for letter in text):
        raise Invalid("A letter’s subject and address must each be one line.")
    return text


def one_address(text: str) -> str:
    """The text, if it is exactly one e-mail address. Raises Invalid."""
    contacts.email_key(header(text))
    return text


def message_id(shop: Shop) -> str:
    """A Message-ID, fixed before the first attempt to send, so that a repeated one is known for what it is."""
    return f"<{secrets.token_hex(16)}@{urlsplit(shop.base_url).hostname or 'localhost'}>"


def day(at: datetime, shop: Shop, today: datetime) -> str:
    """A day on the shop's calendar: "17 Nov", with its year if that is not the year of `today`."""
    there = at.astimezone(ZoneInfo(shop.zone))
    year = "" if there.year == today.astimezone(ZoneInfo(shop.zone)).year else f" {there.year}"
    return f"{there.day} {there:%b}{year}"


def clock(at: datetime, shop: Shop) -> str:
    """A moment on the shop's clock: "Wednesday, 25 Nov, 09:48"."""
    there = at.astimezone(ZoneInfo(shop.zone))
    return f"{there:%A}, {there.day} {there:%b}, {there:%H:%M}"
