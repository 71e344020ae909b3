"""What the API's documentation shows: one interview, one question of it, and its answer."""

from typing import Any

_INTERVIEW_ID = "0d6f4b52-9a3e-4a5c-8a3b-2f1c9f6f7b10"

SESSION: dict[str, Any] = {
    "id": _INTERVIEW_ID,
    "user": "7ac6f39d-8191-4ce5-8a8d-c8c180f43680",
    "profile": None,
    "role_selected": {
        "id": "backend-engineer",
        "name": "Backend engineer",
        "family": "engineering",
        "skills": {"apis": 1.0, "databases": 0.9, "python": 0.7},
        "like": None,
    },
    "role_source": "catalog",
    "level": "mid",
    "type": "technical",
    "mode": "interview",
    "time_factor": "1",
    "status": "in_progress",
    "overall_score": None,
    "notes": [],
    "started_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
    "created_at": "2026-03-02T09:00:00Z",
    "updated_at": "2026-03-02T09:00:00Z",
    "progress": {"current_question": 1, "total_questions": 10, "answered": 0},
}
QUESTION: dict[str, Any] = {
    "id": "6f1b1a52-0a54-4c1c-9d6c-5a3f3f0f8d11",
    "session": _INTERVIEW_ID,
    "order": 1,
    "question_text": "A query has become slow although nothing in it changed. How do you find out why?",
    "category": "technical",
    "difficulty": "easy",
    "skill_tags_json": ["databases", "sql"],
    "is_followup": False,
    "parent_question": None,
    "created_at": "2026-03-02T09:00:00Z",
}
ANSWER: dict[str, Any] = {
    "id": "c2a3f7f4-54a0-4c7e-9a7b-0f9f2f6f5a21",
    "question": QUESTION,
    "answer_text": "First I would measure where the time goes, because a guess costs more than a look.",
    "scores_json": {
        "structure": 1.4,
        "relevance": 1.9,
        "technical_accuracy": 0.9,
        "depth": 0.6,
        "communication": 2.8,
    },
    "feedback_json": {
        "strengths": [],
        "weaknesses": [
            {
                "dimension": "depth",
                "text": "There are no figures yet, or few.",
                "quote": "",
                "action": "Give a number: how many, how long, how much better.",
            }
        ],
        "model_answer": "I read the query plan before I change anything …",
        "improvements": ["Give a number: how many, how long, how much better."],
        "remarks": [],
    },
    "skill_tags_json": ["databases", "sql"],
    "submitted_at": "2026-03-02T09:01:35Z",
    "time_seconds": 95,
    "counting": "machine",
    "machine_scores_json": {
        "structure": 1.4,
        "relevance": 1.9,
        "technical_accuracy": 0.9,
        "depth": 0.6,
        "communication": 2.8,
    },
    "coaches_differ": False,
    "ratings": [
        {
            "coach": "Carla Reyes",
            "group": "Spring",
            "kind": "rating",
            "scores_json": {
                "structure": 2,
                "relevance": 2,
                "technical_accuracy": None,
                "depth": 1,
                "communication": 3,
            },
            "reason": "",
            "is_blind": True,
            "rubric_hash": "3f" * 32,
            "created_at": "2026-03-03T08:00:00Z",
        }
    ],
    "comments": [
        {
            "coach": "Carla Reyes",
            "dimension": "depth",
            "start": 0,
            "end": 40,
            "body": "Good instinct. Say what you would measure with.",
            "created_at": "2026-03-03T08:01:00Z",
        }
    ],
    "review_request": {"note": "Is this concrete enough?", "asked_at": "2026-03-02T10:00:00Z", "is_met": True},
}
PROFILE: dict[str, Any] = {
    "skills": ["python", "sql"],
    "experience": "Four years of services for a travel company.",
    "cv_text": "",
    "job_text": "",
    "time_factor": "1.5",
}
