"""Which campaign (专项) is worked on or meant: what is not told otherwise is of that one."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.commands import session, writing
from ledger.commands.options import Write, option
from ledger.commands.picking import EVERY
from ledger.commands.session import say
from ledger.errors import Usage
from ledger.profile import Profile
from ledger.store import Reader

app = typer.Typer()


@app.command("context")
def context(
    ctx: typer.Context,
    write: Write,
    name: Annotated[
        str | None,
        typer.Argument(metavar="专项", help="以后只办哪个专项；不写就看现在的", show_default=False),
    ] = None,
    clear: Annotated[bool, option("--clear", help="取消，各专项一起看")] = False,
) -> None:
    """定下只办哪个专项：以后列表、筛选、报表只看它的，登记、导入归入它。

    示例：
      ledger context 信访台账
      ledger context --clear
    """
    if name and clear:
        raise Usage("专项和 --clear 不能同时写", "只写一种")
    if not (name or clear):
        with session.reading(ctx.obj) as (store, profile):
            now, known = session.context(store), [*profile.campaigns, *store.names("campaign")]
        say(f"专项：{'、'.join(dict.fromkeys(known)) or '还没有，登记、导入时加 --campaign 名称'}")
        typer.echo(now or "全部")
        return
    with writing.writing(ctx.obj, write) as work:
        meant = one_campaign(name, work.store, work.profile) if name else None
        work.store.set("context", meant, on=work.on)
        said = f"以后只办专项“{meant}”" if meant else "各专项一起看"
        if meant and meant not in (*work.profile.campaigns, *work.store.names("campaign")):
            said += "（新的，还没有问题归入它）"
        say(f"{said}。撤销：ledger undo")


def one_campaign(told: str | None, store: Reader, profile: Profile) -> str:
    """The one campaign that is meant, by its full name; "" is every one. Raises Usage with the known ones."""
    if told in (None, EVERY):
        return "" if told else session.context(store)
    known = list(dict.fromkeys((*profile.campaigns, *store.names("campaign"))))
    meant = [name for name in known if told == name] or [name for name in known if told in name]
    if len(meant) > 1:
        raise Usage(f"专项“{told}”不止一个：{'、'.join(meant)}", "写全名称")
    if known and not meant:
        added = ",".join((*known, told))
        raise Usage(
            f"没有专项“{told}”，有 {'、'.join(known)}",
            f"是新的：ledger profile edit campaigns={added}",
        )
    return meant[0] if meant else told
