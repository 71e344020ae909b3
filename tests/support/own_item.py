"""A sound item as somebody types it into the form."""

FIELDS = {
    "text": "A guest tells you that the soup you served is cold. What would you do, from the table to the kitchen?",
    "bucket": "situational",
    "difficulty": "easy",
    "levels": "junior, mid",
    "skills": "customer-focus, communication",
    "seconds": "120",
    "key_points": (
        "* Apologises at once and takes the plate away. // I'd say sorry and lift the bowl // the plate goes "
        "back with me // I'd be sorry for it and carry it out\n"
        "* Brings a hot one first, before that table's other dishes. // a fresh steaming bowl comes first // "
        "hot broth jumps the queue // I'd have another one ladled out before anything else\n"
        "Asks afterwards whether it is right now. // two minutes later I'd check back // is it hot enough "
        "this time // I'd look in on them again\n"
        "Tells the chef how long it stood on the pass. // it waited nine minutes under the lamp // the runner"
        " was late // we time the pass from then on"
    ),
    "misconceptions": (
        "Warming it up in the microwave is fine. // just microwave it // thirty seconds and nobody notices =>"
        " It dries out and is uneven; a fresh portion is safer and quicker."
    ),
    "model_answer": (
        "First I'd say sorry and lift the bowl off the table, because nobody should have to look at it. I "
        "would not argue about how cold it is. Then I'd go to the pass, so that a fresh steaming bowl comes "
        "first, before anything else for that table, and I'd tell the guest that it takes three minutes. For "
        "example, on a full Saturday in a small hotel we had two cold soups in one evening. Two minutes later"
        " I'd check back and ask whether it is hot enough this time, but without hovering. Finally I'd tell "
        "the chef that it waited nine minutes under the lamp, since the runner was late; if we time the pass "
        "from then on, it does not happen again. So the guest leaves content, and the kitchen learns where "
        "those minutes went. In that hotel complaints about cold plates fell from eleven a month to two."
    ),
    "followups": "missed 3: How would you know that the second bowl was right?\nweak depth: How long may a plate wait?",
}
