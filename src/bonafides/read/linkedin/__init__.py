"""LinkedIn's data export: messages, invitations, and the tables that say who people are."""
