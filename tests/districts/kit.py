"""What the scenarios of the nine districts share: an office at work, and the books that it had kept in sheets.

All of it is made up as an example. Streets and communities are real, estates are called after communities;
companies, persons, telephones and order numbers are invented. What happens is done by the commands of a clerk,
by every rule; what was finished before the ledger came is told by the sheets that are read.
"""

import atexit
import csv
import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import chdir
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from itertools import count, islice
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Final

from examples import printed

from ledger import catalogue
from ledger.commands.env import Env
from ledger.commands.tour import PIXEL

Row = Mapping[str, Any]
PHOTO: Final = "整改后.png"
FAMILIES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
PROBLEMS: Final[Mapping[str, tuple[str, str]]] = {
    "环境卫生": ("{n}号楼{m}单元门前垃圾堆放，无人清理", "清运垃圾，定人定时保洁"),
    "墙体保温": ("{n}号楼外墙保温层脱落", "铲除空鼓，补做保温层"),
    "墙面脏乱": ("{n}号楼{m}单元楼道墙面乱贴乱画", "清除小广告，重新粉刷"),
    "楼道堆物": ("{n}号楼{m}单元楼道堆放杂物", "清理杂物，张贴提示"),
    "房屋维修": ("{n}号楼{m}单元门损坏，关不严", "更换闭门器和门锁"),
    "给排水": ("{n}号楼{m}单元下水返味，地漏堵塞", "疏通管道，更换地漏"),
    "楼道照明": ("{n}号楼{m}单元楼道灯不亮", "更换声控灯"),
    "停车管理": ("{n}号楼前机动车乱停，挡住出入口", "施划标线，加装隔离桩"),
    "物业服务": ("{n}号楼{m}单元电梯厅报修无人回应", "调整值班，报修当日回应"),
    "绿化管护": ("{n}号楼旁绿地杂草丛生", "修剪补种"),
    "噪声扰民": ("{n}号楼水泵房夜间噪声大", "水泵加装减震垫"),
    "供热": ("{n}号楼{m}单元室温不达标", "清洗换热器，调节管网"),
}
"""What residents tell of by category, and what is done about it."""


class Office:
    """A clerk (张敏) of a district at a ledger of their own, day after day."""

    def __init__(self, folder: Path, district: str, day: str) -> None:
        self.folder = folder
        self.district = district
        self.env = Env(
            folder / "问题台账.db", date.fromisoformat(day), None, 80, False, False, False
        )
        (folder / PHOTO).write_bytes(PIXEL)
        self(f"init --district {district} --by 张敏")

    def on(self, day: str | date) -> None:
        """From here on it is this day."""
        today = day if isinstance(day, date) else date.fromisoformat(day)
        self.env = self.env._replace(today=today)

    def __call__(self, *words: str) -> str:
        """Run one command, given as one line or word by word, that must succeed."""
        line = shlex.split(words[0]) if len(words) == 1 else list(words)
        with chdir(self.folder):
            said = printed(line, self.env, [])
        assert "[退出码" not in said, f"ledger {' '.join(line)}\n{said}"
        return said

    def reads(self, name: str, rows: Iterable[Row], *options: str) -> None:
        """Read a sheet with these rows."""
        told = list(rows)
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in told for key in row)))
            writer.writeheader()
            writer.writerows(told)
        self("import", name, "-y", *options)

    def strikes(self, those: str, *levels: str) -> None:
        """See what is reported finished struck off: verified at each level, called back, closed."""
        for level in levels:
            self(f"verify {those} --pass --level {level} --method 现场 -m 属实，已整改 -y")
        self("callback -S 待回访 --satisfaction 满意 -m 电话回访 -y")
        self("close -S 待销号 -y")

    def issues(self, those: str) -> list[dict[str, Any]]:
        """The issues that are meant, as JSON objects."""
        listed: list[dict[str, Any]] = json.loads(self(f"list {those} --json"))
        return listed

    @property
    def whole(self) -> bool:
        """Whether the ledger proves itself, no rule was set aside, and nothing waits to be verified or struck off."""
        proven = self("check").startswith("核对无误")
        waiting = self("list -S 待验收 --ids").startswith("2")
        return proven and not waiting and "--force" not in self("log -L 0")

    @property
    def brief(self) -> str:
        """The paragraph for the 简报."""
        return self(f"report brief --district {self.district}").strip()


@cache
def built(district: str) -> Office:
    """The office of a district with its work done; done once."""
    folder = Path(mkdtemp(prefix="ledger-"))
    atexit.register(rmtree, folder)
    made: Office = import_module(f"test_{district}").work(folder)
    return made


@cache
def places(district: str) -> Sequence[Mapping[str, str]]:
    """Estates of a district, each with its street, community and company."""
    return [
        {
            "街道": street,
            "社区": community,
            "小区": re.sub("(?:社区)?(?:居委会|居民委员会)?$", "", community) + "小区",
            "物业企业": company(index),
        }
        for index, (community, street) in enumerate(catalogue.communities(district))
        if community.endswith(("社区", "居委会", "居民委员会"))
    ]


def company(index: int) -> str:
    """One of eight companies."""
    names = ("松涛", "锦程", "丰泽", "暖阳里", "北辰安居", "恒安", "康联", "众信")
    return f"哈尔滨{names[index % len(names)]}物业服务有限公司"


def problems(
    district: str, first: date, days: int, kinds: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Problems without end, found on one of some days: where, of which kind, in which words."""
    estates, known = places(district), catalogue.profile(district).categories
    told = [kind for kind in kinds or known if kind in PROBLEMS]
    for n in count():
        kind = told[n % len(told)]
        yield {
            "受理日期": first + timedelta(days=n * 7 % days),
            **estates[n * 13 % len(estates)],
            "类别": kind,
            "问题描述": PROBLEMS[kind][0].format(n=n % 23 + 1, m=n % 5 + 1),
        }


def counted(
    district: str, day: date, kinds: Mapping[str, tuple[int, str]]
) -> Iterator[dict[str, Any]]:
    """Problems of some categories (类别, or 类别/小类), so many of each, in these words."""
    estates = places(district)
    told = [(kind, what) for kind, (n, what) in kinds.items() for _ in range(n)]
    for n, (kind, what) in enumerate(told):
        category, _, finer = kind.partition("/")
        where = estates[n * 7 % len(estates)]
        text = f"{n % 23 + 1}号楼{n % 5 + 1}单元{what}"
        yield {"受理日期": day, **where, "类别": category, "小类": finer, "问题描述": text}


def complaints(
    district: str, first: date, days: int, sources: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Problems that residents told of, by each of these ways in turn, with an order number."""
    for n, row in enumerate(problems(district, first, days)):
        source = sources[n % len(sources)]
        yield {
            **row,
            "来源": source,
            "来源单号": f"示{source}{n + 1:05}",
            "投诉人": FAMILIES[n % len(FAMILIES)] + "**",
            "联系电话": f"13{n % 10}****{n % 9000 + 1000}",
        }


def weekly(rows: Iterable[Row], first: date, streets: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows as still in hand: each week one more in each of these streets, each of another company."""
    for n, row in enumerate(rows):
        street = streets[n % len(streets)]
        yield {
            **row,
            "受理日期": first + timedelta(weeks=n // len(streets)),
            "街道": street,
            "责任单位": street,
            "物业企业": company(n),
            "状态": "整改中",
        }


def take(count: int, rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in islice(rows, count)]


def settled(row: Row, days: int = 5) -> dict[str, Any]:
    """The row with all that happened until it was struck off (销号): it came into the ledger finished."""
    day = row["受理日期"]
    after = [day + timedelta(days=n) for n in (1, days, days + 1, days + 2, days + 3, days + 8)]
    assigned, done, verified, called, closed, due = after
    return {
        **row,
        "交办日期": assigned,
        "责任单位": row.get("责任单位") or row["街道"],
        "整改时限": due,
        "整改情况": PROBLEMS.get(row["类别"], ("", "已整改"))[1],
        "完成日期": done,
        "验收人": "赵立新",
        "验收日期": verified,
        "验收意见": "合格",
        "回访日期": called,
        "满意度": "基本满意" if day.day % 10 == 0 else "满意",
        "销号日期": closed,
        "状态": "已销号",
    }
