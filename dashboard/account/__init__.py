"""The buyers’ pages."""

from dashboard.account import guest_order, order, orders, password, sign_in

PAGES = (guest_order, password, sign_in, orders, order)
