"""Every page, dialog, menu, confirmation and refusal of the desk, and how to get there."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.acceptance.driving import (
    choose,
    find,
    open_from_row,
    open_reassign,
    opener,
    pick_file,
    press,
    preview,
    reassign,
    region,
    row,
    said,
)
from tests.acceptance.sights_goods import GOODS, PLACES
from tests.imports import HEADER
from tests.imports import row as order_row

LISTS = (
    "/imports",
    "/outbox",
    "/orders/OD-10004/resend",
    "/o/no-such-link",
    "/orders",
    "/orders?payment=refunded&fulfilment=returned&fulfilment=partially_returned",
    "/orders?q=nobody+at+all",
    "/views",
    "/customers",
    "/customers?q=nobody+at+all",
    "/jump?q=kate",
    "/batches",
    "/workflow",
    "/orders/OD-10003/workflow",
)
MONEY = (
    "/money-to-send",
    "/orders/OD-10002/refund",
    "/orders/OD-10001/refund?quantity-1=1",
    "/orders/OD-10008/record-payment",
    "/orders/OD-10001/cancel",
)
ORDERS = tuple(
    f"/orders/{code}" for code in ("OD-10001", "OD-10003", "OD-10004", "OD-10007", "OD-10010", "OD-10014", "TEST-10001")
)
VERBS = (
    "/orders/OD-10001/reassign",
    "/orders/OD-10001/reassign?q=ka",
    "/orders/OD-10011/reassign",
    "/orders/OD-10004/link",
    "/orders/OD-10011/unlink",
    "/orders/OD-10001/unlink",
    "/orders/OD-10001/order-customer",
    "/orders/OD-10001/tag",
    "/orders/OD-10001/untag",
    "/orders/OD-10001/archive",
    "/orders/OD-10001/notes",
    "/orders/OD-10001/fulfil",
    "/orders/OD-10002/fulfil",
    "/orders/OD-10002/return",
    "/orders/OD-10003/return",
    "/orders/OD-10001/pack",
    "/orders/OD-10003/shipments/SH-2195/edit",
    "/orders/OD-10003/shipments/SH-2195/cancel",
    "/orders/bulk/fulfil?code=OD-10001&code=OD-10002",
    "/orders/OD-99999",
    "/orders/bulk/reassign?code=OD-10001&code=OD-10011",
    "/orders/bulk/tag?code=OD-10001&code=OD-10011",
    "/orders/bulk/archive",
    "/customers/9",  # with a cart
    "/customers/create",
    "/customers/1/edit",
    "/customers/1/deactivate",
    "/customers/1/offline-buyer",
    "/customers/1/merge",
    "/customers/1/tag",
    "/customers/1/untag",
    "/customers/1/note",
    "/customers/1/join-group",
    "/customers/1/not-the-same/2",
    "/customers/groups",
    "/customers/groups/create",
    "/customers/duplicates",
    "/customers/1/erase",
    "/customers/1/personal-data",
    "/orders/OD-10004/erase-guest",
    "/orders/OD-10004/personal-data",
    "/account/password/unknown",
    "/set-password/unknown",
)
SETTINGS = (
    "/settings/notifications",
    "/settings/notifications/shipment_sent",
    "/settings/store",
    "/settings/staff",
    "/settings/staff/2",
    "/settings/account",
)


def row_menu(page: Page) -> None:
    """The menu of a row."""
    page.goto("/orders?q=ingrid")
    press(row(page, "OD-10018"), "More actions for OD-10018")
    expect(page.get_by_role("menuitem")).to_be_visible()


def jump_box(page: Page) -> None:
    """What the jump box finds."""
    page.goto("/customers")
    page.keyboard.press("/")
    page.keyboard.type("kate")
    expect(page.get_by_role("option", name=re.compile("Kate Wong")).first).to_be_visible()


def order_menu(page: Page) -> None:
    """More, on an order."""
    page.goto("/orders/OD-10001")
    press(page, "More")
    expect(page.get_by_role("menuitem", name="Archive", exact=True)).to_be_visible()


def link_asked(page: Page) -> None:
    """Whether to link a guest order to who looks like its buyer."""
    page.goto("/orders/OD-10004")
    page.get_by_role("link", name="Link to Kate Wong", exact=True).click()
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_visible()


def step_of_money(words: str) -> Callable[[Page], None]:
    """The dialog that the first such button in the list of money to send opens."""

    def opened(page: Page) -> None:
        page.goto("/money-to-send")
        page.get_by_role("button", name=re.compile(f"^{words} refund of")).first.click()
        expect(page.get_by_role("dialog").get_by_role("heading", level=2)).to_be_visible()

    opened.__name__ = words
    return opened


def payment_menu(page: Page) -> None:
    """The menu of a payment that is open."""
    page.goto("/orders/OD-10006")
    press(page, "Actions for payment of 112.90 EUR")
    expect(page.get_by_role("menuitem", name="Mark as received", exact=True)).to_be_visible()


def refund_refused(page: Page) -> None:
    """More than is left, in the dialog."""
    page.goto("/orders/OD-10001/refund")
    page.get_by_role("textbox", name="Shipping refund", exact=True).fill("99")
    press(page, "Refund")
    expect(page.get_by_role("alert").filter(has_text="of the shipping")).to_be_visible()


def account_menu(page: Page) -> None:
    """The menu with theme and sign out."""
    page.goto("/orders?q=ingrid")
    page.get_by_role("button", name=re.compile("account menu$")).click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def columns_menu(page: Page) -> None:
    """The columns of the list, to choose from."""
    page.goto("/orders?q=ingrid")
    press(page, "Columns")
    expect(page.get_by_role("checkbox", name="Route", exact=True)).to_be_visible()


def every_column(page: Page) -> None:
    """The list with all columns that there are."""
    columns_menu(page)
    for name in ("Order customer", "Owner’s contact", "Route", "Catalog"):
        with page.expect_response(re.compile("/orders")):
            page.get_by_role("checkbox", name=name, exact=True).check()
    page.goto("/orders?q=ingrid")


def dialog_of_a_view(page: Page) -> None:
    """A view to be saved, refused."""
    page.goto("/orders?q=ingrid")
    page.get_by_role("link", name="Save view", exact=True).click()
    press(page.get_by_role("dialog"), "Save view")
    expect(page.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()


def all_views(page: Page) -> None:
    """The views with one of one's own, and what may be done with it."""
    dialog_of_a_view(page)
    page.get_by_role("dialog").get_by_role("textbox", name="Name", exact=True).fill("Ingrid’s")
    press(page.get_by_role("dialog"), "Save view")
    expect(said(page, "The view Ingrid’s is saved")).to_be_visible()
    page.goto("/views")


def payment_filter(page: Page) -> None:
    """The statuses to filter by."""
    page.goto("/orders?q=ingrid")
    page.locator("summary").filter(has_text="Payment").click()


def fulfilment_filter(page: Page) -> None:
    """The other statuses, one of them chosen."""
    page.goto("/orders?fulfilment=returned&payment=refunded")
    page.locator("summary").filter(has_text="Fulfilment").click()


def piece_card(page: Page) -> None:
    """What a piece tells when pointed at."""
    page.goto("/orders/OD-10009")
    page.get_by_role("button", name="Stoneware mug", exact=True).focus()
    expect(page.get_by_role("group", name="Details of Stoneware mug", exact=True)).to_be_visible()


def why_not(page: Page) -> None:
    """Why an order cannot be reassigned."""
    page.goto("/orders/OD-10011")
    region(page, "Order account (details)").locator("summary").click()


def customer(page: Page) -> None:
    """A customer with two currencies, the spend opened into its orders."""
    page.goto("/customers?q=ingrid")
    page.get_by_role("link", name="Ingrid Solberg", exact=True).click()
    region(page, "Total spend").locator("summary").click()


def dialog_empty(page: Page) -> None:
    """Reassign as it opens."""
    expect(open_reassign(page, "OD-10001")).to_be_visible()


def dialog_listing(page: Page) -> None:
    """With customers to choose from, the first of them under the cursor."""
    expect(find(open_reassign(page, "OD-10001"), "ka").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def dialog_chosen(page: Page) -> None:
    """With somebody chosen."""
    choose(open_reassign(page, "OD-10001"), "kate", "Kate Wong")


def dialog_new(page: Page) -> None:
    """For a new customer, whose password staff type."""
    box = open_reassign(page, "OD-10001")
    box.get_by_role("radio", name="New customer", exact=True).check()
    with page.expect_response("**/reassign*"):
        box.get_by_role("checkbox", name="Generate password", exact=True).uncheck()
    expect(box.get_by_role("textbox", name="Password", exact=True)).to_be_visible()


def dialog_refused(page: Page) -> None:
    """With a refusal."""
    box = open_reassign(page, "OD-10001")
    box.get_by_role("radio", name="New customer", exact=True).check()
    box.get_by_role("textbox", name="E-mail", exact=True).fill("no address")
    press(box, "Reassign order")
    expect(box.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()


def dialog_from_the_list(page: Page) -> None:
    """Reassign over the list."""
    page.goto("/orders?q=ingrid")
    expect(open_from_row(page, "OD-10018")).to_be_visible()


def dialog_change(page: Page) -> None:
    """Change customer."""
    order_menu(page)
    page.get_by_role("menuitem", name="Change customer", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def dialog_unreachable(page: Page) -> None:
    """When the desk does not answer."""
    page.goto("/orders/OD-10001")
    page.route("**/reassign", lambda route: route.abort())
    opener(page).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("The desk does not answer")
    page.unroute("**/reassign")


def confirmed(page: Page) -> None:
    """A confirmation with Undo, on the order."""
    reassign(page, "OD-10001", "kate", "Kate Wong")


def confirmed_on_the_list(page: Page) -> None:
    """The same on the list."""
    page.goto("/orders?q=ingrid")
    box = open_from_row(page, "OD-10018")
    choose(box, "amelie", "Amélie Fontaine")
    press(box, "Reassign order")
    expect(said(page, "OD-10018 now belongs to")).to_be_visible()


def ticked(page: Page) -> None:
    """Orders ticked in the list, which is so short that the toolbar lies on none of them."""
    page.goto("/orders?q=marcus+bell")
    for code in ("OD-10019", "OD-10014"):
        row(page, code).get_by_role("checkbox").check()
    expect(page.get_by_role("toolbar")).to_be_visible()


def dialog_of_a_batch(page: Page) -> None:
    """What will be done to each of them."""
    ticked(page)
    press(page.get_by_role("toolbar"), "Archive")
    expect(page.get_by_role("dialog")).to_be_visible()


def a_batch(page: Page) -> None:
    """What became of each of them."""
    page.goto("/orders/bulk/link?code=OD-10005&code=OD-10011")
    find(page.get_by_role("dialog"), "kenji").first.click()
    press(page, "Link 1 order")
    expect(page.get_by_role("heading", name="Link 2 orders to Kenji Watanabe", exact=True)).to_be_visible()


def batch_undo(page: Page) -> None:
    """Whether to take it back."""
    page.goto("/batches")
    page.get_by_role("row").get_by_role("link").first.click()
    page.get_by_role("link", name="Undo batch", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def stale(page: Page) -> None:
    """When somebody else was quicker; here oneself in another window."""
    box = open_reassign(page, "OD-10002")
    choose(box, "kate", "Kate Wong")
    quicker = page.context.new_page()
    reassign(quicker, "OD-10002", "amelie", "Amélie Fontaine")
    quicker.close()
    press(box, "Reassign order")
    expect(box.get_by_role("alert").filter(has_text="not as you saw it")).to_be_visible()


def undo_page(page: Page) -> None:
    """The question whether to take it back, as a page."""
    reassign(page, "OD-10003", "kate", "Kate Wong")
    page.goto(said(page, "now belongs").locator("form").get_attribute("action"))


def imports_refused(page: Page) -> None:
    """A file that is no export."""
    pick_file(page, "people.csv", "Name,Email\n")
    expect(page.get_by_role("alert").filter(has_text="people.csv is no export")).to_be_visible()


def import_preview(page: Page) -> None:
    """A preview with a row that cannot be imported and a column that is not used."""
    sheet = "".join(
        f"{line},{cell}\n" for line, cell in zip(IMPORTED.splitlines(), ("Gift wrap", "yes", "no"), strict=True)
    )
    preview(page, "orders.csv", sheet, "Import 1 order")


def import_choice(page: Page) -> None:
    """A preview that needs a choice first."""
    pick_file(page, "orders.csv", WITHOUT_CURRENCY)
    expect(page.get_by_text("Something must be chosen first")).to_be_visible()


def import_report(page: Page) -> None:
    """A report."""
    preview(page, "orders.csv", IMPORTED, "Import 1 order")
    press(page, "Import 1 order")
    expect(page.get_by_role("link", name="Show the imported orders", exact=True)).to_be_visible()


def import_undo(page: Page) -> None:
    """The question whether to undo it."""
    page.goto("/imports")
    page.get_by_role("row").filter(has_text="Finished").get_by_role("link").click()
    page.get_by_role("link", name="Undo import", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def import_cancel(page: Page) -> None:
    """The question whether to cancel it."""
    page.goto("/imports")
    page.get_by_role("row").filter(has_text="Needs a choice").get_by_role("link").click()
    page.get_by_role("link", name="Cancel", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


IMPORTED = HEADER + order_row(1) + order_row(2, total="ten")
WITHOUT_CURRENCY = (
    "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,2026-11-02 09:30:00 +0100,1,Cup,10.00\n"
)
IMPORTS = (imports_refused, import_preview, import_choice, import_report, import_undo, import_cancel)
MENUS = (jump_box, row_menu, order_menu, account_menu, payment_filter, fulfilment_filter, piece_card, why_not, customer)
DIALOGS = (dialog_empty, dialog_listing, dialog_chosen, dialog_new, dialog_refused, dialog_from_the_list,
           dialog_change, dialog_unreachable)  # fmt: skip
AFTER = (confirmed, confirmed_on_the_list, stale, undo_page)
BATCHES = (ticked, dialog_of_a_batch, a_batch, batch_undo)


def invited(page: Page) -> None:
    """A link to hand over."""
    page.goto("/settings/staff/invite")
    box = page.get_by_role("dialog")
    box.get_by_role("textbox", name="Name", exact=True).fill("Ida Berg")
    box.get_by_role("textbox", name="E-mail", exact=True).fill("ida@harbour.example")
    press(box, "Invite")
    expect(said(page, "Ida Berg is invited")).to_be_visible()


def settings_refused(page: Page) -> None:
    """Settings that cannot be saved."""
    page.goto("/settings/store")
    page.get_by_role("textbox", name="Store name", exact=True).fill("")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")


def dialog_of_settings(title: str, place: str, link: str) -> Callable[[Page], None]:
    """A dialog of the settings."""

    def opened(page: Page) -> None:
        page.goto(place)
        page.get_by_role("link", name=link, exact=True).click()
        expect(page.get_by_role("dialog", name=title, exact=True)).to_be_visible()

    opened.__name__ = title
    return opened


def visit(path: str) -> Callable[[Page], None]:
    """How to get to an address."""

    def by_address(page: Page) -> None:
        page.goto(path)

    by_address.__name__ = path
    return by_address


GROUPS = {
    "lists": [visit(path) for path in LISTS],
    "orders": [visit(path) for path in ORDERS],
    "verb pages": [*(visit(path) for path in VERBS), link_asked],
    "money": [
        *(visit(path) for path in MONEY),
        *(step_of_money(words) for words in ("Mark as sent", "Approve", "Decline")),
        payment_menu,
        refund_refused,
    ],
    "settings": [
        *(visit(path) for path in SETTINGS),
        dialog_of_settings("Invite colleague", "/settings/staff", "Invite colleague"),
        dialog_of_settings("Change your password", "/settings/account", "Change password"),
        settings_refused,
        invited,
    ],
    "views": (
        columns_menu,
        every_column,
        dialog_of_a_view,
        all_views,
        *map(visit, ("/views/columns", "/views/update")),
    ),
    "menus": MENUS,
    "dialogs": DIALOGS,
    "after": AFTER,
    "batches": BATCHES,
    "imports": IMPORTS,
    "goods": [*map(visit, PLACES), *GOODS],
}
