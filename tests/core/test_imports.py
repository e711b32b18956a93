"""The steps of an import: which can be done in which state, and where they lead."""

import pytest

from dashboard.core.imports import ENDED, STEPS, WHY_NOT, WORKED_ON, ImportState, Step, possible, require_step
from dashboard.core.refusals import WrongState

S = ImportState
# What can be done before the import has begun, and after.
PREVIEW = {
    S.LOOKING: {Step.CHOOSE, Step.CANCEL},
    S.OPEN: {Step.CHOOSE, Step.CANCEL},
    S.READY: {Step.CHOOSE, Step.START, Step.CANCEL},
    S.PAUSED: {Step.CHOOSE, Step.CANCEL},
    S.FAILED: {Step.CHOOSE},
    S.STOPPED: set(),
}
BEGUN = {
    S.RUNNING: {Step.PAUSE, Step.CANCEL},
    S.PAUSED: {Step.RESUME, Step.CANCEL},
    S.FINISHED: {Step.UNDO},
    S.STOPPED: {Step.UNDO},
    S.FAILED: {Step.RESUME, Step.UNDO},
    S.UNDOING: set(),
    S.UNDONE: set(),
}


@pytest.mark.parametrize(("begun", "table"), [(False, PREVIEW), (True, BEGUN)])
def test_what_can_be_done_when(begun, table):
    assert {state: {step for step in Step if possible(step, state, begun)} for state in table} == table
    for state, steps in table.items():
        for step in Step:
            if step in steps:
                assert require_step(step, state, begun) is STEPS[step][1]
            else:
                with pytest.raises(WrongState) as refused:
                    require_step(step, state, begun)
                assert refused.value.sentence == WHY_NOT[state]


def test_each_state_has_its_words_and_an_end_is_not_worked_on():
    assert set(WHY_NOT) == set(S)
    assert not WORKED_ON & ENDED
    for state in S:
        assert state.label and state.tone and state.glyph.startswith("st-")
