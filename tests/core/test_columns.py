"""The columns of the order list, as they are chosen and kept."""

import pytest

from dashboard.core.columns import AS_THEY_COME, Column, chosen, kept, known


def test_where_nothing_was_chosen_everybody_begins_alike():
    assert chosen(None) == AS_THEY_COME
    assert [column.label for column in Column if column in AS_THEY_COME] == [
        "Placed", "Payment", "Fulfilment", "Tags", "Items", "Total",
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [set(), {Column.CONTACT}, set(Column), AS_THEY_COME])
def test_a_choice_is_kept_as_it_was_made(columns):
    assert chosen(kept(frozenset(columns))) == columns


def test_what_everybody_begins_with_is_kept_as_no_choice():
    assert kept(AS_THEY_COME) is None
    assert kept(frozenset()) == ""


def test_words_that_are_no_column_are_passed_over():
    assert known(["route", "route", "code", "", "ROUTE", "x" * 9_000]) == {Column.ROUTE}


def test_a_choice_of_all_fits_into_its_place():
    assert len(kept(frozenset(Column))) <= 200
