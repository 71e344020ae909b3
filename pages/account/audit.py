"""The audit log: who did what that somebody may have to explain one day."""

import streamlit as st

from core.exports.tables import audit_csv
from core.models.vocabulary import UserRole
from core.services import accounts, audit
from core.services.context import default_context
from pages._components.guard import signed_in

LIMIT = "audit_limit"

ctx = default_context()
admin = signed_in(UserRole.ADMIN)
names = {person.id: person.username for person in accounts.list_people(ctx, admin)}

st.title("Audit log")
st.write(
    "Sign-ins, and what was done to accounts, roles, rubrics and data. No answers stand here. "
    f"Events are kept for {ctx.settings.audit_days} days; days and times are those of UTC."
)
kinds = st.multiselect("What was done", list(audit.Kind), format_func=audit.WORDS.__getitem__, placeholder="Anything")
who, first, last = st.columns([2, 1, 1])
person_id = who.selectbox(
    "By or to whom", list(names), index=None, format_func=names.__getitem__, placeholder="Anybody", key="audit_person"
)
search = audit.Search(
    kinds=tuple(kinds),
    person_id=person_id,
    first_day=first.date_input("From", None, format="YYYY-MM-DD"),
    last_day=last.date_input("To", None, format="YYYY-MM-DD"),
)

limit = st.session_state.setdefault(LIMIT, audit.PAGE)
# one more than is shown, to know whether there are any
found = audit.events(ctx, admin, search, limit=limit + 1)
if found:
    st.dataframe(
        [
            {
                "When": event.at,
                "Who": event.actor or "somebody",
                "Did": event.words,
                "To": event.subject,
                "Details": event.detail,
                "From address": event.address,
            }
            for event in found[:limit]
        ],
        hide_index=True,
        alt="What was recorded, newest first",
        column_config={"When": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm:ss", timezone="UTC")},
    )
else:
    st.info("Nothing was recorded that fits.")

with st.container(horizontal=True):
    if len(found) > limit and st.button("Show older ones"):
        st.session_state[LIMIT] = limit + audit.PAGE
        st.rerun()
    if found:
        st.download_button(
            "Download as CSV",
            lambda: audit_csv(audit.export(ctx, admin, search)),
            f"audit-{ctx.clock():%Y-%m-%d}.csv",
            "text/csv",
            on_click="ignore",
        )
