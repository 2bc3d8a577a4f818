"""Invented cities: the same every time, and how far each is in the open round."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from lcassess.assessment.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

# Invented names, some also in an invented own script form; none of these cities exists.
NAMES = (
    ("Nueva Ondara", "", "MX", "LAC"),
    ("Amravela", "अम्रवेला", "IN", "APA"),
    ("Lomakoto", "", "CD", "AFR"),
    ("Verkhnelesk", "Верхнелесск", "KZ", "APA"),
    ("Tel Zaitara", "تل زيتارة", "JO", "ARB"),
    ("Sundaripur Lake", "সুন্দরীপুর লেক", "BD", "APA"),
    ("Havrelac", "", "FR", "ENA"),
    ("Qingmu Harbour", "青木港", "CN", "APA"),
    ("Alta Enseada", "", "BR", "LAC"),
    ("Hohenlind-am-See", "", "DE", "ENA"),
    ("Kisumbani", "", "KE", "AFR"),
    ("Marisund", "", "NO", "ENA"),
    ("Oyelabo", "Oyèlábọ̀", "NG", "AFR"),
    ("Port Amaranth", "", "NZ", "APA"),
    ("Bellaquista", "", "CO", "LAC"),
    ("Dunmorrow", "", "IE", "ENA"),
    ("Ein Rahwa", "عين رهوة", "TN", "ARB"),
    ("Fontelune", "", "SN", "AFR"),
    ("Gaharu Bay", "", "MY", "APA"),
    ("Ilvenmäki", "", "FI", "ENA"),
    ("Jebel Noor Oasis", "واحة جبل نور", "OM", "ARB"),
    ("Kaldarvik", "", "IS", "ENA"),
    ("Lago Sereno", "", "CL", "LAC"),
    ("Mirabonne", "", "CM", "AFR"),
    ("Nagisaki-no-oka", "渚崎の丘", "JP", "APA"),
    ("Ostrawica Nowa", "", "PL", "ENA"),
    ("Pinheiral do Vale", "", "PT", "ENA"),
    ("Qasr Al Reem", "قصر الريم", "SA", "ARB"),
    ("Rivièrelune", "", "CA", "ENA"),
    ("Saribulak", "Сарыбулак", "KG", "APA"),
    ("Tamahaven", "", "AU", "APA"),
    ("Umbrello sul Poggio", "", "IT", "ENA"),
    ("Vallecillo Alto", "", "GT", "LAC"),
    ("Wadi Yasmin", "وادي ياسمين", "EG", "ARB"),
    ("Xochiatla", "", "MX", "LAC"),
    ("Yeonhwa-dong", "연화동", "KR", "APA"),
    ("Zandermeer", "", "NL", "ENA"),
    ("Abofour Heights", "", "GH", "AFR"),
    ("Bắc Thanh Hà", "", "VN", "APA"),
    ("Cerro Plateado", "", "AR", "LAC"),
)
_STARTS = ("Al", "Bel", "Cor", "Dal", "Er", "Fen", "Gal", "Hal", "Is", "Jor", "Kal", "Lin", "Mor")
_MIDDLES = ("a", "e", "i", "o", "u", "ana", "eri", "ilo", "oma", "unda")
_ENDS = ("bria", "dale", "mund", "nara", "polis", "quen", "rest", "sola", "tova", "vik")
_SPOTS = (
    ("BR", "LAC"), ("PE", "LAC"), ("ID", "APA"), ("PH", "APA"), ("ET", "AFR"), ("RW", "AFR"),
    ("MA", "ARB"), ("AE", "ARB"), ("ES", "ENA"), ("RO", "ENA"), ("UA", "ENA"), ("TH", "APA"),
)  # fmt: skip
PEOPLE = (
    "Amina Karimi", "Li Wei", "Tomás Rivera", "Fatou Ndiaye", "Olga Petrenko", "John Mwangi",
    "Claire Dubois", "Yusuf Haddad", "Priya Nair", "Sofia Almeida", "Kenji Mori", "Leila Mansour",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InventedCity:
    """A city that does not exist, and how far along it is in the open round."""

    number: int
    name: str
    own_name: str
    country: str
    region: str
    population: int
    coordinator: str
    status: Status
    blanks: float


# In this order over the cities: the first eight write, of the others most have handed in with
# nearly everything answered, and some with real gaps.
_DRAFTS = (0.12, 0.45, 0.7, 0.3, 1.0, 0.04, 0.25, 0.85)
SENT = (
    Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED, Status.SUBMITTED, Status.RETURNED,
    Status.ACCEPTED, Status.SUBMITTED, Status.IN_REVIEW,
)  # fmt: skip
_GAPPY = 8


def invented_cities(count: int, seed: int) -> Iterator[InventedCity]:
    """Invent cities; each depends on its number and the seed alone, not on how many there are."""
    for number in range(count):
        yield _city(number, Random(f"{seed}-city-{number}"))  # noqa: S311  # no secret


def _city(number: int, random: Random) -> InventedCity:
    if number < len(NAMES):
        name, own_name, country, region = NAMES[number]
    else:
        name = f"{random.choice(_STARTS)}{random.choice(_MIDDLES)}{random.choice(_ENDS)} {number}"
        own_name, (country, region) = "", random.choice(_SPOTS)
    if number < len(_DRAFTS):
        status, blanks = Status.DRAFT, _DRAFTS[number]
    else:
        status = SENT[number % len(SENT)]
        blanks = 0.5 if number % _GAPPY == 0 else random.uniform(0, 0.1)
    return InventedCity(
        number=number,
        name=name,
        own_name=own_name,
        country=country,
        region=region,
        population=100 * round(math.exp(random.gauss(12.3, 1.1)) / 100),
        coordinator=PEOPLE[number % len(PEOPLE)],
        status=status,
        blanks=blanks,
    )
