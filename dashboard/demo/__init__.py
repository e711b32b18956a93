"""The demo store: a fixed cast of orders, generated ones before it, and load on demand."""
