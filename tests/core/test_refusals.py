"""Refusals carry a sentence for the merchant; a replay is none."""

import pytest

from dashboard.core.refusals import Invalid, KeyReused, NotPermitted, Refused, Replayed, Stale, Vanished, WrongState


@pytest.mark.parametrize("kind", [Refused, Invalid, Vanished, NotPermitted])
def test_a_refusal_says_why_and_beside_what(kind):
    refused = kind("Choose another customer.", "customer")
    assert (refused.sentence, refused.field, str(refused)) == ("Choose another customer.", "customer", refused.sentence)
    assert kind("Choose another customer.").field is None


@pytest.mark.parametrize("refused", [WrongState("This order is canceled."), Stale(), KeyReused()])
def test_a_refusal_of_the_whole_form_stands_beside_no_field(refused):
    assert isinstance(refused, Refused)
    assert refused.field is None
    assert refused.sentence.endswith(".")


def test_what_a_refusal_is_shown_with_cannot_change_afterwards():
    news, conditions = ["Chloe reassigned it"], ["archived"]
    stale, wrong = Stale(news), WrongState("This order is archived.", conditions)
    news.clear()
    conditions.clear()
    assert (stale.news, wrong.conditions) == (("Chloe reassigned it",), ("archived",))


def test_a_replay_is_no_refusal():
    replayed = Replayed({"order": "OD-1"})
    assert not isinstance(replayed, Refused)
    assert replayed.result == {"order": "OD-1"}
