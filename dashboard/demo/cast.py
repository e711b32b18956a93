"""The cast: the orders that merchants' scripts and our own tests know by name, as data.

Hours are counted from when an order was placed. Orders are in order of code; when they were placed is in fill.py.
"""

from decimal import Decimal

from dashboard.core.person import Role
from dashboard.core.statuses import CancelReason, Route, ShipmentStatus
from dashboard.demo import addresses as to
from dashboard.demo.events_desk import Canceled, Confirmed, Marked, Noted, ReturnedToCart, Tagged
from dashboard.demo.events_goods import Returned, Sent
from dashboard.demo.events_money import Invoiced, Paid, PaymentOpened, Refunded
from dashboard.demo.story import Contact, Item, Story

MUG, CANDLE, TOWEL = "MUG-SG-300", "CND-AM-180", "TWL-HS-01"
BOWL, SPOON, SPOONS = "BWL-OA-24", "SPN-BC-30", "SPN-BC-3"
SMALL_TRAY, LARGE_TRAY = "TRY-OK-S", "TRY-OK-L"
ON_ITS_WAY = ((0, ShipmentStatus.SHIPPED), (3, ShipmentStatus.IN_TRANSIT))
DELIVERED = (*ON_ITS_WAY, (14, ShipmentStatus.DELIVERED))

FIRST = (
    Story(
        "OD-10001",
        (Item(MUG, 2), Item(CANDLE, 1), Item(TOWEL, 1)),
        (Paid(0.1, "Visa ending 4242"), Tagged(1, "gift"), Noted(2, "Please wrap the mugs apart from the candle.")),
        owner="Chloe Lee",
        contact=Contact("Chloe", "chloe@mail.example", "+49 151 2345 6789"),
        address=to.CHLOE,
        discount=500,
        discount_code="WELCOME5",
        shipping=400,
        shipping_method="DHL Paket",
    ),
    Story(
        "OD-10002",
        (Item(BOWL, 2), Item(SPOON, 2)),
        (Paid(0.1, "Visa ending 4242"), Sent(2, DELIVERED, carrier="DHL", tracking="JD0146 0002 8401")),
        owner="Chloe Lee",
        address=to.CHLOE,
        shipping=400,
        shipping_method="DHL Paket",
    ),
    Story(
        "OD-10003",
        (Item(CANDLE, 1), Item(TOWEL, 2)),
        (Paid(0.2), Sent(4, ON_ITS_WAY, {CANDLE: 1}, carrier="DHL", tracking="JD0146 0002 8417", days=3)),
        owner="Chloe Lee",
        address=to.CHLOE,
    ),
    Story(
        "OD-10004",
        (Item(CANDLE, 2),),
        (Paid(0.1, "Mastercard ending 4444"),),
        contact=Contact("Kate W.", "kate.wong@mail.example"),
        address=to.KATE_W,
    ),
    Story(
        "OD-10005",
        (Item(MUG, 1), Item(SPOON, 2)),
        (Tagged(0.5, "cash on delivery"), Noted(0.6, "Pays cash on delivery.")),
        contact=Contact("Kenji", phone="+81 90 1234 5678"),
        address=to.KENJI,
    ),
    Story(
        "OD-10006",
        (Item(LARGE_TRAY, 1), Item(BOWL, 1), Item(CANDLE, 4), Item(TOWEL, 2)),
        (PaymentOpened(0.1, "SEPA direct debit"),),
        owner="Priya Raman",
        address=to.PRIYA,
    ),
    Story(
        "OD-10007",
        (Item(BOWL, 2), Item(CANDLE, 2), Item(SPOON, 2)),
        (
            Paid(0.1),
            Sent(1, DELIVERED, carrier="DHL", tracking="JD0146 0002 8433"),
            Returned(24, {BOWL: 2, CANDLE: 2, SPOON: 2}, "Arrived broken", restock=False),
            Refunded(25, {BOWL: 2, CANDLE: 2, SPOON: 2}, reason="Arrived broken"),
        ),
        owner="Dieter Krämer",
        address=to.DIETER,
    ),
    Story(
        "OD-10008",
        (Item(MUG, 20), Item(CANDLE, 14)),
        (Tagged(0.2, "wholesale"), Noted(0.3, "Ordered by phone, pays within 30 days.")),
        owner="Tomás Herrera",
        address=to.TOMAS,
        route=Route.PROXY,
    ),
    Story(
        "OD-10009",
        (Item(MUG, 3), Item(TOWEL, 2)),
        (Confirmed(2, {MUG: 2, CANDLE: 1}),),
        owner="Amélie Fontaine",
        address=to.AMELIE,
        route=Route.ORDER_LINK,
        catalog="Autumn",
    ),
    Story(
        "OD-10010",
        (Item(SMALL_TRAY, 1), Item(BOWL, 2), Item(CANDLE, 2), Item(TOWEL, 2)),
        (Invoiced(1.5),),
        owner="Lena Petrosyan",
        address=to.LENA,
    ),
)
SECOND = (
    Story(
        "OD-10011",
        (Item(SMALL_TRAY, 2), Item(MUG, 2)),
        (ReturnedToCart(5),),
        owner="Bàrbara Puig",
        address=to.BARBARA,
    ),
    Story(
        "OD-10012",
        (Item(SPOONS, 1),),
        (Canceled(3, CancelReason.REJECTED_BY_US),),
        owner="Owen Gallagher",
        address=to.OWEN,
    ),
    Story("OD-10013", (Item(MUG, 2),), owner="Siobhán O'Keeffe", address=to.SIOBHAN, catalog="Autumn"),
    Story("OD-10014", (Item(MUG, 2),), (Marked(0.5, "backlog_sku"),), owner="Marcus Bell", address=to.MARCUS),
    Story("OD-10015", (Item(MUG, 2),), (Marked(0.5, "partner_inventory"),), owner="Yara Haddad", address=to.YARA),
    Story(
        "OD-10016",
        (Item(BOWL, 6), Item(MUG, 8), Item(CANDLE, 4)),
        (
            Paid(0.1, "Visa ending 1881"),
            Sent(
                1,
                ((0, ShipmentStatus.AWAITING_SHIPMENT), (1, ShipmentStatus.SHIPPED), (4, ShipmentStatus.IN_TRANSIT)),
                kind="carrier",
                point="international",
                carrier="DHL Express",
                tracking="JD0146 0002 8470",
                label_printed=True,
                days=4,
            ),
            Tagged(1.5, "fragile"),
        ),
        owner="Ingrid Solberg",
        address=to.INGRID,
    ),
    Story("OD-10017", (Item(MUG, 2),), owner="Kate Wong", route=Route.POINT_OF_SALE, catalog=None),
    Story(
        "OD-10018",
        (Item(MUG, 2, Decimal(1500)), Item(CANDLE, 1, Decimal(1800))),
        (Paid(0.1, "Visa ending 1881"),),
        owner="Ingrid Solberg",
        address=to.INGRID,
        currency="JPY",
    ),
    Story("OD-10019", (Item(MUG, 1),), owner="Marcus Bell", address=to.MARCUS, route=Route.PROXY, catalog="Autumn"),
    Story("OD-10020", (Item(MUG, 1),), owner="Yara Haddad", address=to.YARA, route=Route.SPREADSHEET, catalog="Autumn"),
)
CAST = FIRST + SECOND
TEST_ORDER = Story(
    "TEST-10001",
    (Item(MUG, 1),),
    (Noted(0.1, "To see how the desk looks with an order in it.", Role.OWNER),),
    contact=Contact("Test customer"),
    address=None,
    test=True,
)
