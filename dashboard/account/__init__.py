"""The buyers’ pages."""

from dashboard.account import (
    change_password,
    code,
    devices,
    forgotten_password,
    guest_order,
    order,
    orders,
    password,
    profile,
    register,
    sign_in,
)

PAGES = (
    guest_order, password, sign_in, code, register, forgotten_password, orders, order,
    profile, change_password, devices,
)  # fmt: skip
