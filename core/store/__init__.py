"""Engine, transactions, migrations and the queries that several services share."""

from core.store.alone import alone
from core.store.database import Database, open_database
from core.store.migrate import migrate

__all__ = ["Database", "alone", "migrate", "open_database"]
