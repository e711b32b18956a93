"""What the demo store sells, as data."""

from decimal import Decimal
from typing import NamedTuple


class Thing(NamedTuple):
    """A product, with its price in EUR."""

    sku: str
    name: str
    variant: str
    picture: str
    price: Decimal
    stock: int


PRODUCTS = (
    Thing("MUG-SG-300", "Stoneware mug", "Sage", "img/mug.svg", Decimal("9.50"), 140),
    Thing("CND-AM-180", "Beeswax candle", "Amber, 180 g", "img/candle.svg", Decimal("14.00"), 85),
    Thing("TWL-HS-01", "Linen tea towel", "Harbour stripe", "img/towel.svg", Decimal("8.00"), 210),
    Thing("BWL-OA-24", "Serving bowl", "Oat, 24 cm", "img/bowl.svg", Decimal("18.00"), 46),
    Thing("SPN-BC-30", "Wooden spoon", "Beech, 30 cm", "img/spoon.svg", Decimal("5.00"), 320),
    Thing("SPN-BC-3", "Wooden spoons", "Beech, set of three", "img/spoon.svg", Decimal("12.00"), 60),
    Thing("TRY-OK-S", "Serving tray", "Oak, small", "img/tray.svg", Decimal("16.20"), 38),
    Thing("TRY-OK-L", "Serving tray", "Oak, large", "img/tray.svg", Decimal("22.90"), 21),
)
BY_SKU = {thing.sku: thing for thing in PRODUCTS}
CATALOGS = {
    "Winter": tuple(BY_SKU),
    "Autumn": ("MUG-SG-300", "CND-AM-180", "TWL-HS-01", "BWL-OA-24", "TRY-OK-S"),
    "Summer": ("TWL-HS-01", "SPN-BC-30", "SPN-BC-3", "TRY-OK-S", "TRY-OK-L"),
}
