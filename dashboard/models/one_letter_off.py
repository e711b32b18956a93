"""The e-mail keys of accounts that are one letter off another, looked up in the index of them.

PostgreSQL is given every spelling that is (contacts.neighbours), some 2,000 to 4,000. SQLite makes its way through the
index instead: whoever differs first at some letter has all letters before it in common, and only the first of these are
the beginning of any account's key. So for each such beginning it asks which letters go on from there, one look-up each,
and spells with these alone: some hundred spellings, and the same accounts.
"""

import json

from sqlalchemy import ARRAY, ColumnElement, String, any_, bindparam, cast, func, select, text

from dashboard.core.contacts import neighbours
from dashboard.models.customer import Customer

LAST = "char(1114111)"  # sorts behind every letter
# `place`: how many letters of the key stand in `head`; `there`: the first account's key for each letter after these.
SPELLINGS = f"""
WITH RECURSIVE heads(place, head) AS (
  SELECT 0, ''
  UNION ALL
  SELECT place + 1, substr(:near, 1, place + 1) FROM heads
  WHERE place < length(:near) AND EXISTS (
    SELECT 1 FROM customers
    WHERE email_key >= substr(:near, 1, place + 1) AND email_key < substr(:near, 1, place + 1) || {LAST}
  )
), branches(place, head, there) AS (
  SELECT place, head, (SELECT min(email_key) FROM customers WHERE email_key > head AND email_key < head || {LAST})
  FROM heads
  UNION ALL
  SELECT place, head, (
    SELECT min(email_key) FROM customers
    WHERE email_key >= substr(there, 1, place + 1) || {LAST} AND email_key < head || {LAST}
  )
  FROM branches WHERE there IS NOT NULL
)
SELECT head || substr(there, place + 1, 1) || substr(:near, place + 2) FROM branches WHERE there IS NOT NULL
UNION ALL
SELECT head || substr(there, place + 1, 1) || substr(:near, place + 1) FROM branches WHERE there IS NOT NULL
UNION ALL
SELECT head || substr(:near, place + 2) FROM heads
UNION ALL
SELECT head || substr(:near, place + 2, 1) || substr(:near, place + 1, 1) || substr(:near, place + 3) FROM heads
"""  # noqa: S608


def one_letter_off(dialect: str) -> ColumnElement[bool]:
    """A condition: an account's e-mail key is one letter off, or the same; the parameter "near" is told by near()."""
    if dialect == "postgresql":
        return among(dialect)
    return Customer.email_key.in_(text(SPELLINGS).bindparams(bindparam("near", type_=String)))


def near(key: str, dialect: str) -> list[str] | str:
    """The value of "near" for this e-mail key."""
    return spelt(neighbours(key), dialect) if dialect == "postgresql" else key


def among(dialect: str) -> ColumnElement[bool]:
    """A condition: the e-mail key is one of thousands, given as one value ("near": spelt()), not as thousands."""
    if dialect == "postgresql":
        return Customer.email_key == any_(cast(bindparam("near", type_=ARRAY(String)), ARRAY(String)))
    return Customer.email_key.in_(select(func.json_each(bindparam("near", type_=String)).table_valued("value").c.value))


def spelt(keys: list[str], dialect: str) -> list[str] | str:
    """The value of "near" for these keys."""
    return keys if dialect == "postgresql" else json.dumps(keys)
