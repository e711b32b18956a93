"""Counterfoil: the order desk for small merchants."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from dashboard import account, assets, cli, database, security, settings, transfer
from dashboard.account import who as buyers
from dashboard.application import Desk
from dashboard.extensions import csrf, db, mail, migrate
from dashboard.importers.apart import Apart
from dashboard.pages import (
    add_customer_note,
    add_note,
    add_to_cart,
    add_to_catalog,
    approve_refund,
    archive,
    archive_product,
    batch,
    bulk,
    cancel,
    cancel_shipment,
    cart,
    catalog,
    catalogs,
    change_password,
    change_role,
    choose_columns,
    close_cart,
    context,
    converters,
    cookie,
    create_catalog,
    create_customer,
    create_group,
    create_product,
    create_test,
    customer,
    customers,
    deactivate,
    deactivate_customer,
    decline_refund,
    delete,
    delete_customer_note,
    delete_group,
    delete_note,
    delete_view,
    deliver,
    drawing,
    duplicates,
    edit_cart,
    edit_customer,
    edit_customer_note,
    edit_lines,
    edit_message,
    edit_note,
    edit_notice,
    edit_product,
    edit_shipment,
    end_order_link,
    end_session,
    erase_customer,
    erase_guest,
    errors,
    export,
    fail_payment,
    fail_refund,
    first_run,
    forgotten_password,
    fulfil,
    groups,
    hand_over,
    health,
    heartbeat,
    import_prices,
    import_products,
    imports,
    imports_bounds,
    imports_refused,
    imports_show,
    imports_steer,
    imports_undo,
    invite,
    issue_invoice,
    join_group,
    jump,
    kept,
    leave_group,
    link,
    logo,
    make_order_link,
    maybe_the_same,
    merge,
    money_to_send,
    move_view,
    new_link,
    new_order,
    not_the_same,
    notifications,
    offline_buyer,
    open_cart,
    order,
    order_customer,
    order_pdf,
    order_sheet,
    orders,
    outbox,
    outbox_steer,
    own_account,
    pack,
    personal_data,
    place_cart,
    presence,
    product,
    products,
    purge_tests,
    reactivate,
    reactivate_customer,
    reassign,
    reassign_letter,
    receive_payment,
    record_payment,
    refund,
    rename,
    rename_catalog,
    rename_group,
    rename_view,
    resend,
    restore_notice,
    return_items,
    return_to_cart,
    save_view,
    secret,
    send_refund,
    share_view,
    sign_in,
    staff,
    staff_password,
    store_settings,
    tag,
    tag_customer,
    take_from_catalog,
    theme,
    token,
    try_notice,
    unarchive,
    unarchive_product,
    undo,
    undo_batch,
    undo_lot,
    unlink,
    unmerge,
    unshare_view,
    untag,
    untag_customer,
    update_view,
    views,
    who,
    workflow,
)
from dashboard.pages import settings as settings_frame
from dashboard.templating import Templates

BLUEPRINTS = (
    catalogs, catalog, create_catalog, rename_catalog, add_to_catalog, take_from_catalog, import_prices,
    cart, open_cart, add_to_cart, edit_cart, close_cart, place_cart,
    sign_in, theme, health, orders, order, customers, customer, reassign, undo, first_run,
    forgotten_password, staff_password, logo, settings_frame, store_settings, staff, invite, change_role, deactivate,
    reactivate, new_link, end_session, own_account, rename, change_password,
    notifications, edit_notice, restore_notice, try_notice, workflow,
    imports, imports_show, imports_steer, imports_undo, imports_refused,
    views, save_view, rename_view, update_view, share_view, unshare_view, move_view, delete_view, choose_columns,
    jump,
    create_customer, edit_customer, deactivate_customer, reactivate_customer, offline_buyer, merge, unmerge,
    tag_customer, untag_customer, add_customer_note, edit_customer_note, delete_customer_note,
    groups, create_group, rename_group, delete_group, join_group, leave_group,
    duplicates, not_the_same, maybe_the_same,
    add_note, edit_note, delete_note,
    link, unlink, order_customer, tag, untag, archive, unarchive, undo_lot,
    fulfil, pack, hand_over, deliver, edit_shipment, cancel_shipment, return_items, return_to_cart,
    bulk, batch, undo_batch,
    outbox, outbox_steer, edit_message, resend, reassign_letter,
    erase_customer, erase_guest, personal_data,
    refund, approve_refund, decline_refund, send_refund, fail_refund, money_to_send,
    record_payment, receive_payment, fail_payment, issue_invoice, cancel,
    new_order, edit_lines, create_test, delete, purge_tests,
    order_pdf, export, make_order_link, end_order_link, order_sheet,
    products, product, create_product, edit_product, archive_product, unarchive_product, import_products,
)  # fmt: skip


def create_app(changes: Mapping[str, Any] | None = None) -> Flask:
    """The application. `changes` override the settings of the environment, as tests do."""
    app = Desk(__name__, template_folder=str(settings.ROOT / "templates"), static_folder=None)
    app.jinja_environment = Templates
    app.config.update(settings.load())
    app.config.update({"IMPORT_READER": Apart(), **(changes or {})})
    imports_bounds.register(app)
    connect(app)
    for part in (
        transfer,
        cookie,
        converters,
        assets,
        security,
        drawing,
        who,
        buyers,
        kept,
        context,
        token,
        heartbeat,
        presence,
        errors,
        secret,
        cli,
    ):
        part.register(app)
    for page in (*BLUEPRINTS, *account.PAGES):
        app.register_blueprint(page.pages)
    return app


def connect(app: Flask) -> None:
    """Bind the database with its transaction rules, the migrations and the CSRF check."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", database.engine_options(url, app.config["STATEMENT_TIMEOUT_MS"]))
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine, serves=bool(app.config["STATEMENT_TIMEOUT_MS"]))  # which commands do without
        db.engine.update_execution_options(installation=app.config)
    migrate.init_app(app, db, directory=str(settings.ROOT / "dashboard" / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    mail.init_app(app)
