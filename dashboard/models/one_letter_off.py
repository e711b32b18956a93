"""The e-mail keys of accounts that are one letter off another, looked up in the index of them.

The way leads through the index itself: whoever differs first at some letter has all letters before it in common, and
only the first of these are the beginning of any account's key. So for each such beginning it is asked which letters go
on from there, one look-up each, and spelt with these alone: some hundred spellings, instead of the two to four
thousand that there are (contacts.neighbours), and the same accounts. Where many keys are compared at once, all their
spellings are given.
"""

import json

from sqlalchemy import ARRAY, ColumnElement, String, TextClause, any_, bindparam, cast, column, func, select, text

from dashboard.database import Key
from dashboard.models.customer import Customer

# What sorts behind every letter; how keys are compared, where that has to be said.
LAST = {"sqlite": "char(1114111)", "postgresql": "chr(1114111)"}
AS_KEYS = {"sqlite": "", "postgresql": ' COLLATE "C"'}


def spellings(dialect: str) -> TextClause:
    """The query for them. Its value is the key (`near`).

    `place`: how many letters of the key stand in `head`; `there`: the first account's key for each letter after these.
    """
    last, as_keys = LAST[dialect], AS_KEYS[dialect]
    near = f"CAST(:near AS TEXT){as_keys}"
    return text(f"""
WITH RECURSIVE heads(place, head) AS (
  SELECT 0, substr({near}, 1, 0)
  UNION ALL
  SELECT place + 1, substr({near}, 1, place + 1) FROM heads
  WHERE place < length({near}) AND EXISTS (
    SELECT 1 FROM customers
    WHERE email_key >= substr({near}, 1, place + 1) AND email_key < substr({near}, 1, place + 1) || {last}
  )
), branches(place, head, there) AS (
  SELECT place, head, (
    SELECT CAST(min(email_key) AS TEXT){as_keys} FROM customers WHERE email_key > head AND email_key < head || {last}
  )
  FROM heads
  UNION ALL
  SELECT place, head, (
    SELECT CAST(min(email_key) AS TEXT){as_keys} FROM customers
    WHERE email_key >= substr(there, 1, place + 1) || {last} AND email_key < head || {last}
  )
  FROM branches WHERE there IS NOT NULL
)
SELECT head || substr(there, place + 1, 1) || substr({near}, place + 2) FROM branches WHERE there IS NOT NULL
UNION ALL
SELECT head || substr(there, place + 1, 1) || substr({near}, place + 1) FROM branches WHERE there IS NOT NULL
UNION ALL
SELECT head || substr({near}, place + 2) FROM heads
UNION ALL
SELECT head || substr({near}, place + 2, 1) || substr({near}, place + 1, 1) || substr({near}, place + 3) FROM heads
""").bindparams(bindparam("near", type_=String))  # noqa: S608


def one_letter_off(dialect: str) -> ColumnElement[bool]:
    """A condition: an account's e-mail key is one letter off that of the parameter "near", or the same."""
    if dialect == "postgresql":  # which would expect many times as many of a query within, and read all accounts
        known = spellings(dialect).columns(column("spelt", Key())).scalar_subquery()
        told: ColumnElement[bool] = Customer.email_key == any_(func.array(known, type_=ARRAY(Key())))
        return told
    return Customer.email_key.in_(spellings(dialect))


def among(dialect: str) -> ColumnElement[bool]:
    """A condition: the e-mail key is one of thousands, given as one value ("near": spelt()), not as thousands."""
    if dialect == "postgresql":
        return Customer.email_key == any_(cast(bindparam("near", type_=ARRAY(String)), ARRAY(String)))
    return Customer.email_key.in_(select(func.json_each(bindparam("near", type_=String)).table_valued("value").c.value))


def spelt(keys: list[str], dialect: str) -> list[str] | str:
    """The value of "near" for these keys."""
    return keys if dialect == "postgresql" else json.dumps(keys)
