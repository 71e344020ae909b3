"""Review: the answers that a coach looks at next, and one of them to rate without the machine's scores, and comment."""

from dataclasses import replace
from uuid import UUID

import streamlit as st

from core.models.vocabulary import HandedIn, RatingKind, Shows, UserRole
from core.services import commenting, groups, review_queue, reviewing
from core.services.commenting import Kept
from core.services.context import default_context
from core.services.groups import GroupSummary, Member
from core.services.report import ScoredAnswer
from core.services.review_queue import Queue
from core.services.reviewing import ReviewView
from pages._components.answer_view import show_answer
from pages._components.comments import comment_form, comments, said
from pages._components.guard import signed_in
from pages._components.messages import plain
from pages._components.rating_form import rating_form
from pages._components.ratings_beside import ratings_beside
from pages._components.review_place import Place, place_from_address
from pages._components.selectable_text import Remark, selectable_text
from pages._components.waiting_answers import choose_group, narrow, waiting_row
from pages._components.words import about

SAVED, CHOSEN = "review_saved", "review_chosen"

ctx = default_context()
person = signed_in(UserRole.COACH)


# --- the queue --------------------------------------------------------------------------------------------------


def queue_page(place: Place) -> None:
    """What waits in a group, those first to which a human adds most."""
    st.title("Review")
    mine = {group.id: group for group in groups.groups_of_coach(ctx, person)}
    if not mine:
        st.write("Here you rate the answers of your candidates. You coach no group yet: make one, and invite them.")
        to_groups()
        return
    group_id = group_of(place, mine)
    members = groups.members_of(ctx, person, group_id)
    shown = {member.id: member for member in members if member.shows is Shows.ANSWERS and member.id != person.id}
    if not shown:
        nobody_shows(mine[group_id], members)
        return
    queue = review_queue.review_queue(
        ctx, person, group_id, user_id=place.member, session_id=place.session, why=place.why
    )
    narrow(place, shown, queue)
    if place.session:
        st.caption("Only answers of one interview are listed.")
    if not queue.waiting:
        nothing_waits(place)
    elif len(queue.waiting) < queue.total and place.why is None:
        st.caption(f"These are the first {len(queue.waiting)} of {queue.total}; rate some, and the next move up.")
    for one in queue.waiting:
        waiting_row(one, Place(group=group_id, member=place.member, session=place.session, why=place.why))


def group_of(place: Place, mine: dict[UUID, GroupSummary]) -> UUID:
    """The group that the address means, or the first in which something waits; of several, one to choose."""
    if place.group is None and (place.member or place.session):
        return review_queue.group_to_review(ctx, person, user_id=place.member, session_id=place.session)
    waiting = review_queue.waiting_by_group(ctx, person)
    group_id = place.group or next((each for each in mine if each in waiting), next(iter(mine)))
    if len(mine) > 1:
        choose_group(mine, group_id, waiting)
    return group_id


def nobody_shows(group: GroupSummary, members: tuple[Member, ...]) -> None:
    """Why there can be nothing to rate, and what would change that."""
    if not members:
        st.write(f"Nobody has joined {plain(group.name)} yet. Send the invitation to your candidates.")
    else:
        st.write(
            f"Nobody in {plain(group.name)} shows their answers, so there is nothing to rate. They choose that on "
            "their page Coaches, and can change it at any time."
        )
    to_groups()


def nothing_waits(place: Place) -> None:
    """What an empty list means."""
    if place.member or place.session or place.why:
        st.write("Nothing waits here: these answers are rated, or there are none.")
        if st.button("Show everything that waits"):
            Place(group=place.group).go()
        return
    st.write("Nothing waits for you. When somebody finishes an interview, its answers come here.")


def to_groups() -> None:
    """The way to where groups are made."""
    if st.button("Go to groups", type="primary"):
        st.switch_page("coach/people.py")


# --- one answer -------------------------------------------------------------------------------------------------


def answer_page(answer_id: UUID, place: Place) -> None:
    """An answer to rate; what others made of it comes once that is done."""
    view = reviewing.open_review(ctx, person, answer_id)
    kept = commenting.kept_comments(ctx, person)
    st.title(f"Answer of {plain(view.candidate)}")
    asked(view)
    # Each in a box of its own: what one of them has to say would else move the others, and close what is open there.
    with st.container():
        answer_text(view, kept)
    with st.container():
        rating(view, place)
    with st.container():
        comments(ctx, person, view, kept)
    st.divider()
    with st.container(horizontal=True):
        if not view.has_rated and st.button("Skip to the next one"):
            go_on(view, place)
        if st.button("All that wait"):
            place.go(answer=None)


def asked(view: ReviewView) -> None:
    """The question, what its candidate wants to know, and what a strong answer holds."""
    question, task = view.answer.question, view.task
    kind = "follow-up" if question.is_followup else question.category
    st.caption(
        f"{about(view.interview)} · {view.interview.created_at:%d %B %Y} · "
        f"question {question.order} of {view.interview.total_questions}, {kind}"
    )
    st.subheader(plain(question.question_text), anchor=False)
    if view.human.request and not view.human.request.is_met:
        asks = f" and asks: {plain(view.human.request.note)}" if view.human.request.note else "."
        st.info(f"{plain(view.candidate)} wants a coach's view of it{asks}")
    with st.expander("What a strong answer holds"):
        for point in task.key_points:
            st.markdown(f"- {plain(point.statement)}{'' if point.essential else ' (a bonus)'}")
        st.markdown("**A model answer**")
        st.text(task.reference or "There is no model answer to this follow-up.")


def answer_text(view: ReviewView, kept: tuple[Kept, ...]) -> None:
    """What was said, with words to choose and comment on."""
    text, key = view.answer.answer_text, f"{CHOSEN}_{view.answer.id}"
    chosen = st.session_state.get(key)
    with st.container(border=True):
        if not text.strip():
            st.caption("Nothing was typed.")
            return
        remarks = [
            Remark(one.start, one.end, one.author, one.body)
            for one in view.human.comments
            if one.start is not None and one.end is not None
        ]
        if picked := selectable_text(text, remarks, key=f"words_{view.answer.id}", chosen=chosen):
            st.session_state[key] = picked
            st.rerun()
        if view.answer.handed_in is HandedIn.EXPIRED:
            st.caption("Handed in when the time was up, as it was saved then.")
    said(on_words=True)
    if chosen and comment_form(ctx, person, view, kept, stretch=chosen):
        del st.session_state[key]
        st.rerun()


def rating(view: ReviewView, place: Place) -> None:
    """The form; and what the machine and others made of the answer, as far as the coach may know it."""
    with st.container():
        if view.has_rated and st.session_state.pop(SAVED, False):
            st.success("Your rating is saved. Here it stands beside the others.")
    if view.has_rated or view.decides or view.scorecard:
        st.subheader("Ratings")
        ratings_beside(view, person.id)
    is_done = view.has_rated and not view.decides
    if is_done and st.button("Next answer", type="primary"):
        go_on(view, place)
    if view.scorecard:
        with st.expander("How the machine came to its scores"):
            card = view.scorecard
            machine_alone = replace(view.answer, scores=card.scores, overall_score=card.overall)
            show_answer(ScoredAnswer(machine_alone, card), is_own=False)
    elif view.has_rated:
        st.caption("The machine has not scored this answer yet. It is tried again when this page is opened.")
    if is_done:
        has_decided = any(one.rater_id == person.id and one.kind is RatingKind.DECISION for one in view.human.ratings)
        with st.expander("Decide again" if has_decided else "Rate again", expanded=view.draft is not None):
            form(view, replaces=True)
    else:
        first_rating(view)


def first_rating(view: ReviewView) -> None:
    """A rating, blind if its coach wants it to be, or the decision between two."""
    if view.decides:
        st.subheader("Your decision")
        st.write("Two coaches differ. Your decision stands in place of both of their ratings.")
    else:
        st.subheader("Your rating")
        if not view.scorecard:
            st.caption("The machine's scores and other coaches' ratings appear once yours is saved.")
        else:
            st.caption("You have seen the machine's scores, so this rating is kept as one that was not blind.")
    form(view)
    if view.scorecard is None:
        if st.button("Show the machine's scores without rating", type="tertiary"):
            reviewing.show_machine_scores(ctx, person, view.answer.id)
            st.rerun()
        st.caption("A rating that you give afterwards is not blind, and is kept as such.")


def form(view: ReviewView, *, replaces: bool = False) -> None:
    """The form; once it is saved, the page begins anew with what there is to see then."""
    if rating_form(ctx, person, view, replaces=replaces):
        st.session_state[SAVED] = True
        st.rerun()


def go_on(view: ReviewView, place: Place) -> None:
    """To the answer that waits next, or to the list when none does."""
    queue = review_queue.review_queue(
        ctx, person, place.group or view.group_id, user_id=place.member, session_id=place.session, why=place.why
    )
    place.go(group=place.group or view.group_id, answer=next_in(queue, view.answer.id))


def next_in(queue: Queue, answer_id: UUID) -> UUID | None:
    """The answer after this one, or the first if this one does not wait; None when it was the last."""
    waiting = [one.answer_id for one in queue.waiting]
    after = waiting[waiting.index(answer_id) + 1 :] if answer_id in waiting else waiting
    return next(iter(after), None)


place = place_from_address()
if place.answer:
    answer_page(place.answer, place)
else:
    queue_page(place)
