"""Fixtures that tests of several rooms share: a database server, a store of each kind, somebody who signs in."""

pytest_plugins = ("tests.postgres", "tests.store.kinds", "tests.desk.entrance_fixtures")
