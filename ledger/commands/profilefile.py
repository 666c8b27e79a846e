"""The file of a district's profile (区县配置): read, and judged line by line."""

import re
import tomllib
from pathlib import Path

from ledger import contradictions
from ledger.contradictions import Finding
from ledger.errors import BadData
from ledger.profile import Profile
from ledger.profiletext import places


def read(path: Path) -> str:
    """The text of a file. Raises BadData."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadData(f"没有文件“{path}”", "检查文件名和所在的文件夹") from None
    except (OSError, UnicodeDecodeError):
        raise BadData(f"“{path.name}”读不了", "区县配置应是 UTF-8 的文本文件（.toml）") from None


def refused(name: str, text: str, base: Profile) -> list[str]:
    """What is wrong with the text of a profile, each with its line; nothing when it can be taken."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [_misspelled(name, str(error))]
    lines = places(text)
    found = contradictions.found(data, base)
    return [f"{name} {_where(finding, lines)}：{finding}" for finding in found]


def _where(finding: Finding, lines: dict[tuple[str, int | None], int]) -> str:
    line = lines.get((finding.key, finding.place)) or lines.get((finding.key, None))
    return f"第 {line} 行" if line else "没有写、照原来的"


def _misspelled(name: str, error: str) -> str:
    found = re.search(r"line (\d+)", error)
    where = f" 第 {found[1]} 行" if found else "末尾"
    return f'{name}{where}：写法不对。文字和中文名称加双引号，一列用方括号，如 sources = ["12345", "信访"]'
