"""Which lines of a log may be taken back: of each thing that was written, the last that stands."""

from typing import NamedTuple

import pytest

from dashboard.core.guards import TABLE
from dashboard.core.sentences import SENTENCES
from dashboard.core.undoing import UNDOABLE, standing, touches


class Line(NamedTuple):
    seq: int
    verb: str
    touched: frozenset[str]
    undoes: int | None = None


def log(*verbs):
    """Lines newest first; a verb, or (verb, the tag it is about), or (verb, the line it takes back)."""
    lines = []
    for seq, said in enumerate(verbs, 1):
        verb, about = said if isinstance(said, tuple) else (said, None)
        text = {"tag": about} if isinstance(about, str) else {}
        lines.append(Line(seq, verb, touches(verb, text), about if isinstance(about, int) else None))
    return lines[::-1]


@pytest.mark.parametrize(
    ("verbs", "seqs"),
    [
        ((), []),
        (("placed", "paid", "note_added"), []),
        (("reassigned", "reassigned"), [2]),
        (("linked", "unlinked", "linked"), [3]),
        (("linked", ("undone", 1)), []),
        (("linked", "unlinked", ("undone", 2)), [1]),
        # Who changed the customer wrote both: the owner and the contact.
        (("customer_changed", "order_customer_edited"), [2]),
        (("order_customer_edited", "customer_changed"), [2]),
        (("order_customer_edited", "linked"), [2, 1]),
        (("customer_changed", "order_customer_edited", ("edit_undone", 2)), [1]),
        ((("tagged", "gift"), ("tagged", "rush"), "archived"), [3, 2, 1]),
        ((("tagged", "Gift"), ("untagged", "gift")), [2]),
        ((("tagged", "gift"), ("untagged", 1)), []),
        (("archived", "unarchived"), [2]),
    ],
)
def test_the_last_line_that_wrote_a_thing_stands(verbs, seqs):
    assert [line.seq for line in standing(log(*verbs))] == seqs


def test_each_kind_has_its_sentence_its_guard_and_what_it_wrote():
    for verb, action in UNDOABLE.items():
        assert verb in SENTENCES
        assert action in TABLE
        assert touches(verb, {"tag": "gift"})


def test_a_tag_is_known_by_its_key_where_the_line_has_one():
    assert touches("tagged", {"tag": "Straße", "key": "strasse"}) == touches("untagged", {"tag": "STRASSE"})
    assert touches("tagged", {"tag": "gift"}) != touches("tagged", {"tag": "gifts"})


def test_a_line_without_its_text_still_tells_what_it_wrote_but_for_tags():
    assert touches("linked", None) == touches("reassigned", {})
    assert not touches("tagged", None)
