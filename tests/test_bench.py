"""The benchmark runs, and its file is a whole export; what it measures is nobody's test."""

import pytest

from dashboard.bench import __main__ as bench
from dashboard.bench import refusals
from dashboard.bench.export_file import write_export
from dashboard.importers.incoming import Choices, IncomingOrder
from dashboard.importers.reading import Here, Task


def test_its_file_holds_good_orders_with_two_and_a_half_lines_each(tmp_path):
    file = tmp_path / "orders.csv"
    assert write_export(file, 40) == 100
    with Here().opened(Task("shopify", file, Choices("DE", "UTC")), lambda: None) as reading:
        orders = list(reading.items)
    assert len(orders) == reading.looked.count == 40
    assert all(isinstance(order, IncomingOrder) and not order.warnings for order in orders)


def test_it_prints_its_tables_and_writes_them_between_their_marks(tmp_path, monkeypatch, capsys):
    page = tmp_path / "speed.md"
    marks = [f"<!-- bench: {name} -->\n{{}}<!-- /bench: {name} -->\n" for name in ("import", "refusals")]
    page.write_text("Before\n" + "Between\n".join(marks).format("old\n", "old\n"))
    monkeypatch.setattr(bench, "PAGE", page)
    monkeypatch.setattr(refusals, "FILES", {what: refusals.FILES[what] for what in ("100,000 columns",)})
    monkeypatch.setattr(bench, "places", lambda: {"sqlite": bench.databases.sqlite})
    bench.main(["--orders", "20", "--only", "imports"])
    bench.main(["--only", "files"])
    said = capsys.readouterr().out
    assert "| SQLite | 20 |" in said
    first, second = said[: said.index("| file | size")], said[said.index("| file | size") :]
    assert "Row 1 has 100,000 columns" in second
    assert page.read_text() == "Before\n" + "Between\n".join(marks).format(first, second)
    with pytest.raises(SystemExit, match="--orders is a number"):
        bench.main(["--orders", "0"])
