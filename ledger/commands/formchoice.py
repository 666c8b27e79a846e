"""The form that an export fills: the one named, the newest taken in, else the shipped one that the district uses."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.commands import session
from ledger.commands.env import Env
from ledger.errors import Usage
from ledger.intake.context import Context
from ledger.store import Reader

if TYPE_CHECKING:
    from ledger.sheets.formbook import FormBook

SHIPPED: Final = "问题台账"
OTHER: Final = f"或用自带的：--form {SHIPPED}"


def opened(store: Reader, form: str | None, env: Env) -> "FormBook":
    """The form that is meant. Raises Usage naming the known ones, or when its rows cannot be written."""
    from ledger import catalogue
    from ledger.intake import reading
    from ledger.sheets.formbook import FormBook
    from ledger.sheets.read import read_content

    name, file, workbook, day = _form(store, form)
    book = read_content(workbook, file)
    read = reading.read(book, catalogue.vocabulary(), known(store, day or env.today))
    return FormBook(name, workbook, book, read)


def known(store: Reader, today: date) -> Context:
    """What the ledger knows of sheets that it wrote or took in itself."""
    from ledger import catalogue

    profile = session.profile_of(store)
    return Context(
        today=today,
        district=profile.district,
        streets=frozenset(profile.subdistricts),
        communities=frozenset(name for name, _ in catalogue.communities(profile.district)),
        calendar=session.calendar(store),
        remembered=store.mappings(),
    )


def unnamed(store: Reader) -> str:
    """The name of the form that an export fills when none is named."""
    return next((form.name for form in store.forms()), SHIPPED)


def _form(store: Reader, form: str | None) -> tuple[str, str, bytes, date | None]:
    """Name, file name, workbook and day of the form that is meant. Raises Usage naming the known ones."""
    from ledger import catalogue

    if form and form.lower().endswith(".xlsx") and Path(form).is_file():
        return Path(form).stem, Path(form).name, Path(form).read_bytes(), None
    remembered = store.forms()
    for found in remembered:
        if form in (None, found.name):
            if not found.workbook:
                told = f"表样“{found.name}”太大，没有保存原表"
                raise Usage(told, f"用 --form 原表.xlsx 指明，{OTHER}")
            return found.name, found.file, found.workbook, date.fromisoformat(found.at[:10])
    form = form or session.profile_of(store).form
    if form in catalogue.forms():
        shipped = catalogue.path("forms", f"{form}.xlsx")
        return form, shipped.name, shipped.read_bytes(), None
    names = "、".join([found.name for found in remembered] + list(catalogue.forms()))
    raise Usage(f"没有表样“{form}”", f"已有表样：{names}")
