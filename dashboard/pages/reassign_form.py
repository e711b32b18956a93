"""The reassign form, and what it will change: shown before OK, recomputed as the choice changes."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import Length

from dashboard.letters import reassigned
from dashboard.models.customer import Customer
from dashboard.models.order import Order
from dashboard.pages import who
from dashboard.pages.move import Move, Preview, contact_stays, listed, move, spent, uncounted

CHOICES = [SelectChoice("existing", "Existing customer"), SelectChoice("new", "New customer")]


class ReassignForm(FlaskForm):
    """Who shall own the order. `owner` is the id of the chosen account."""

    kind = RadioField(choices=CHOICES, default="existing")
    q = StringField("Name, e-mail or phone", [Length(max=320, message="Search with 320 characters at most.")])
    owner = HiddenField(validators=[Length(max=18)])
    email = StringField("E-mail", [Length(max=320, message="320 characters at most.")])
    phone = StringField("Mobile phone", [Length(max=40, message="40 characters at most.")])
    generate = BooleanField("Generate password", default=True)
    password = PasswordField("Password", [Length(max=200, message="200 characters at most.")])
    notify = BooleanField("Send e-mail to the new owner", default=True)
    notify_old = BooleanField("Send e-mail to the old owner")
    contact = BooleanField("Also replace the order's contact details")


def preview(order: Order, new: Customer | None, form: ReassignForm) -> Preview:
    """What the form as it stands would change. `new` None: nobody chosen, or a new account."""
    old = order.owner
    name = new.name if new else new_name(form)
    if not name:
        return Preview([], ["Choose the new owner to see what changes."])
    if old and new and old.id == new.id:
        return Preview([], [f"Nothing: {order.code} belongs to {name} already."])
    effects = [
        f"{name} becomes the owner" + (f" instead of {old.name}." if old else " of this guest order."),
        uncounted(order),
        contact(order, name, new, form),
        letter(order, new, form, name),
        farewell(order, form),
        f"{old.name} no longer finds this order in their account." if old else None,
    ]
    return Preview(moves(order, old, new, name), [effect for effect in effects if effect])


def new_name(form: ReassignForm) -> str | None:
    """What a new account will be called until its holder says."""
    return (
        (form.email.data or "").strip() or (form.phone.data or "").strip() or None if form.kind.data == "new" else None
    )


def moves(order: Order, old: Customer | None, new: Customer | None, name: str) -> list[Move]:
    """Both total spends in the order's currency, before and after."""
    amount = 0 if uncounted(order) else order.paid - order.refunded
    found = []
    if old:
        before = spent(old, order.currency)
        found.append(move(old.name, before, before - amount, order.currency, gains=False))
    before = spent(new, order.currency) if new else 0
    return [*found, move(name, before, before + amount, order.currency, gains=amount > 0)]


def contact(order: Order, name: str, new: Customer | None, form: ReassignForm) -> str:
    """Which contact details the order keeps or gets."""
    if not form.contact.data:
        return contact_stays(order)
    if new:
        return f"The order customer becomes: {listed(new.name, new.email, new.phone)}."
    return f"The order customer becomes: {listed(name, form.phone.data if form.email.data else None)}."


def letter(order: Order, new: Customer | None, form: ReassignForm, name: str | None) -> str:
    """Which letters go out, as a sentence."""
    link = " A link to set a password goes out at once." if form.kind.data == "new" and form.generate.data else ""
    why = no_letter(order, recipient(new, form))
    if why:
        return f"No letter: {why}" + link
    if not form.notify.data or not name:
        return "No letter about the change." + link
    return f"One letter to {reassigned.way(new) if new else name}, after a short wait." + link


def recipient(new: Customer | None, form: ReassignForm) -> Customer | None:
    """Who a letter to the new owner would go to; a new account as it will be."""
    if new is not None or form.kind.data != "new":
        return new
    email, phone = (form.email.data or "").strip(), (form.phone.data or "").strip()
    return Customer(name=email or phone, email=email or None, phone=phone or None, phone_key=phone or None)


def farewell(order: Order, form: ReassignForm) -> str | None:
    """The letter to the old owner, as a sentence."""
    if not form.notify_old.data or order.owner is None or no_letter(order, order.owner):
        return None
    return f"One letter to {reassigned.way(order.owner)}, which does not name the new owner."


def no_letter(order: Order, to: Customer | None) -> str | None:
    """Why no letter about this order can go to this account; None if one can."""
    if order.is_test:
        return "A test order sends nothing to customers."
    return reassigned.why_not(to, who.shop()) if to and to.name else None
