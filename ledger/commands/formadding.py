"""A workbook remembered as a form (表样) without its issues being read in."""

from pathlib import Path

from ledger.commands import formchoice, session
from ledger.commands.env import Env
from ledger.commands.session import say
from ledger.errors import BadData
from ledger.intake.drafts import How, Layout, Role
from ledger.intake.grid import Book
from ledger.store import Form, Reader
from ledger.store.repository import Store

LARGEST = 20 * 1024 * 1024


def keep(store: Store, env: Env, file: Path, name: str | None) -> None:
    """Keep the workbook and what its columns mean. Raises BadData for what cannot be filled."""
    from ledger.sheets.parts import AS_XLSX, Package
    from ledger.sheets.read import read_content

    if not file.is_file():
        raise BadData(f"找不到文件：{file}", "检查文件名和文件夹")
    book, data = read_content(file, file.name), file.read_bytes()
    if book.container != "xlsx":
        raise BadData(f"“{file.name}”不是 xlsx 工作簿，不能照着填", AS_XLSX)
    if len(data) > LARGEST:
        raise BadData(
            f"“{file.name}”超过 20 MB，不能记住", "删去照片再试，或导出时用 --form 指明文件"
        )
    Package(data)
    found = layouts(store, env, book)
    mapping = {
        layout.fingerprint or layout.sheet: {
            c.path: c.fields for c in layout.columns if c.how is not How.IGNORED
        }
        for layout in found
    }
    at = env.now().isoformat(timespec="seconds")
    title = (name or file.stem).strip()
    # what was asked for by one command must not change what another makes
    aside = any(form.name != title and not form.aside for form in store.forms())
    store.keep_form(Form(title, file.name, at, mapping, data, aside), on=env.today)
    told = sum(bool(fields) for columns in mapping.values() for fields in columns.values())
    say(f"已记下表样“{title}”：{len(found)} 张表，{told} 列有对应字段；里面的问题没有导入")
    say(f"看列对应：ledger form show {title}      照着导出：ledger export --form {title}")
    more = f"；改照这个：ledger form use {title}" if aside else ""
    say(f"不写 --form 的导出照“{formchoice.unnamed(store)}”{more}")


def layouts(store: Reader, env: Env, book: Book) -> list[Layout]:
    """The ledgers of a form. Raises BadData when it has none."""
    from ledger import catalogue
    from ledger.intake import reading
    from ledger.intake.context import Context
    from ledger.sheets import blank, form

    profile = session.profile_of(store)
    context = Context(
        today=env.today,
        district=profile.district,
        streets=frozenset(profile.subdistricts),
        communities=frozenset(known for known, _ in catalogue.communities(profile.district)),
        calendar=session.calendar(store),
        remembered=store.mappings(),
    )
    read = reading.read(book, catalogue.vocabulary(), context)
    found = [layout for layout in read.layouts if layout.role is Role.LEDGER]
    found = found or list(blank.reading(book).layouts)
    form.fillable(read)
    if not found:
        why = "；".join(f"“{layout.sheet}”{layout.role}" for layout in read.layouts)
        raise BadData(
            f"“{book.name}”里没有台账：{why}", "表样要有一行看得懂的表头，如 序号、小区、问题"
        )
    return found
