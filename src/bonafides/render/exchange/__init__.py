"""What is shared with other organisations: one value for all of it, written as STIX 2.1 or MISP and read back whole."""
