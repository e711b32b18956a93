"""Imports: the upload, its bounds and refusals, and the history."""

import errno
import io
import os

import pytest

from dashboard.core.person import Role
from tests.imports import HEADER, row, rows
from tests.pages.visitor import Answer, signed_in

GOOD = rows(1, 2)


def upload(visitor, text, name="orders.csv", key="k" * 20, **more):
    data = {"csrf_token": visitor.token, "key": key, "file": (io.BytesIO(text.encode()), name), **more}
    return Answer(visitor.client.post("/imports", data=data, content_type="multipart/form-data"))


def note(answer):
    return answer.page.one(id="file-note").text


def test_the_page_says_what_to_do(desk):
    page = desk.open("/imports").page
    assert page.one("h1").text == "Imports"
    assert page.one("ol", aria_label="Import progress").all("li")[0].text == "1Upload"
    assert [option.parent.one("strong").text for option in page.all("input", name="kind")] == [
        "Find out from the file",
        "Orders",
        "Customers",
        "Shipments",
    ]
    assert "Nothing was imported yet" in page.region("Earlier imports").text


def test_a_file_begins_an_import(inside, desk):
    answer = upload(desk, GOOD, "my shop’s orders.csv")
    assert (answer.status, answer.location) == (303, "/imports/1")
    found = inside.run(1)
    assert (found.filename, found.source, found.by_name, found.size) == (
        "my shop’s orders.csv", "shopify", "Olga Winter", len(GOOD.encode()),
    )  # fmt: skip
    kept = inside.files()[0]
    assert (kept.read_text(), kept.name, kept.suffix) == (GOOD, found.stored, ".csv")
    assert "Looking over the file" in desk.follow(answer).text
    listed = desk.open("/imports").page.region("Earlier imports").one("tbody").one("tr")
    assert "my shop’s orders.csv" in listed.text and "Being looked over" in listed.text


def test_the_same_form_twice_is_one_import(inside, desk):
    first, second = upload(desk, GOOD), upload(desk, GOOD)
    assert first.location == second.location == "/imports/1"
    assert len(inside.files()) == 1
    for text in (rows(1, 2, 3), rows(1, 3)):
        other = upload(desk, text)
        assert (other.status, len(inside.files())) == (409, 1)
        assert "already submitted with other content" in note(other)


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("", "orders.csv", "orders.csv has no header row"),
        ("Dear all, hello\nAnn\n", "letter.txt", "letter.txt is no export that is known here"),
        ("\0\1\2PK", "photo.png", "photo.png is not a CSV file"),
        ("a," * 100_000, "wide.csv", "Row 1 has 100,001 columns; at most 1,000"),
    ],
)
def test_what_is_no_export_is_refused_beside_its_field(inside, desk, text, name, says):
    answer = upload(desk, text, name)
    assert (answer.status, inside.files()) == (422, [])
    assert says in note(answer)
    assert answer.page.one("input", name="file")["aria-invalid"] == "true"


def test_without_a_file_it_says_so(desk):
    answer = desk.post("/imports", {"key": "k" * 20})
    assert (answer.status, note(answer)) == (422, "Choose a file first.")


def test_what_the_file_holds_is_not_what_it_is_said_to(desk):
    assert upload(desk, GOOD, kind="orders").status == 303
    assert upload(desk, GOOD, kind="nonsense", key="n" * 20).status == 303
    assert upload(desk, GOOD, key="short").status == 400


def test_only_who_may_import_may_send_much(inside, desk, monkeypatch):
    large = GOOD + row(3) * 16_000  # over a megabyte
    assert upload(desk, large).status == 303
    monkeypatch.setattr("dashboard.pages.imports_bounds.FILES", {"imports.submit": ("import", 100_000_000)})
    monkeypatch.setattr("dashboard.pages.imports_bounds.BESIDE", -98_000_000)
    too_large = upload(desk, large + large)
    assert (too_large.status, "This is too large to send" in too_large.text) == (413, True)
    for role in (Role.SUPPORT, Role.VIEWER, Role.FULFILMENT):
        visitor = signed_in(inside.app, role)
        assert upload(visitor, large).status == 413
        assert upload(visitor, GOOD).status == 403
        assert visitor.open("/imports").status == 403
        assert "Imports" not in visitor.open("/orders").page.one("nav", aria_label="Main").text
    assert upload(signed_in(inside.app, Role.MANAGER), GOOD, key="m" * 20).status == 303


def test_the_bound_says_what_it_is(desk, monkeypatch):
    monkeypatch.setattr("dashboard.pages.imports.LARGEST", 10)
    assert upload(desk, GOOD).status == 413


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_is_full_keeps_no_half_of_a_file(inside, desk, monkeypatch, code):
    def full(stream, copy, size):
        copy.write(stream.read(10))
        raise OSError(code, os.strerror(code))

    inside.app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as broken:
        broken.setattr("dashboard.actions.import_begin.shutil.copyfileobj", full)
        answer = upload(desk, GOOD)
    assert (answer.status, inside.files()) == (500 if code == errno.EACCES else 503, [])
    assert ("Its disk is full" in answer.text) is (answer.status == 503)
    assert upload(desk, GOOD).status == 303


def test_a_name_out_of_a_path_is_a_name(inside, desk):
    upload(desk, GOOD, "../../etc/passwd")
    assert inside.run(1).filename == "passwd"


def test_the_history_has_pages(inside, desk, monkeypatch):
    monkeypatch.setattr("dashboard.models.import_list.SIZE", 2)
    for number in range(5):
        inside.begun(GOOD, name=f"{number}.csv")
    seen, path = [], "/imports"
    while path:
        page = desk.open(path).page
        seen += [link.text for link in page.all("a", class_="row-link")]
        older = [link for link in page.all("a") if link.name == "Next page"]
        path = older[0]["href"] if older else None
    assert seen == ["4.csv", "3.csv", "2.csv", "1.csv", "0.csv"]
    for odd in ("x", "-1", "9" * 19, "0"):
        assert desk.open("/imports", before=odd).status == 200


def test_the_history_tells_what_came_of_each(inside, desk):
    inside.looked_over(HEADER + row(1) + row(2, total="ten"))
    listed = desk.open("/imports").page.region("Earlier imports").one("tbody").text
    assert "Ready to import" in listed
