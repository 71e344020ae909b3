"""What was measured of each answer, kept so that any rubric's scores are arithmetic and need no reading of text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from core.models import AnswerMeasurement
from core.rubric import DIMENSIONS, KINDS
from core.scoring import SCORER_VERSION, Measurement, measurement_from_dict
from core.scoring.table import COLUMNS, SignalTable, signal_row


def measurement_row(answer_id: UUID, measurement: Measurement, *, now: datetime) -> AnswerMeasurement:
    """A measurement as it is stored."""
    return AnswerMeasurement(
        answer_id=answer_id,
        scorer_version=measurement.scorer_version,
        kind=measurement.kind,
        assessed=sum(1 << bit for bit, name in enumerate(DIMENSIONS) if name not in measurement.not_assessed),
        signals=signal_row(measurement).tobytes(),
        body_json=measurement.to_dict(),
        created_at=now,
    )


def stored_measurements(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, Measurement]:
    """Those of these answers that this scorer has measured, with all evidence."""
    rows = session.execute(
        select(AnswerMeasurement.answer_id, AnswerMeasurement.body_json).where(
            AnswerMeasurement.answer_id.in_(answer_ids), AnswerMeasurement.scorer_version == SCORER_VERSION
        )
    )
    return {answer_id: measurement_from_dict(body) for answer_id, body in rows}


def measured_already(session: Session, answer_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these answers this scorer has measured."""
    wanted = AnswerMeasurement.answer_id.in_(answer_ids), AnswerMeasurement.scorer_version == SCORER_VERSION
    return set(session.scalars(select(AnswerMeasurement.answer_id).where(*wanted)))


SIGNAL_COLUMNS = (AnswerMeasurement.kind, AnswerMeasurement.assessed, AnswerMeasurement.signals)
"""What a table is made of, by ``table_from``."""


def signals_stored() -> Select[*tuple[Any, ...]]:
    """The rows of a table, each with the id of its answer, of all that this scorer has measured."""
    return select(AnswerMeasurement.answer_id, *SIGNAL_COLUMNS).where(
        AnswerMeasurement.scorer_version == SCORER_VERSION
    )


def table_from(rows: Sequence[Row[*tuple[Any, ...]]]) -> SignalTable:
    """The table of rows that have SIGNAL_COLUMNS."""
    packed = b"".join(row.signals for row in rows)
    bits = np.array([row.assessed for row in rows], dtype=np.int64)
    places: Mapping[str, int] = {kind: place for place, kind in enumerate(KINDS)}
    return SignalTable(
        signals=np.frombuffer(packed, dtype=np.float64).reshape(len(rows), len(COLUMNS)),
        kinds=np.array([places[row.kind] for row in rows], dtype=np.int8),
        assessed=(bits[:, None] >> np.arange(len(DIMENSIONS)) & 1).astype(np.bool_),
    )
