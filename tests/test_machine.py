"""Whatever clerks do in whatever order, the ledger stays true: a machine tries random lives of issues."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ledger.errors import LedgerError
from ledger.models import Action, Status
from ledger.needs import Given
from ledger.numbered import changed, issued
from ledger.papers import PAPERS, Paper, PaperKind, number
from ledger.profile import Profile
from ledger.store import Author, check, numbered, open_reading, open_writing
from ledger.store.repository import Store
from ledger.store.undoing import undo
from ledger.whistles import STAGES, WHISTLES, Whistle, answer
from ledger.workflow import STEP, decide, register

PROFILE = Profile(levels=("社区", "街道"), callback_for=("12345",), photo_for=("环境卫生",))
START = date(2024, 1, 15)
PEOPLE = st.sampled_from(["张敏", "李明", "赵刚"])
PHOTO = {"kind": "after", "name": "后.jpg", "sha256": "0" * 64, "on": "2024-01-15"}
DAYS = st.integers(-3, 60).map(lambda days: START + timedelta(days=days))
FACTS = st.fixed_dictionaries(
    {
        "lead_unit": st.sampled_from(["恒安物业", "区城管局"]),
        "reason": st.sampled_from(["其他", "季节", "录入错误", "重复", "再次漏水"]),
        "due_on": DAYS,
        "review_on": DAYS,
        "level": st.sampled_from(["社区", "街道", "区"]),
        "satisfaction": st.sampled_from(["满意", "不满意", "还行"]),
        "reached": st.booleans(),
        "attachments": st.just((PHOTO,)),
        "approved_by": st.just("赵刚"),
    },
    optional={
        "basis": st.just("来电"),
        "requirement": st.just("换开关"),
        "into": st.just("2024-0001"),
        "cost": st.sampled_from([0.1, 0.2, 2800.0]),
    },
)
WORDS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["12345", "日常检查"]),
        "description": st.text("水压不足漏", min_size=1, max_size=4),
    },
    optional={
        "category": st.sampled_from(["环境卫生", "供热"]),
        "estate": st.sampled_from(["怡园", "和平"]),
        "tags": st.just(("群体",)),
        "extra": st.just({"栏/列": "x"}),
        "done_on": DAYS,
        "closed_on": DAYS,
        "status": st.sampled_from(Status),
    },
)
EDITS = st.dictionaries(
    st.sampled_from(["building", "remarks", "person"]), st.sampled_from(["甲", "乙", None])
)
WHICH = st.integers(0, 4)
BY_FIELD = (Action.EDIT, Action.TAG)  # told field by field
ACTIONS = [action for action in STEP if action not in BY_FIELD]


def interrupt():
    raise KeyboardInterrupt


@contextmanager
def refused_with_a_way_out():
    """What the rules refuse is told with a hint."""
    error = None
    try:
        yield
    except LedgerError as refused:
        error = refused
    assert error is None or error.hint


class Office(RuleBasedStateMachine):
    """Clerks who register, import, work, edit and undo as they like; rules and refusals do the rest."""

    empty: Path

    @initialize(by=PEOPLE, sheet=st.lists(WORDS, min_size=1, max_size=2))
    def open_office(self, by, sheet):
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "台账.db"
        copyfile(Office.empty, self.path)
        self.day = START
        self.enter(by, sheet, imported=False)

    def teardown(self):
        self.folder.cleanup()

    @contextmanager
    def writing(self, by: str) -> Iterator[Store]:
        """One operation of one clerk."""
        at = datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)
        author = Author(by=by, seat="A", at=at, command="试验")
        with open_writing(self.path, lambda _store: author) as store:
            yield store

    def enter(self, by, sheet, *, imported):
        kind = Action.IMPORT if imported else Action.REGISTER
        with self.writing(by) as store:
            numbers = store.next_numbers("2024", len(sheet))
            for number, words in zip(numbers, sheet, strict=True):
                told = words if imported else {**words, "status": Status.REGISTERED}
                given = Given(by=by, on=self.day)
                store.add(register(store.uid(), number, told, given, kind))

    @rule(by=PEOPLE, sheet=st.lists(WORDS, min_size=1, max_size=3), imported=st.booleans())
    def more_comes_in(self, by, sheet, imported):
        self.enter(by, sheet, imported=imported)

    @rule(which=WHICH, by=PEOPLE, verifier=PEOPLE, facts=FACTS, steps=st.integers(1, 9))
    def as_it_should_be(self, which, by, verifier, facts, steps):
        """The next steps of an issue's life, each by its own command."""
        for _ in range(steps):
            self.day += timedelta(days=1)
            with self.writing(by) as store:
                issue = picked(store, which)
                action = likely(issue)
                level = (*PROFILE.levels, None)[len(issue.levels)]
                who = verifier if action is Action.VERIFY else by
                told = {**facts, "level": level, "reason": facts["reason"], "basis": "来电"}
                given = Given(by=who, on=self.day, note="看过", facts=told)
                with refused_with_a_way_out():
                    store.record(issue, decide(issue, action, given, PROFILE))

    @rule(
        numbers=st.lists(WHICH, min_size=1, max_size=3, unique=True), by=PEOPLE, facts=FACTS,
        action=st.integers(0, 99), fitting=st.sampled_from([True, True, False]), note=st.sampled_from(["", "修好"]), force=st.booleans(),
    )  # fmt: skip
    def as_it_comes(self, numbers, by, facts, action, fitting, note, force):
        """Steps on several issues at once, most of them possible: what is refused leaves no trace."""
        given = Given(by=by, on=self.day, note=note, facts=facts, force=force)
        with self.writing(by) as store:
            chosen = {issue.number: issue for n in numbers if (issue := picked(store, n))}
            for issue in chosen.values():
                steps = [a for a in ACTIONS if not fitting or issue.status in STEP[a].before]
                with refused_with_a_way_out():
                    event = decide(issue, steps[action % len(steps)], given, PROFILE)
                    store.record(issue, event)

    @rule(which=WHICH, by=PEOPLE, edits=EDITS)
    def edit(self, which, by, edits):
        with self.writing(by) as store, refused_with_a_way_out():
            issue = picked(store, which)
            given = Given(by=by, on=self.day, facts=edits)
            store.record(issue, decide(issue, Action.EDIT, given, PROFILE))

    @rule(which=WHICH, by=PEOPLE, kind=st.sampled_from([PaperKind.SUPERVISE, PaperKind.DEDUCT]))
    def paper(self, which, by, kind):
        """A paper about an issue; the latest of its kind before it gets an outcome."""
        with self.writing(by) as store:
            issue, given = picked(store, which), Given(by=by, on=self.day)
            serial = numbered.next_serial(store, PAPERS, kind, 2024)
            before = numbered.named(store, PAPERS, f"{kind.label}{serial - 1}", 2024)
            if before and not before.withdrawn:
                told = {"result": "回执", "result_on": self.day}
                numbered.record(store, PAPERS, before, changed(before, Action.OUTCOME, given, told))
            fresh = Paper(
                uid=store.uid(), kind=kind, year=2024, serial=serial, given_on=self.day, by=by,
                doc_no=number("", kind, 2024, serial), issues=(issue.uid,) if issue else (),
                points=6.0,
            )  # fmt: skip
            numbered.record(store, PAPERS, None, issued(PAPERS, fresh, given))

    @rule(which=WHICH, by=PEOPLE, unit=st.sampled_from("甲乙"), stage=st.sampled_from(STAGES))
    def whistle(self, which, by, unit, stage):
        """A department answers the last whistle; where that is refused or there is none, another is blown."""
        with self.writing(by) as store:
            given, when = Given(by=by, on=self.day), str(self.day)
            serial = numbered.next_serial(store, WHISTLES, "应急", 2024)
            last = numbered.named(store, WHISTLES, f"哨2024-{serial - 1}", 2024)
            if last and not last.withdrawn:
                with refused_with_a_way_out():
                    values = answer(last, (unit,), stage, when)
                    event = changed(last, Action.RESPOND, given, values)
                    numbered.record(store, WHISTLES, last, event)
                    return
            issue = picked(store, which)
            fresh = Whistle(
                uid=store.uid(), kind="应急", year=2024, serial=serial, doc_no=f"哨2024-{serial}",
                given_on=self.day, by=by, blown=when, units=("甲", "乙"), issues=(issue.uid,),
            )  # fmt: skip
            numbered.record(store, WHISTLES, None, issued(WHISTLES, fresh, given))

    @rule(by=PEOPLE, key=st.sampled_from(["clerk", "office"]), value=st.sampled_from(["甲", None]))
    def configure(self, by, key, value):
        with self.writing(by) as store:
            store.set(key, value, on=self.day)

    @rule(by=PEOPLE, back=st.none() | st.integers(0, 9))
    def undo(self, by, back):
        """The last operation, or any earlier one (an undo too)."""
        with refused_with_a_way_out(), self.writing(by) as store:
            codes = [operation.code for operation in store.operations()]
            code = codes[back % len(codes)] if back is not None else None
            undo(store, code, Given(by=by, on=self.day))

    @rule(by=PEOPLE)
    def break_off(self, by):
        """Something breaks in the middle of a command: the next one finds nothing of it."""
        with suppress(KeyboardInterrupt), self.writing(by) as store:
            store.next_numbers("2024", 3)
            store.set("office", "半途", on=self.day)
            interrupt()

    @invariant()
    def history_tells_the_rows_and_numbers_have_no_gap(self):
        with open_reading(self.path) as store:
            assert list(check.findings(store.engine)) == []

    @invariant()
    def nothing_is_struck_off_unproved(self):
        with open_reading(self.path) as store:
            rows = store.engine.run("SELECT number FROM issue WHERE status = 'closed'")
            for issue in store.issues([row["number"] for row in rows]):
                events = [recorded.event for recorded in store.history(issue.uid)]
                assert (
                    issue.levels == PROFILE.levels
                    or any(event.facts.get("force") for event in events)
                    or events[0].kind is Action.IMPORT
                )
                assert issue.left_on is not None


def picked(store, which):
    """One of the issues there are."""
    rows = store.engine.run("SELECT number FROM issue ORDER BY number")
    return store.get(rows[which % len(rows)]["number"])


def likely(issue):
    """What should happen next."""
    if issue.status is Status.DONE:
        if len(issue.levels) < len(PROFILE.levels):
            return Action.VERIFY
        return Action.CLOSE if issue.reached else Action.CALLBACK
    return {
        Status.REGISTERED: Action.ASSIGN,
        Status.ASSIGNED: Action.ACCEPT,
        Status.IN_PROGRESS: Action.DONE,
        Status.DEFERRED: Action.RESUME,
        Status.CLOSED: Action.REOPEN,
        Status.VOID: Action.RESTORE,
    }[issue.status]


def test_the_ledger_stays_true_whatever_happens(fresh):
    Office.empty = fresh.path
    run_state_machine_as_test(
        Office, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
