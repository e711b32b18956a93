"""Real numbers of every country: the examples that libphonenumber keeps, one file beside the project."""

import csv
from pathlib import Path

import phonenumbers
import pytest

from dashboard.core.contacts import phone_key, phone_tail
from dashboard.core.refusals import Invalid

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "phones-libphonenumber" / "example_numbers.csv"


@pytest.fixture(scope="module")
def examples():
    if not EXAMPLES.is_file():
        pytest.skip("the file of example numbers is not beside the project")
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    valid = [row for row in rows if phonenumbers.is_valid_number(phonenumbers.parse(row["e164"]))]
    assert len(valid) > 500
    return valid


@pytest.mark.feature("R4")
@pytest.mark.parametrize("spelling", ["e164", "international", "national"])
def test_every_valid_number_is_accepted_in_every_spelling(examples, spelling):
    wrong = [row for row in examples if phone_key(row[spelling], row["region"]) != row["e164"]]
    assert not wrong


def test_a_number_with_its_country_means_the_same_in_every_store(examples):
    assert not [row for row in examples if phone_key(row["international"], "DE") != row["e164"]]


def test_a_national_spelling_ends_like_the_key_it_is_looked_up_in(examples):
    """Seven digits are enough to look for; some countries write fewer, which the key still ends with."""
    found = [row for row in examples if row["e164"].endswith(phone_tail(row["national"]))]
    assert len(found) > len(examples) * 0.9


@pytest.mark.parametrize(("text", "region"), [("253-2222", "US"), ("110", "DE"), ("7012 ext. 3", "NU"), ("701", "NU")])
def test_what_cannot_be_dialled_from_anywhere_is_refused(text, region):
    with pytest.raises(Invalid, match="is no phone number"):
        phone_key(text, region)
