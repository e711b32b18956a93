"""Every table, imported here so that one import makes the metadata whole."""

from dashboard.models.activity import Activity
from dashboard.models.batch import Batch, BatchOrder
from dashboard.models.buyer import BuyerSession, OneTimeCode
from dashboard.models.cart import Cart, CartLine
from dashboard.models.catalog import Catalog, CatalogItem, Product
from dashboard.models.credit import Credit, CreditLine
from dashboard.models.customer import Customer, CustomerSpend, PasswordLink
from dashboard.models.customer_group import CustomerGroup, Membership
from dashboard.models.customer_note import CustomerNote, CustomerTag
from dashboard.models.goods_return import GoodsReturn, GoodsReturnLine
from dashboard.models.import_mapping import ImportMapping
from dashboard.models.import_rows import ImportedOrder, ImportProblem
from dashboard.models.import_run import ImportRun
from dashboard.models.invoice import Invoice, OrderMark
from dashboard.models.line import OrderLine
from dashboard.models.note import Note, OrderTag
from dashboard.models.notice import Notice
from dashboard.models.once import Once
from dashboard.models.order import Order
from dashboard.models.order_link import OrderLink
from dashboard.models.outbox import Message
from dashboard.models.payment import Payment
from dashboard.models.presence import Presence
from dashboard.models.refund import Refund, RefundLine
from dashboard.models.reindexing import Reindexing
from dashboard.models.saved_view import SavedView
from dashboard.models.search_index import CustomerDoc, OrderDoc
from dashboard.models.shipment import Shipment, ShipmentLine
from dashboard.models.source_facts import CustomerSource, OrderSource
from dashboard.models.staff import FailedAttempt, Staff, StaffLink, StaffSession
from dashboard.models.stock_move import StockMove
from dashboard.models.store import Counter, Logo, Store
from dashboard.models.told_apart import ToldApart

__all__ = [
    "Activity", "Batch", "BatchOrder", "BuyerSession", "Cart", "CartLine", "Catalog", "CatalogItem", "Counter",
    "Credit", "CreditLine", "Customer", "CustomerDoc", "CustomerGroup", "CustomerNote", "CustomerSource",
    "CustomerSpend", "CustomerTag", "FailedAttempt", "GoodsReturn", "GoodsReturnLine", "ImportMapping",
    "ImportProblem", "ImportRun", "ImportedOrder", "Invoice", "Logo", "Membership", "Message", "Note", "Notice",
    "Once", "OneTimeCode", "Order", "OrderDoc", "OrderLine", "OrderLink", "OrderMark", "OrderSource", "OrderTag",
    "PasswordLink", "Payment", "Presence", "Product", "Refund", "RefundLine", "Reindexing", "SavedView", "Shipment",
    "ShipmentLine", "Staff", "StaffLink", "StaffSession", "StockMove", "Store", "ToldApart",
]  # fmt: skip
