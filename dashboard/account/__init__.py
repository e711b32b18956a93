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
    orders,
    password,
    placed,
    profile,
    register,
    sign_in,
)

PAGES = (
    guest_order, password, sign_in, code, register, forgotten_password, orders, order, carts, cart, placed,
    profile, change_password, devices,
)  # fmt: skip
