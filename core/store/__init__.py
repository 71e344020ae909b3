"""Engine, transactions, migrations and the queries that several services share."""

from core.store.alone import alone
from core.store.database import Database, open_database
from core.store.inserting import insert_if_new
from core.store.migrate import migrate

__all__ = ["Database", "alone", "insert_if_new", "migrate", "open_database"]
