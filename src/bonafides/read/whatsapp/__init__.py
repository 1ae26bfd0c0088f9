"""WhatsApp's "Export chat", from every phone and in every locale."""
