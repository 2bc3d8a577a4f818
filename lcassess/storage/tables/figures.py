"""Published figures, shown beside the questions, never as answers."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class FigureRow(Base):
    """One published figure of a city, with how well it fits the indicator's definition."""

    __tablename__ = "figures"
    __table_args__ = (Index("ix_figures_city_id_indicator_id", "city_id", "indicator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    indicator_id: Mapped[str] = mapped_column(String(100))
    series: Mapped[str] = mapped_column(String(100), default="")
    year: Mapped[int]
    year_basis: Mapped[str] = mapped_column(String(20), default="reference")
    value: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(100), default="")
    match: Mapped[str] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(20), default="published")
    source: Mapped[str] = mapped_column(String(200))
    source_code: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
