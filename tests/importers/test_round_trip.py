"""Random orders, rendered in every format, come back equal; and damage to one costs none of the others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.core.refusals import Invalid
from dashboard.importers import SOURCES, Item
from dashboard.importers.incoming import Choices, IncomingOrder, Problem
from tests.importers import render
from tests.importers.sold import Sold, came_back, orders, seen

QUICK = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
LONG = settings(QUICK, max_examples=1_000, derandomize=False)


def read(name: str, data: bytes, folder: Path) -> list[Item]:
    """What the importer of a format reads from these bytes."""
    source, _, choices = render.FORMATS[name]
    file = folder / f"orders.{source}"
    file.write_bytes(data)
    given = dict(choices)
    if source == "table":
        given |= render.TABLES
    if "json" not in source and data[:2] != b"PK":
        given["encoding"] = "utf-8-sig"
    return list(SOURCES[source](file, Choices(**({"region": "DE", "zone": "Europe/Berlin"} | given))).read())


def expected(name: str, sold: Sold) -> tuple[object, ...]:
    """What must come back; WooCommerce counts a completed order as paid."""
    paid = sold.paid or (sold.sent and name.startswith("woo"))
    return seen(Sold(**{**vars(sold), "paid": paid}))


def comes_back(name: str, sold: list[Sold], folder: Path) -> None:
    items = read(name, render.FORMATS[name][1](sold), folder)
    found = [came_back(item) if isinstance(item, IncomingOrder) else item for item in items]
    assert found == [expected(name, order) for order in sold]


@pytest.mark.parametrize("name", render.FORMATS)
@QUICK
@given(sold=orders())
def test_every_order_comes_back_from_every_format(name, tmp_path_factory, sold):
    comes_back(name, sold, tmp_path_factory.getbasetemp())


@pytest.mark.faults
@pytest.mark.parametrize("name", render.FORMATS)
@LONG
@given(sold=orders())
def test_every_order_comes_back_at_length(name, tmp_path_factory, sold):
    comes_back(name, sold, tmp_path_factory.getbasetemp())


# Damage is done to files whose rows name their order, so that a test can tell which order was hit.
WHOLE = [name for name in render.FORMATS if "repeated" not in name and "xlsx" not in name] + [
    "shopify, all cells repeated"
]
damages = st.sampled_from(("flip", "cut", "drop", "double"))


def parts(name: str, sold: list[Sold]) -> Iterator[tuple[Sold, int, int]]:
    """Each order with where its text begins and ends in the file."""
    source, rendered, _ = render.FORMATS[name]
    data, hash_ = rendered(sold), "#" if source.startswith("shopify") else ""
    if "json" in source:
        marks = [data.index(f'"{hash_}{order.number}"'.encode()) for order in sold]
        starts = [data.rindex(b"{", 0, mark) for mark in marks]
    else:
        starts = [len(re.split(rf"\r\n(?={hash_}{order.number}[,;])".encode(), data)[0]) + 2 for order in sold]
    yield from zip(sold, starts, [*starts[1:], len(data)], strict=True)


def damaged(data: bytes, start: int, end: int, how: str, draw: st.DataObject) -> bytes:
    """The file with something wrong between these places."""
    at = draw.draw(st.integers(start, end - 1))
    if how == "flip":
        at = min(at, end - 3)  # the end of its last row is the beginning of the next order's
        return data[:at] + bytes([draw.draw(st.integers(1, 255))]) + data[at + 1 :]
    if how == "cut":
        return data[:at] + data[min(draw.draw(st.integers(at, at + 12)), end - 2) :]
    rows = data[start:end].removesuffix(b"\r\n").split(b"\r\n")
    row = draw.draw(st.integers(0, len(rows) - 1))
    rows[row : row + 1] = [] if how == "drop" else [rows[row]] * 2
    return data[:start] + b"".join(row + b"\r\n" for row in rows) + data[end:]


def harms_no_other(name: str, sold: list[Sold], draw: st.DataObject, folder: Path) -> None:
    found = list(parts(name, sold))
    hit, start, end = draw.draw(st.sampled_from(found))
    how = draw.draw(damages if "json" not in name else st.sampled_from(("flip", "cut")))
    data = damaged(render.FORMATS[name][1](sold), start, end, how, draw)
    try:
        items = read(name, data, folder)
    except Invalid as refusal:
        assert refusal.sentence and len(sold) == 1  # nothing else is in the file
        return
    came = {item.number: came_back(item) for item in items if isinstance(item, IncomingOrder)}
    told = [item for item in items if isinstance(item, Problem)] + [
        w for i in items if isinstance(i, IncomingOrder) for w in i.warnings
    ]
    assert {order.number for order in sold if came.get(order.number) != expected(name, order)} <= {hit.number}
    by_another_number = set(came) - {order.number for order in sold}  # a code that cannot be is the action's to refuse
    assert (
        hit.number in came
        or told
        or by_another_number
        or (how == "drop" and (len(hit.goods) == 1 or name == "woocommerce"))
    )
    assert all(problem.row > 0 and problem.sentence.encode() for problem in told)


@pytest.mark.parametrize("name", WHOLE)
@QUICK
@given(sold=orders(), draw=st.data())
def test_damage_to_one_order_harms_no_other(name, tmp_path_factory, sold, draw):
    harms_no_other(name, sold, draw, tmp_path_factory.getbasetemp())


@pytest.mark.faults
@pytest.mark.parametrize("name", WHOLE)
@LONG
@given(sold=orders(), draw=st.data())
def test_damage_at_length(name, tmp_path_factory, sold, draw):
    harms_no_other(name, sold, draw, tmp_path_factory.getbasetemp())
