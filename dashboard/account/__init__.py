"""The buyers’ pages."""

from dashboard.account import (
    cart,
    carts,
    change_password,
    code,
    devices,
    forgotten_password,
    guest_order,
    order,
    order_form,
    order_sheet,
    orders,
    own_order_form,
    own_order_sheet,
    password,
    placed,
    profile,
    register,
    sign_in,
)

PAGES = (
    guest_order, password, sign_in, code, register, forgotten_password, orders, order, carts, cart, placed,
    profile, change_password, devices,
    order_form, order_sheet, own_order_form, own_order_sheet,
)  # fmt: skip
