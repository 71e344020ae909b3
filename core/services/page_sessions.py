"""Whose page is it? A page in memory belongs to the person who used it last, and to nobody else.

Whoever knows the id of such a page could otherwise connect to it and be that person; and the id is no secret, for it
stands in the addresses of uploads.
"""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from core.services import accounts
from core.services.context import Context

MOST = 50_000
"""So many pages are remembered; a page that was forgotten is not handed to anybody, and its browser gets a new one."""


class PageSessions:
    """The pages of this process, and the person of each; None is somebody who has not signed in."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._owners: OrderedDict[str, UUID | None] = OrderedDict()
        self._lock = Lock()

    def belongs_to(self, page_id: str, user_id: UUID | None) -> None:
        """Note who uses a page now."""
        with self._lock:
            self._owners[page_id] = user_id
            self._owners.move_to_end(page_id)
            if len(self._owners) > self._most:
                self._owners.popitem(last=False)

    def may_resume(self, ctx: Context, page_id: str, cookie: str | None) -> bool:
        """Whether the browser with this cookie may connect to that page again."""
        with self._lock:
            if page_id not in self._owners:
                return False
            owner = self._owners[page_id]
        return owner == _user_id(ctx, cookie)

    def may_upload(self, ctx: Context, page_id: str, cookie: str | None) -> bool:
        """Whether the browser with this cookie may hand a file to that page: only who is signed in, and on it."""
        user_id = _user_id(ctx, cookie)
        with self._lock:
            return user_id is not None and self._owners.get(page_id) == user_id


PAGES = PageSessions()


def _user_id(ctx: Context, cookie: str | None) -> UUID | None:
    person = accounts.who_is(ctx, cookie)
    return person.id if person else None
