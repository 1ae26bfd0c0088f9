"""Telegram Desktop's export, as JSON and as pages."""
