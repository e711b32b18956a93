"""The benchmark runs, and its file is a whole export; what it measures is nobody's test."""

import pytest

from dashboard.bench import __main__ as bench
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


def test_it_prints_its_table_and_writes_it_between_its_marks(tmp_path, monkeypatch, capsys):
    page = tmp_path / "speed.md"
    page.write_text(f"Before\n{bench.BEGINS}\nold\n{bench.ENDS}\nAfter\n")
    monkeypatch.setattr(bench, "PAGE", page)
    monkeypatch.setattr(bench, "places", lambda: {"SQLite": bench.databases.sqlite})
    bench.main(["--orders", "20"])
    said = capsys.readouterr().out
    assert "| SQLite | 20 |" in said
    assert page.read_text() == f"Before\n{bench.BEGINS}\n{said}{bench.ENDS}\nAfter\n"
    with pytest.raises(SystemExit, match="--orders is a number"):
        bench.main(["--orders", "0"])
