"""One-time codes: what is a code, and what is kept of one."""

import pytest

from dashboard.core.codes import Wrong, code_hash, entered, new_code, spaced


@pytest.mark.parametrize("typed", ["204816", " 204 816 ", "204-816", "2 0 4 8 1 6", "204\u00a0816"])
def test_spaces_and_dashes_do_not_matter(typed):
    assert entered(typed) == "204816"


@pytest.mark.parametrize("typed", ["", "20481", "2048166", "20481a", "२०४८१६", "²04816", "204816\0", "1e3", "-20481"])
def test_anything_else_is_no_code(typed):
    assert entered(typed) == ""


def test_new_ones_have_six_digits_and_are_not_alike():
    codes = {new_code() for _ in range(50)}
    assert len(codes) > 40
    assert all(entered(code) == code == entered(spaced(code)) for code in codes)


def test_what_is_kept_depends_on_who_asked():
    assert code_hash("one", "204816") != code_hash("other", "204816")
    assert "204816" not in code_hash("one", "204816")


def test_the_last_try_is_named():
    assert "1 try is left" in Wrong(1).sentence
    assert "3 tries are left" in Wrong(3).sentence
