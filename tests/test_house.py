"""The rules of docs/architecture.md as tests: who imports whom, one verb one file, small files, one door."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dashboard"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "service", "services", "manager", "managers", "handler",
                   "handlers", "base", "common", "misc"}  # fmt: skip
# A layer and what it may import of ours; the first match counts.
MAY_IMPORT = {
    "dashboard/core": {"core"},
    "dashboard/extensions.py": set(),
    "dashboard/settings.py": set(),
    "dashboard/database.py": {"extensions"},
    "dashboard/models": {"core", "database", "extensions", "models"},
    "dashboard/gateways": {"core", "database", "extensions", "gateways"},
    "dashboard/letters": {"core", "database", "letters", "models", "settings"},
    "dashboard/exporters": {"core", "exporters", "importers", "models"},
    "dashboard/papers": {"core", "letters", "models", "papers"},
    "dashboard/importers": {"actions", "core", "database", "extensions", "importers", "models"},
    "dashboard/actions": {"actions", "core", "database", "extensions", "importers", "letters", "models"},
}
OUTSIDE_CORE = {"flask", "flask_login", "flask_wtf", "sqlalchemy", "wtforms", "jinja2"}
# Row writers beside change(): see docs/architecture.md, "The one door".
MAY_WRITE = {
    "actions/change.py", "actions/place.py", "actions/change_store.py", "actions/first_run.py", "actions/sign_in.py",
    "actions/set_password.py", "actions/change_customer.py", "actions/reindex_owned.py", "actions/merge_index.py",
    "actions/lot.py",
    "actions/change_message.py", "actions/post_lease.py",
    "actions/import_begin.py", "actions/import_choose.py", "actions/import_forget.py", "actions/import_lease.py",
    "actions/import_steer.py", "actions/import_undo.py", "actions/import_work.py",
    "actions/import_customer.py", "actions/import_credit.py", "actions/keep_mapping.py",
    "actions/choose_columns.py",
    "actions/buyer_sign_in.py", "actions/buyer_sign_out.py", "actions/ask_code.py", "actions/enter_code.py",
    "actions/prove_contact.py",
    "actions/place_from_catalog.py",
    "actions/new_order.py", "actions/create_test.py", "actions/delete.py", "actions/purge_tests.py",
    "actions/change_product.py", "actions/import_products.py",
    "actions/change_cart.py", "actions/open_cart.py", "actions/place_cart.py",
    "actions/bulk.py", "actions/batch_lease.py", "actions/batch_work.py", "actions/undo_batch.py",
}  # fmt: skip


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module}
    return found


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_layers_import_downwards_only(path):
    layer = next((layer for layer in MAY_IMPORT if place(path).startswith(layer)), None)
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("dashboard.")}
    if layer is not None:
        assert ours <= MAY_IMPORT[layer], f"{place(path)} may import only {MAY_IMPORT[layer]}"


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_nothing_below_the_pages_knows_flask(path):
    below = ("core", "models", "actions", "letters", "importers", "papers", "exporters")
    if path.relative_to(PACKAGE).parts[0] in below:
        assert not {name.split(".")[0] for name in imports(path)} & {"flask", "flask_login", "flask_wtf", "wtforms"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").glob("*.py")), ids=place)
def test_core_is_pure(path):
    assert not {name.split(".")[0] for name in imports(path)} & OUTSIDE_CORE


@pytest.mark.parametrize("path", SOURCES + TEMPLATES, ids=place)
def test_files_are_small_and_named_for_what_they_are(path):
    assert path.stem.strip("_") not in FORBIDDEN_NAMES
    assert len(path.read_text().splitlines()) <= 300


def test_most_files_are_small():
    lengths = sorted(len(path.read_text().splitlines()) for path in SOURCES)
    assert lengths[len(lengths) // 2] <= 90
    assert sum(length > 150 for length in lengths) <= len(lengths) * 0.15


def test_functions_are_short():
    long = {
        f"{place(path)}:{node.name}": node.end_lineno - node.lineno
        for path in SOURCES
        for node in functions(path)
        if node.end_lineno - node.lineno > 50
    }
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_what_others_call_says_what_it_does(path):
    tree = ast.parse(path.read_text())
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert path.stat().st_size == 0 or ast.get_docstring(tree)
    assert not [node.name for node in named if not node.name.startswith("_") and not ast.get_docstring(node)]


def test_only_the_one_door_and_the_named_row_writers_write():
    writers = {
        path.relative_to(PACKAGE).as_posix()
        for path in SOURCES
        if re.search(r"\bwriting\(\)|\.commit\(\)", re.sub(r'"""[\s\S]*?"""', "", path.read_text()))
        and path != PACKAGE / "database.py"
        and path.relative_to(PACKAGE).parts[0] not in {"demo", "checks", "commands", "importers", "bench"}
    }
    assert writers <= MAY_WRITE


def test_nothing_but_derive_sets_a_status():
    setting = re.compile(r"\.(payment_status|fulfilment_status)\s*=[^=]")
    assert {path.name for path in SOURCES if setting.search(path.read_text())} == {"derive.py"}


def test_no_broad_except():
    broad = re.compile(r"except(\s+(Base)?Exception\b|\s*:)")
    found = {place(path) for path in SOURCES if broad.search(path.read_text())}
    assert found <= {"dashboard/database.py"}  # the outermost edge of a transaction: roll back, raise again


# The folder of their templates -> verbs.
VERBS = {
    "orders": (
        "reassign", "undo", "link", "unlink", "order_customer", "tag", "untag", "archive", "unarchive", "undo_lot",
        "resend", "bulk", "fulfil", "pack", "hand_over", "deliver", "edit_shipment", "cancel_shipment", "return_items",
        "return_to_cart",
        "refund", "approve_refund", "decline_refund", "send_refund", "fail_refund", "cancel",
        "record_payment", "receive_payment", "fail_payment", "issue_invoice",
        "new_order", "edit_lines", "create_test", "delete", "purge_tests",
        "add_note", "edit_note", "delete_note", "export",
    ),
    "products": (
        "create_product", "edit_product", "archive_product", "unarchive_product", "import_products",
    ),
    "carts": ("open_cart", "add_to_cart", "edit_cart", "close_cart", "place_cart"),
    "catalogs": ("create_catalog", "rename_catalog", "add_to_catalog", "take_from_catalog", "import_prices",
                 "make_order_link", "end_order_link"),
    "batches": ("undo_batch",),
    "settings": (
        "invite", "change_role", "deactivate", "reactivate", "new_link", "end_session", "rename", "change_password",
        "edit_notice", "restore_notice", "try_notice",
    ),
    "views": ("save_view", "rename_view", "update_view", "share_view", "unshare_view", "move_view", "delete_view"),
    "customers": (
        "create_customer", "edit_customer", "deactivate_customer", "reactivate_customer", "offline_buyer", "merge",
        "unmerge", "tag_customer", "untag_customer", "add_customer_note", "edit_customer_note", "delete_customer_note",
        "create_group", "rename_group", "delete_group", "join_group", "leave_group", "not_the_same",
        "maybe_the_same", "erase_customer", "erase_guest",
    ),
}  # fmt: skip
BOTH = ("actions", "pages")
TESTED = {
    "orders": BOTH, "products": BOTH, "carts": BOTH, "catalogs": BOTH, "batches": BOTH, "settings": (),
    "views": ("actions",), "customers": BOTH,
}  # fmt: skip
# A verb that is the way back from another, or goes on with what it made, is tested beside it.
TESTED_WITH = {
    "untag": "tag", "unarchive": "archive", "undo_lot": "link", "unlink": "link",
    "edit_note": "add_note", "delete_note": "add_note", "undo_batch": "bulk",
    "delete": "create_test", "purge_tests": "create_test", "unarchive_product": "archive_product",
    "untag_customer": "tag_customer", "edit_customer_note": "add_customer_note",
    "delete_customer_note": "add_customer_note", "rename_group": "create_group", "delete_group": "create_group",
    "leave_group": "join_group", "maybe_the_same": "not_the_same", "hand_over": "edit_shipment",
    "deliver": "edit_shipment", "cancel_shipment": "edit_shipment", "decline_refund": "approve_refund",
    "fail_refund": "send_refund", "receive_payment": "record_payment", "fail_payment": "record_payment",
    "add_to_cart": "open_cart", "edit_cart": "open_cart", "close_cart": "open_cart",
    "end_order_link": "make_order_link",
    "rename_catalog": "create_catalog", "add_to_catalog": "create_catalog", "take_from_catalog": "create_catalog",
}  # fmt: skip
WORDS = {"return_items": "return"}  # no name that Python keeps for itself


@pytest.mark.parametrize(("kind", "verb"), [(kind, verb) for kind, verbs in VERBS.items() for verb in verbs])
def test_a_verb_has_one_file_in_every_layer(kind, verb):
    tested = TESTED_WITH.get(verb, verb)
    for file in (
        PACKAGE / "actions" / f"{verb}.py",
        PACKAGE / "pages" / f"{verb}.py",
        ROOT / "templates" / kind / f"{WORDS.get(verb, verb)}.html",
        *(ROOT / "tests" / layer / f"test_{tested}.py" for layer in TESTED[kind]),
    ):
        assert file.is_file(), f"{place(file)} is missing"


def test_templates_hold_no_script_and_no_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=|hx-on|javascript:")
    letters = ROOT / "templates" / "letters"  # letters are read by mail programs, which know nothing but inline style
    assert not [place(path) for path in TEMPLATES if letters not in path.parents and inline.search(path.read_text())]


def test_what_htmx_is_shown_is_all_that_is_wired():
    wired = re.search('WIRED = "(.+)"', (ROOT / "static" / "app.js").read_text())[1]
    shown = set(re.findall(r"\[(hx-[a-z]+)\]", wired))
    says = r"\b(hx-(?:action|get|post|put|patch|delete|query|boost|on))(?=[=:\"'])"
    written = [*TEMPLATES, *(ROOT / "dashboard").rglob("*.py")]
    assert {word for path in written for word in re.findall(says, path.read_text())} == shown == {"hx-get", "hx-post"}


def test_every_list_of_selectors_is_whole():
    """A browser throws the whole rule away where one of its selectors is none."""
    sheets = [*(ROOT / "static" / "css").rglob("*.css")]
    broken = [sheet.name for sheet in sheets if re.search(r",\s*[{,]|[{}]\s*,", sheet.read_text(encoding="utf-8"))]
    assert (broken, bool(sheets)) == ([], True)


def test_every_url_is_a_page(app):
    """Each address that takes a POST shows a page for GET, but for buttons that belong to no page of their own."""
    rules = {}
    for rule in app.url_map.iter_rules():
        rules.setdefault(rule.rule, set()).update(rule.methods)
    alone = {rule for rule, methods in rules.items() if "POST" in methods and "GET" not in methods}
    assert alone <= {"/sign-out", "/account/sign-out", "/theme"}


def test_comments_are_few():
    for path in SOURCES:
        lines = path.read_text().splitlines()
        comments = [line for line in lines if line.strip().startswith("#")]
        assert len(comments) <= 3 + len(lines) / 20, place(path)
