"""Who may come in: accounts, passwords, second factors, visits, tokens, and the organisation's own sign-in service."""
