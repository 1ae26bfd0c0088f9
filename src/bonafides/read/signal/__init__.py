"""Signal Desktop's export, and the older text forms."""
