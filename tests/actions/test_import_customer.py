"""Customers from elsewhere: accounts are made, those that are here are recognised and left as they are."""

import pytest
from sqlalchemy import func, select

from dashboard.checks.run import run
from dashboard.extensions import db
from dashboard.models import Activity, Customer, CustomerSource, CustomerSpend, Message, PasswordLink
from tests import world
from tests.importing import bring_in
from tests.imports import counts, looked_over

NEW = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,"
    "Default Address City,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Total Spent,"
    "Total Orders,Note,Tax Exempt,Tags,Birthday (customer.metafields.facts.birthday)\n"
)
OLD = "First Name,Last Name,Email,Company,Address1,City,Country,Zip,Phone,Accepts Marketing,Total Spent,Total Orders\n"


@pytest.fixture
def bring(app, tmp_path):
    """Brings in a file of this text."""

    def bring_text(text: str, **options):
        file = tmp_path / "customers.csv"
        file.write_text(text)
        return bring_in(file, **options)

    with app.app_context():
        yield bring_text
        assert run(db.session()).broken == []
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def called(name):
    return db.session.scalars(select(Customer).where(Customer.name == name)).one()


def log(customer):
    query = select(Activity.verb).where(Activity.customer_id == customer.id).order_by(Activity.seq)
    return list(db.session.scalars(query))


def test_an_account_is_made_with_facts_and_a_line_in_its_log(bring):
    who = "'7001,Ann,Bell, Ann.Bell@Mail.Example ,yes,,\"High St 1, 2nd\",Leeds,GB,'00123,,'07700 900123"
    row = f'{who},120.50,3,VIP,no,"a, b",\'1999-12-31\n'
    came = bring(NEW + row)
    assert (came.outcomes, came.problems) == ({"made": 1}, [])
    assert came.importer.unknown_columns == ("Birthday (customer.metafields.facts.birthday)",)
    ann = called("Ann Bell")
    assert (ann.email, ann.email_key, ann.phone_key) == (
        "Ann.Bell@Mail.Example",
        "ann.bell@mail.example",
        "+447700900123",
    )
    assert (ann.password_hash, ann.offline_buyer, log(ann)) == (None, False, ["imported"])
    facts = db.session.scalars(select(CustomerSource).where(CustomerSource.customer_id == ann.id)).one().facts
    assert (facts["imported_total_spent"], facts["imported_total_orders"]) == ("120.50", "3")
    assert (facts["tags"], facts["default address zip"], facts["accepts email marketing"]) == ("a, b", "00123", "yes")
    assert facts["birthday (customer.metafields.facts.birthday)"] == "1999-12-31"
    spent = db.session.scalar(select(func.count()).where(CustomerSpend.customer_id == ann.id))
    links = db.session.scalar(select(func.count()).where(PasswordLink.customer_id == ann.id))
    assert (spent, links) == (0, 0)
    assert bring(NEW + row).outcomes == {"unchanged": 1}


def test_an_account_that_is_here_is_recognised_and_not_overwritten(bring):
    text = NEW + f"'7002,Katherine,Wrong,{world.KATE_EMAIL.upper()},no,,,,,,,,9.00,1,,no,,\n"
    assert bring(text).outcomes == {"changed": 1}
    kate = called(world.KATE)
    assert (kate.email, log(kate)[-1]) == (world.KATE_EMAIL, "recognised")
    assert bring(text).outcomes == {"unchanged": 1}


def test_the_older_layout_has_no_id(bring):
    text = OLD + "Ben,Bell,ben@mail.example,,Low St 2,Leeds,United Kingdom,LS1,,no,5.00,1\n"
    assert bring(text).outcomes == {"made": 1}
    assert bring(text).outcomes == {"unchanged": 1}
    assert called("Ben Bell").offline_buyer is False


def test_without_contact_an_offline_buyer_is_told(bring):
    came = bring(NEW + "'7003,Olaf,Off,,no,,,,,,,,0,0,,no,,\n'7004,,,not-an-address,no,Acme,,,,,,,0,0,,no,,\n")
    assert [row for row, _ in came.told] == [2, 3]
    assert (called("Olaf Off").offline_buyer, called("Acme").offline_buyer) == (True, True)
    assert called("Acme").email is None


def test_rows_that_name_nobody_or_somebody_twice_are_told(bring):
    rows = ["'1,A,A,a@mail.example", "'1,B,B,b@mail.example", "'2,C,C,A@mail.example", ",,,", "'3,D"]
    came = bring(NEW + "".join(f"{row}{',' * 14 if row != rows[-1] else ''}\n" for row in rows))
    assert came.outcomes["made"] == 1
    assert [row for row, _ in came.told] == [3, 4, 6]
    assert came.told[0][1] == "Customer 1 stands in row 2 already."
    assert came.told[1][1] == "The e-mail address A@mail.example stands in row 2 already."


def test_customers_without_id_and_address_are_made_once(bring):
    rows = [
        "Cleo,Bell,,,Low St 2,Leeds,United Kingdom,LS1,+44 7700 900123,no,{},1\n",
        "Dan,Bell,,,Low St 2,Leeds,United Kingdom,LS1,,no,{},1\n",
        "Dan,Bell,,,High St 9,York,United Kingdom,YO1,,no,{},1\n",
        "Eve,Bell,no-address,,,,,,,no,{},1\n",
    ]
    text = OLD + "".join(rows)
    assert bring(text.format(*"1234")).outcomes == {"made": 4}
    assert bring(text.format(*"5678")).outcomes == {"unchanged": 4}  # they bought more meanwhile
    assert bring(OLD + rows[1].format(9) * 2).outcomes == {"unchanged": 2}


def test_the_same_row_twice_is_one_customer(app):
    twice = OLD + "Dan,Bell,,,Low St 2,Leeds,United Kingdom,LS1,,no,3.00,1\n" * 2
    with app.app_context():
        assert counts(looked_over(app, twice, source="shopify_customers")) == (1, 0, 1, 0)
