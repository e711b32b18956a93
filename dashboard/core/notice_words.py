"""What the shop writes for an event: checked beside its fields, and where new orders are reported to."""

from typing import NamedTuple

from dashboard.core import contacts, names
from dashboard.core.filling import refuse_unknown
from dashboard.core.notices import EVENTS
from dashboard.core.refusals import Invalid

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_SMS, LONGEST_LIST, MOST = 200, 5_000, 480, 1_000, 10


class Words(NamedTuple):
    """Subject, text of the e-mail, and text message."""

    subject: str
    text: str
    sms: str


def original(name: str) -> Words:
    """The words that the event of this name has by itself."""
    event = EVENTS[name]
    return Words(event.subject, event.text, event.sms)


def checked(name: str, typed: Words) -> Words:
    """The words as they are kept. Raises Invalid beside "subject", "text" or "sms"."""
    event = EVENTS[name]
    subject = one(names.one_line(typed.subject), "subject", "Write a subject.", LONGEST_SUBJECT)
    text = one(lines(typed.text, "text"), "text", "Write a text.", LONGEST_TEXT)
    sms = one(lines(typed.sms, "sms"), "sms", "Write a text message.", LONGEST_SMS) if event.sms else ""
    for field, said in (("subject", subject), ("text", text), ("sms", sms)):
        refuse_unknown(said, event.placeholders, field)
    return Words(subject, text, sms)


def one(text: str, field: str, missing: str, longest: int) -> str:
    """The text, if there is one, and it is not too long. Raises Invalid beside `field`."""
    if not text:
        raise Invalid(missing, field)
    return names.bounded(text, field, longest)


def lines(text: str, field: str) -> str:
    """The text as typed, its lines ended alike. Raises Invalid beside `field` for what cannot be sent."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in plain):
        raise Invalid("The text holds a character that cannot be sent.", field)
    return plain


def addresses(text: str) -> str:
    """Where new orders are reported to, apart by commas, as it is kept. Raises Invalid beside "notices_to"."""
    found = list(dict.fromkeys(one for part in text.split(",") if (one := contacts.visible(part))))
    if len(found) > MOST:
        raise Invalid(f"Name {MOST} addresses at most.", "notices_to")
    for address in found:
        try:
            contacts.email_key(address)
        except Invalid as invalid:
            raise Invalid(invalid.sentence, "notices_to") from None
    return names.bounded(", ".join(found), "notices_to", LONGEST_LIST)
