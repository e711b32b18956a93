"""The merge form: which accounts, which value of each field stays, and what it will change."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Length

from dashboard.core.merging import FIELDS, LASTS, WORDS, orders, together
from dashboard.models.customer import Customer
from dashboard.models.mergeable import OpenCart
from dashboard.pages.move import Move, Preview, move, spent


class MergeForm(FlaskForm):
    """The search for one more account."""

    q = StringField("Name, e-mail or phone", [Length(max=320, message="Search with 320 characters at most.")])


class Answer(NamedTuple):
    """One value of a field, and whose it is."""

    value: int
    text: str
    whose: str
    on: bool


class Question(NamedTuple):
    """A field of which one value stays; `name` as the form has it."""

    name: str
    label: str
    answers: list[Answer]


def number_of(text: str) -> int | None:
    """An id as the form has it, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def said(fields: MultiDict[str, str]) -> dict[int, int | None]:
    """The accounts that the form holds (id: version seen), in their order."""
    found: dict[int, int | None] = {}
    for text in fields.getlist("with"):
        number, _, version = text.partition(":")
        if (known := number_of(number)) is not None:
            found[known] = number_of(version)
    return found


def kept(fields: MultiDict[str, str]) -> dict[str, int]:
    """Whose value of each field stays, as far as the form says so."""
    found = {name: number_of(fields.get(f"keep_{name}", "")) for name in FIELDS}
    return {name: whose for name, whose in found.items() if whose is not None}


def carts(fields: MultiDict[str, str]) -> frozenset[int]:
    """The carts that stay open, as far as the form says so."""
    texts = [text for name, text in fields.items(multi=True) if name.startswith("cart_")]
    return frozenset(number for text in texts if (number := number_of(text)) is not None)


def questions(accounts: Sequence[Customer], chosen: Mapping[str, int]) -> list[Question]:
    """The fields of which the accounts have different values; the first account's stay where nothing else is chosen."""
    asked = []
    for name, label in WORDS.items():
        values = {one.id: value(one, name) for one in accounts}
        there = [one for one in accounts if values[one.id]]
        if len({values[one.id] for one in there}) < 2 and (not there or there[0] is accounts[0]):
            continue
        on = chosen.get(name) if chosen.get(name) in {one.id for one in there} else there[0].id
        answers = [Answer(one.id, values[one.id], one.name, one.id == on) for one in there]
        asked.append(Question(f"keep_{name}", label[:1].upper() + label[1:], answers))
    return asked


def value(customer: Customer, name: str) -> str:
    """A field of an account in words, empty where it has none."""
    if name == "sign_in":
        if customer.offline_buyer:
            return "No sign-in: offline buyer"
        return "Signs in with a password" if customer.password_hash else "No password set yet"
    text: str | None = getattr(customer, name)
    return f"{text} (verified)" if name == "phone" and text and customer.phone_verified_at else text or ""


def of_carts(
    rivals: Sequence[Sequence[OpenCart]], accounts: Sequence[Customer], chosen: frozenset[int]
) -> list[Question]:
    """Of which open carts of one catalog one stays open."""
    names = {one.id: one.name for one in accounts}
    asked = []
    for carts in rivals:
        on = next((cart.id for cart in carts if cart.id in chosen), carts[0].id)
        answers = [
            Answer(
                cart.id,
                f"{cart.pieces} {'piece' if cart.pieces == 1 else 'pieces'}",
                names[cart.customer_id],
                cart.id == on,
            )
            for cart in carts
        ]
        asked.append(Question(f"cart_{carts[0].catalog_id or 0}", f"Open cart of {carts[0].catalog}", answers))
    return asked


def preview(into: Customer, parts: Sequence[Customer], asked: Sequence[Question]) -> list[tuple[str, Preview]]:
    """What merging would change: sums by currency, and sentences with the last of them."""
    if not parts:
        return [("", Preview([], ["Choose an account to see what changes."]))]
    currencies = sorted({spend.currency for one in (into, *parts) for spend in one.spend})
    found: list[tuple[str, Preview]] = [
        (currency, Preview(moves(into, parts, currency), [])) for currency in currencies
    ]
    return [*found, ("", Preview([], effects(into, parts, asked)))]


def moves(into: Customer, parts: Sequence[Customer], currency: str) -> list[Move]:
    """Total spends before and after."""
    gained = sum(spent(part, currency) for part in parts)
    had = spent(into, currency)
    lines = [move(part.name, spent(part, currency), 0, currency, gains=False) for part in parts]
    return [*lines, move(into.name, had, had + gained, currency, gains=gained > 0)]


def effects(into: Customer, parts: Sequence[Customer], asked: Sequence[Question]) -> list[str]:
    """What else changes, as sentences."""
    names = together([part.name for part in parts])
    count = sum(part.order_count for part in parts)
    was = "was" if len(parts) == 1 else "were"
    gone = [answer.text for question in asked if question.name in {"keep_email", "keep_phone"}
            for answer in question.answers if not answer.on]  # fmt: skip
    found = [
        f"{orders(count)} of {names} go to this account, in whatever state; the log of each says so."
        if count != 1
        else f"1 order of {names} goes to this account; its log says so.",
        f"Nobody can sign in any more as {names} {was}. Links to set a password end.",
    ]
    if gone:
        found.append(
            f"{together(gone)} can no longer be signed in with, still finds this account, and stays reserved for it."
        )
    found.append(f"No letter goes out. You can take it back for {LASTS.days} days.")
    return found


def versions(parts: Sequence[Any]) -> list[str]:
    """The accounts with their versions, as the form keeps them."""
    return [f"{part.id}:{part.version}" for part in parts]
