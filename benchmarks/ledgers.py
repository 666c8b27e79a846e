"""Makes ledgers of any size with made-up issues, the same on every run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from ledger.models import Action, Status
from ledger.needs import Given
from ledger.store import Author, open_writing
from ledger.workflow import register

BIN = Path(sys.executable).parent
LEDGER, PYTHON = str(BIN / "ledger"), sys.executable
DISTRICT, CLERK = "道里区", "张敏"
TODAY = date(2024, 1, 15)
ESTATES = [
    f"{first}{second}{part}"
    for first in ("怡园", "金都", "水木", "宸院", "亿兴", "向阳", "光华", "鑫苑", "天成", "和平")
    for second in ("花园", "家园", "府邸", "小区", "嘉园")
    for part in ("", "一期", "二期", "三期")
]
STREETS = ("利民街道", "康安街道", "新华街道", "抚顺街道", "安静街道", "群力街道")
CATEGORIES = ("房屋维修", "供热", "环境卫生", "电梯", "消防通道", "物业服务", "给排水", "车位管理")
SOURCES = ("12345", "信访", "媒体", "巡查", "街道上报", "来电")
UNITS = ("房屋维修科", "物业办", "供热办", "利民街道", "康安街道", "恒信物业")
FAULTS = (
    "室内漏雨", "墙皮脱落", "楼道照明不亮", "外墙垃圾未清理", "供热室温不达标", "自来水压不足", "私搭乱建",
    "锁闭消防通道", "电梯频繁停运", "物业费收缴纠纷", "车位管理混乱", "阳台栏杆开裂", "下水管道堵塞返水",
    "单元门损坏", "绿化带被毁", "监控失灵", "楼顶防水层破损",
)  # fmt: skip
WISHES = (
    "居民多次反映未解决", "请尽快派人维修", "已持续三个月", "物业公司推诿", "影响老人出行", "望街道协调处理",
    "冬季无法施工待开春整改", "存在安全隐患", "要求书面答复",
)  # fmt: skip
STATUSES = (*[Status.CLOSED] * 85, *[Status.REGISTERED] * 4, *[Status.IN_PROGRESS] * 11)
CHUNK = 10_000


def values(count: int) -> Iterator[dict[str, Any]]:
    """The fields of `count` issues of three years, 85 % of them struck off."""
    source = Random(1)
    pick, number = source.choice, source.randrange
    for serial in range(1, count + 1):
        reported = TODAY - timedelta(days=1_000 - serial * 1_000 // count)
        estate, status = pick(ESTATES), pick(STATUSES)
        building = f"{number(1, 40)}号楼{number(1, 7)}单元{number(1, 30)}0{number(1, 5)}"
        done = reported + timedelta(days=number(1, 20))
        yield {
            "source": pick(SOURCES),
            "source_no": f"{reported:%y%m%d}{serial:06d}",
            "reported_on": reported,
            "district": DISTRICT,
            "subdistrict": STREETS[ESTATES.index(estate) % len(STREETS)],
            "community": f"{estate[:2]}社区",
            "estate": estate,
            "building": building,
            "company": f"{estate[:2]}物业有限公司",
            "category": pick(CATEGORIES),
            "description": f"{estate}{building}{pick(FAULTS)}，{pick(FAULTS)}，{pick(WISHES)}",
            "complainant": pick("王李张刘陈杨赵黄") + pick("伟芳娜敏静丽强磊"),
            "phone": f"1{number(3, 10)}{number(10**9):09d}",
            "lead_unit": pick(UNITS),
            "person": pick("王李张刘陈") + "科长",
            "due_on": reported + timedelta(days=pick((3, 7, 15, 30, 90))),
            "progress": "已派人到现场查看",
            "done_on": done if status is Status.CLOSED else None,
            "status": status,
            "closed_on": done if status is Status.CLOSED else None,
        }


def variables(path: Path, today: date = TODAY) -> dict[str, str]:
    """The environment in which the program finds a ledger."""
    return {"LEDGER_DB": str(path), "LEDGER_TODAY": today.isoformat(), "LEDGER_USER": CLERK}


def made(path: Path, count: int) -> Path:
    """A new ledger of `count` issues, numbered 2024-0001 and up."""
    subprocess.run(
        [LEDGER, "init", "--district", DISTRICT, "--by", CLERK],
        env={**os.environ, **variables(path)}, check=True, capture_output=True,
    )  # fmt: skip
    at = datetime.combine(TODAY, datetime.min.time(), UTC)
    author = Author(by=CLERK, seat="A", at=at, command="import 台账.xlsx")
    fields = values(count)
    for begun in range(0, count, CHUNK):
        with open_writing(path, lambda _: author) as store:
            numbers = store.next_numbers("2024", min(CHUNK, count - begun))
            told = zip(numbers, fields, strict=False)
            store.record_all([(None, _event(store.uid(), n, fact)) for n, fact in told])
    return path


def working(count: int) -> str:
    """The number of an issue that is being worked on, in the middle of a ledger of `count`."""
    serials = (n for n, fact in enumerate(values(count), 1) if fact["status"] is Status.IN_PROGRESS)
    return next(f"2024-{serial:04d}" for serial in serials if serial >= count // 2)


def _event(uid: str, number: str, told: dict[str, Any]) -> Any:
    given = Given(by=CLERK, on=TODAY)
    return register(uid, number, told, given, Action.IMPORT)
