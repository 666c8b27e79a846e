"""The paragraph for a 简报 (文字稿), with the figures of a day and the issues behind each."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger import catalogue
from ledger.commands import books as kept
from ledger.commands import session
from ledger.commands.books import Books, open_books
from ledger.commands.env import Env
from ledger.commands.handout import Campaign, listed
from ledger.commands.options import Text, option, spread
from ledger.commands.session import say
from ledger.errors import NotAllowed, Usage
from ledger.models import dumps

if TYPE_CHECKING:
    from ledger.periods import Period
    from ledger.wordings import Basis

app = typer.Typer()


class Told(NamedTuple):
    """Which paragraph is wanted, and what of it."""

    district: Annotated[
        Text, option("--district", metavar="区", help="哪个区的，照它的说法；不写是本台账的")
    ] = None
    until: Annotated[Text, option("--until", metavar="日期", help="截至哪天；不写是今天")] = None
    explain: Annotated[
        Text, option("--explain", metavar="口径", help="列出数字背后的问题，如 来源.信访.受理")
    ] = None
    ids: Annotated[bool, option("--ids", help="和 --explain 一起用，只输出编号")] = False
    json: Annotated[bool, option("--json", help="按 JSON 输出，带每个数字")] = False


@app.command("brief")
@spread
def brief(
    ctx: typer.Context,
    told: Told,
    when: Annotated[
        Text,
        typer.Argument(
            metavar="月份", help="如 2023-09、上月；不写是本月，到今天", show_default=False
        ),
    ] = None,
    campaign: Campaign = None,
) -> None:
    """写进简报的那段话，照本区的说法，数字到那天为止；说法在区县配置的“文字稿”一项里改。

    示例：
      ledger report brief
      ledger report brief --until 2023-12-20
      ledger report brief 2023-12 --explain 来源.信访.受理
    """
    from ledger import reports
    from ledger.figures import stays

    env = ctx.obj
    if when and told.until:
        raise Usage("月份和 --until 只写一个", "如 ledger report brief --until 2023-12-20")
    with open_books(env, campaign) as books:
        period = _period(env, books, when, told.until)
        its = _of(books, told.district)
        basis = reports.Basis(stays(its.issues), period, its.heading, its.records)
        frozen = kept.frozen(books, period) if when else None
        text = frozen["report"]["summary"] if frozen else reports.brief(basis)
    if told.explain:
        _explain(env, told.explain, basis, ids=told.ids)
    elif told.json:
        typer.echo(dumps(_plain(text, basis)))
    else:
        typer.echo(text)


def _period(env: Env, books: Books, when: str | None, until: str | None) -> "Period":
    """The month that is told of, up to a day."""
    from ledger.periods import Period

    if not until:
        return Period.month(when or "本月", env.today)
    day = session.day(until, env, books.store)
    if day > env.today:
        raise Usage(f"{day} 还没有到", "--until 写今天或以前的日期")
    return replace(Period.month(f"{day:%Y-%m}", env.today), last=day)


def _of(books: Books, district: str | None) -> Books:
    """What is told of one district: in a ledger of several, of its issues, in its own words."""
    if district in (None, books.profile.district):
        return books
    issues = [issue for issue in books.issues if issue.district == district]
    if not issues:
        own = books.profile.district or "没有定区县"
        raise NotAllowed(
            f"台账里没有{district}的问题（本台账：{own}）", "不写 --district，或换一本台账"
        )
    profile = catalogue.profile(district)
    heading = replace(books.heading, district=district, wording=profile.summary)
    return books.among(issues)._replace(heading=heading)


def _explain(env: Env, place: str, basis: "Basis", *, ids: bool) -> None:
    from ledger import wordings

    place = place.strip("{}").replace("．", ".")
    if not wordings.known(place):
        raise Usage(f"没有口径“{place}”", "应像 受理、来源.信访.受理、督办单")
    if numbers := wordings.read(place, basis).numbers:
        listed(env, numbers, ids=ids)
    else:
        say(f"“{place}”背后没有问题")


def _plain(text: str, basis: "Basis") -> dict[str, object]:
    """The paragraph and each of its figures, for other programs."""
    from ledger import wordings
    from ledger.summaries import STANDING

    wanted = wordings.places(basis.heading.wording) or STANDING
    return {
        "district": basis.heading.district,
        "campaign": basis.heading.campaign,
        "until": basis.period.last.isoformat(),
        "text": text,
        "figures": {place: wordings.read(place, basis).text for place in wanted},
        "fingerprint": basis.heading.fingerprint,
    }
