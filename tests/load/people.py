"""Many people at once, made in the database itself: how long sign-ups take is not what is measured."""

from core.models import User, UserRoleRow
from core.models.vocabulary import UserRole
from core.services import accounts, passwords
from core.services.accounts import Person
from core.services.context import Context

PASSWORD = "seven quiet lanterns"


def make_people(ctx: Context, count: int) -> list[Person]:
    """Candidates; they share a password, hashed at its full cost, once."""
    hashed, now = passwords.hash_password(PASSWORD), ctx.clock()
    with ctx.db.writing() as session:
        users = [
            User(
                username=f"person{number}",
                email=f"person{number}@example.org",
                first_name=f"Person {number}",
                last_name="",
                password_hash=hashed,
                created_at=now,
                updated_at=now,
                roles=[UserRoleRow(role=UserRole.CANDIDATE)],
            )
            for number in range(count)
        ]
        session.add_all(users)
        session.flush()
        ids = [user.id for user in users]
    return [accounts.person_by_id(ctx, user_id) for user_id in ids]
