"""What the values of a column look like, whatever its heading says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from typing import Final

from ledger.dates import Base, read, read_day
from ledger.intake import states
from ledger.intake.cells import AREA, ESTATE, HOUSE, PHONE, UNIT, speaks
from ledger.intake.grid import Value
from ledger.intake.text import key
from ledger.intake.vocabulary import Vocabulary
from ledger.workdays import EMPTY

SAMPLE: Final = 60
SHORT: Final = 3
BRIEF: Final = 5
LONGEST_STATE: Final = 8
EXTENSION: Final = re.compile(r"(?:内线|分机|短号|小号|转)?[:：]?\s*\d{3,8}")
DISTRICT: Final = re.compile(
    r"[^\W\d_a-zA-Z]{2,5}(?<![小社园片城校厂院景矿])区|[^\W\d_a-zA-Z]{2,4}县"
)
STARS: Final = re.compile(r"[1-5一二三四五]\s*[星分]|★{1,5}☆{0,4}")
BUILDING: Final = re.compile(
    r"(?:[东西南北中A-Za-z\d一二三四五六七八九十甲乙丙丁]{1,4}(?:号楼|楼|栋|幢|座|#)[-\s]?)"
    r"(?:[A-Za-z\d一二三四五六七八九十甲乙丙丁]{1,5}(?:单元|门|层|楼|室|号|户|梯)?[-\s]?)*"
    r"|[A-Za-z]?\d{1,3}[-—－]\d{1,2}[-—－](?!(?:19|20)\d\d$)\d{3,4}"
)
TEAM: Final = re.compile(r"[^\W_][班组队科股所局办室部站]")
CHINESE: Final = re.compile(r"[^\W\d_a-zA-Z]{2}")
KIND: Final = re.compile(
    r"[^\d\s，。]{0,4}(?:设施|设备|通道|安全|管理|秩序|卫生|环境|绿化|电梯|消防|燃气|供[水电热暖]|排水|照明|收费|服务|房屋|停车|监控|门禁|维护|保养)"
)
FIRM: Final = re.compile(r"物业.*(?:公司|集团|中心|处|项目部)$|物业$")
APPEAL: Final = re.compile("投诉|求助|咨询|建议|举报|表扬|求决|申诉|[部事]件类?")
SERIAL: Final = re.compile(r"[^\W\d_]{0,4}[-—]?\d{1,3}")
OLD: Final = 730
DAY_TEXT: Final = 40
DIFFERENT: Final = 0.9
MEASURES: Final = ("平方米", "立方米", "延长米")
NUMBER: Final = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?")
LONG_NUMBER: Final = re.compile(r"(?=(?:\D*\d){10})[A-Za-z0-9-]+")
ORDER: Final = re.compile(r"\d{8,}|(?=\D*\d)[A-Za-z]{1,4}[A-Za-z0-9-]{4,}")
PERIOD: Final = re.compile(r"前|底|旬|季度|上半年|下半年|以内|日内|天内|周内|立行立改|长期|持续")


@dataclass(frozen=True)
class Profile:
    """The first values of a column that say something; every share is 0 when there are none."""

    values: Sequence[Value]
    texts: Sequence[str]
    vocabulary: Vocabulary

    @property
    def count(self) -> int:
        return len(self.values)

    def share(self, tests: Iterable[object]) -> float:
        """The share of the values whose tests come out true."""
        return sum(map(bool, tests)) / max(1, self.count)

    @cached_property
    def numbers(self) -> float:
        return self.share(
            (isinstance(v, int | float) and not isinstance(v, bool)) or NUMBER.fullmatch(t)
            for v, t in zip(self.values, self.texts, strict=True)
        )

    @cached_property
    def phones(self) -> float:
        return self.share(PHONE.search(text) for text in self.texts)

    @cached_property
    def extensions(self) -> float:
        """Whole cells that are a number within a house: 6021, 内线 302."""
        return self.share(EXTENSION.fullmatch(text) for text in self.texts)

    @cached_property
    def buildings(self) -> float:
        """Whole cells that name a building, or a flat in it: 3号楼, 1幢2单元501室, 4-3-602."""
        return self.share(BUILDING.fullmatch(text) for text in self.texts)

    @cached_property
    def houses(self) -> float:
        """Cells that begin with a house: 3号楼, 3号楼2单元; not 2-501."""
        return self.share(HOUSE.match(text) for text in self.texts)

    @cached_property
    def states(self) -> float:
        """Whole cells that tell a state, yes or no: by words that are known, or by the shape of a few that come again."""
        different, words = set(self.texts), self.vocabulary.state_words
        told = {text for text in different if (key(text) or text) in words}
        if 2 * len(different) <= self.count:
            told |= set(filter(self._short_state, different))
        return self.share(text in told for text in self.texts)

    @cached_property
    def telling(self) -> float:
        """Cells whose words, or those of their first clause, tell a state: 修完了，上午换的阀."""
        told = (states.word(text, self.vocabulary, unit=True) for text in self.texts)
        return self.share(told)

    @cached_property
    def reporting(self) -> float:
        """Cells that tell how work goes: 已更换灯具, 等配件."""
        outcome = self.vocabulary.report.outcome
        return self.share(
            states.word(text, self.vocabulary, unit=True) or outcome(text) for text in self.texts
        )

    @cached_property
    def shaped(self) -> bool:
        """Whether all cells are a few characters that tell a state."""
        return bool(self.texts) and all(map(self._short_state, set(self.texts)))

    def _short_state(self, text: str) -> bool:
        return len(text) <= LONGEST_STATE and states.understood(text, self.vocabulary)

    @property
    def prose(self) -> float:
        """How long the cells are when each one says something else, in characters; 0 for a column of repeated words."""
        different = len(set(self.texts)) >= DIFFERENT * self.count
        return self.length if different else 0.0

    @cached_property
    def chinese(self) -> float:
        """Cells that say something in Chinese: no addresses of machines, no codes."""
        return self.share(CHINESE.search(text) for text in self.texts)

    @cached_property
    def marks(self) -> float:
        """Cells that only answer yes or no."""
        words = self.vocabulary.yes | self.vocabulary.no
        return self.share((key(text) or text) in words for text in self.texts)

    @cached_property
    def severities(self) -> float:
        return self.share(key(text) in self.vocabulary.severities for text in self.texts)

    @property
    def district(self) -> str | None:
        """The field of a column of whole cells that name a district; None for any other."""
        share = self.share(DISTRICT.fullmatch(text) for text in self.texts)
        return "district" if share == 1 else None

    @property
    def length(self) -> float:
        """How long the cells are, in characters."""
        return sum(map(len, self.texts)) / max(1, self.count)

    @cached_property
    def streets(self) -> float:
        """Whole cells that name a street, with or without city and district."""
        return self.share(AREA.fullmatch(text) for text in self.texts)

    @cached_property
    def periods(self) -> float:
        """Cells that set a limit (月底前, 四季度) where a fact would name a day."""
        return self.share(
            isinstance(v, str) and PERIOD.search(v) and not v.startswith("已") for v in self.values
        )

    @cached_property
    def satisfactions(self) -> float:
        words = self.vocabulary.satisfactions
        return self.share(key(text) in words or STARS.fullmatch(text) for text in self.texts)

    @cached_property
    def ways(self) -> float:
        """Whole cells that name a way in which problems come (来访, 热线)."""
        return self.share(key(text) in self.vocabulary.ways for text in self.texts)

    @cached_property
    def appeals(self) -> float:
        """Cells that only say what was wanted (投诉, 求助, 咨询) or seen (部件, 事件), not what it was about."""
        return self.share(APPEAL.fullmatch(text) for text in self.texts)

    @cached_property
    def estates(self) -> float:
        """Whole cells that are named as estates are."""
        return self.share(ESTATE.fullmatch(text) for text in self.texts)

    @cached_property
    def kinds(self) -> float:
        """Whole short cells that end as the name of a kind of problem does: 消防通道, 环境秩序."""
        return self.share(KIND.fullmatch(text) for text in self.texts)

    @cached_property
    def firms(self) -> float:
        """Cells that name a property firm (物业企业)."""
        return self.share(FIRM.search(text) for text in self.texts)

    @cached_property
    def units(self) -> float:
        """Cells that name a unit: an office, a firm, a street."""
        return self.share(UNIT.search(text.strip()) for text in self.texts)

    @cached_property
    def long_numbers(self) -> float:
        """Cells of one long number each, as platforms give them: ten figures and more."""
        different = len(set(self.texts)) == self.count
        return self.share(LONG_NUMBER.fullmatch(text) for text in self.texts) if different else 0.0

    @cached_property
    def serials(self) -> float:
        """Cells that only count, with a sign before (PF-001): numbers of the sender's own."""
        return self.share(SERIAL.fullmatch(text) for text in self.texts)

    @cached_property
    def orders(self) -> float:
        """Cells that hold the number of an order or a letter, long or with letters (2512080417, XF2025-1187); 0 where they only count."""
        told = [text for text in self.texts if ORDER.fullmatch(text)]
        return 0.0 if _counted(told) else len(told) / max(1, self.count)

    @cached_property
    def counting(self) -> bool:
        """Whether each number is by one more than that above it, whatever stands before it: the sender's own."""
        return len(set(self.texts)) > 1 and _counted(self.texts)

    @cached_property
    def brief(self) -> float:
        """Cells as short as the name of a person."""
        return self.share(len(text) < BRIEF for text in self.texts)

    @cached_property
    def short(self) -> float:
        """Cells too short for the name of a unit: 只, 米, 平方米; 一班 is one."""
        return self.share(
            text in MEASURES or (len(text) < SHORT and not TEAM.fullmatch(text))
            for text in self.texts
        )

    @cached_property
    def people(self) -> float:
        """Cells as short as a name that name no unit and are neither numbers nor signs."""
        words = self.vocabulary.yes | self.vocabulary.no
        return self.share(
            len(text) < BRIEF
            and not (UNIT.search(text) or NUMBER.fullmatch(text))
            and (key(text) or text) not in words
            for text in self.texts
        )

    @cached_property
    def day_numbers(self) -> float:
        """Cells that are no more than the number of a day within a month."""
        return self.share(type(v) is int and 0 < v <= 31 for v in self.values)

    def limits(self, today: date) -> float:
        """Cells that name a day, a month, a period or a number of days."""
        base = Base(today=today)
        meant = self.share(r.on or r.ongoing for r in (read(v, base, EMPTY) for v in self.values))
        return max(meant, self.periods, self.numbers)

    def days(self, today: date, *, beside: bool = False) -> float:
        """Cells that name a day; `beside`: also such as say a few words more (6月3日 热线)."""
        base = Base(today=today)
        read = (read_day(v, base, beside=beside) for v in self._brief)
        return self.share(told.on or told.status for told in read)

    @property
    def _brief(self) -> Iterator[Value]:
        """The values that may be a day at all: no long text is one."""
        return (v for v in self.values if not isinstance(v, str) or len(v) <= DAY_TEXT)

    def aged(self, day: date) -> bool:
        """Whether a day lies more than two years before one: no report of today's problems."""
        base = Base(today=day)
        read = (read_day(v, base).on for v in self._brief)
        return any(on and (day - on).days > OLD for on in read)

    def later(self, day: date) -> float:
        """Days that lie after a day."""
        base = Base(today=day)
        return self.share((on := read_day(v, base).on) and on > day for v in self._brief)


def _counted(texts: Sequence[str]) -> bool:
    ends = [int(found[0][-9:]) for text in texts if (found := re.search(r"\d+$", text))]
    return 2 * sum(b - a == 1 for a, b in pairwise(ends)) >= max(1, len(ends) - 1)


def profile(cells: Iterable[tuple[Value, str]], vocabulary: Vocabulary) -> Profile:
    """The profile of a column: of its first cells (value, text) that say something."""
    said = islice((cell for cell in cells if speaks(cell[1], vocabulary)), SAMPLE)
    kept = list(said)
    return Profile([value for value, _ in kept], [text for _, text in kept], vocabulary)
