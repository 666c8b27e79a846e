"""The ledger as a file: nothing is lost, nothing is changed behind its back, and every trouble is told."""

import os
import re
import resource
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import RFC_4122, UUID

import pytest

from ledger.errors import BadData, Conflict, Exit
from ledger.models import FIELDS, Action, dumps
from ledger.needs import Given
from ledger.store import Author, engine, files, open_reading, open_writing, schema
from ledger.store.records import event_from
from ledger.store.repository import uids
from ledger.workflow import register

LIFE = (
    "add 水压不足 -e 怡园小区 --source 12345",
    "add 楼道灯不亮 -e 怡园小区 --source 信访",
    "assign 1 --to 恒安物业 --new",
    "accept 1",
    "done 1 -m 更换增压泵",
)


@pytest.fixture
def lived(ledger):
    """A ledger in which something has happened."""
    for words in LIFE:
        ledger.ok(words)
    return ledger


def content(path):
    return sha256(path.read_bytes()).hexdigest()


@contextmanager
def opened(path):
    """The file as anybody with an SQLite program has it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def rows(path, sql):
    with opened(path) as connection:
        return connection.execute(sql).fetchall()


def told(said):
    """That an error was one Chinese sentence with a hint; the sentence."""
    error, hint = said.err.splitlines()
    assert error.startswith("错误：")
    assert hint.startswith("提示：")
    assert said.out == ""
    assert not re.search(r"(?<![\w./:-])[A-Za-z]{3,}", error)
    return error.removeprefix("错误：")


# --- what the file itself refuses


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET kind = 'close' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 5",
        "UPDATE operation SET \"by\" = '别人' WHERE id = 2",
        "DELETE FROM operation WHERE id = 2",
        "DELETE FROM issue WHERE serial = 1",
        "UPDATE issue SET status = 'closed' WHERE serial = 1",
        "UPDATE issue SET left_on = '2024-01-15' WHERE serial = 1",
        "INSERT INTO issue (uid, number, status, version, open) VALUES ('x', '9', 'closed', 1, 0)",
        "UPDATE issue SET version = 'drei' WHERE serial = 1",
        "UPDATE issue SET number = '2024-0001' WHERE serial = 2",
        "INSERT INTO counter VALUES ('2025', 0)",
        "INSERT INTO event SELECT 99, 1, kind, 'other', entity_id, digest, prev, hash FROM event WHERE seq = 1",
        "INSERT INTO event SELECT 99, 1, kind, entity, entity_id, x'00', prev, hash FROM event WHERE seq = 1",
    ],
)
def test_file_refuses_what_no_command_does(lived, sql):
    with opened(lived.path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)


def test_storage_settings_are_those_that_survive_a_power_cut(lived):
    with closing(files.opened(lived.path)) as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    assert found == ["truncate", 2, 1, 1, 0]


def test_only_its_owner_may_read_a_ledger_and_its_backups(lived):
    lived.ok("init", "新/台账.db", "--district", "道里区", "--by", "张敏")
    lived.ok("backup")
    (backup,) = files.backups(lived.path).iterdir()
    for path in (Path("新/台账.db"), backup):
        assert path.stat().st_mode & 0o077 == 0


# --- one command is one operation


def test_every_verb_is_one_operation(lived, tmp_path):
    photo = tmp_path / "后.jpg"
    photo.write_bytes(b"\xff\xd8\xff")
    before = lived.operations()
    steps = (
        "edit 1 楼栋=3号楼",
        "edit 1 2 备注=已核",
        "attach 1 后.jpg --after",
        "verify 1 --pass --by 李明 --photo 后.jpg",
        "add 门禁坏 -e 怡园小区 --source 来电 -u 恒安物业 --photo 后.jpg",
        "add 又停水 -e 怡园小区 --source 来电 --into 2",
        "profile edit office=物业科",
        "calendar 2024-02-10 班 加班",
        "undo",
    )
    for number, words in enumerate(steps, 1):
        lived.ok(words)
        assert len(lived.operations()) == len(before) + number, words
    assert lived.operations() == [f"A{n:04d}" for n in range(1, len(before) + len(steps) + 1)]


@pytest.mark.parametrize(
    "words",
    [
        "edit 1 楼栋=3号楼 --dry-run",
        "verify 1 --pass --by 李明 -n",
        "add 新问题 -e 怡园小区 --source 来电 -n",
        "undo -n",
        "close 1",
        "edit 1 楼栋=",
        "config office",
        "list",
        "show 1",
    ],
)
def test_what_writes_nothing_leaves_no_trace(lived, words):
    before = content(lived.path)
    lived(words)
    assert content(lived.path) == before


def test_second_clerk_who_saw_an_older_version_is_told(lived):
    def work(store):
        issue = store.get("1")
        stale = issue._replace(version=issue.version - 1)
        event = store.history(issue.uid)[-1].event
        store.record(stale, event)

    before = content(lived.path)
    with pytest.raises(Conflict, match="刚被别人改过"):
        write(lived.path, work)
    assert content(lived.path) == before


def write(path, work):
    """Do `work` with an open store, as one operation."""
    from datetime import datetime

    from ledger.store import Author, open_writing

    at = datetime(2024, 1, 15, 9, tzinfo=UTC)
    author = Author(by="张敏", seat="A", at=at, command="试验")
    with open_writing(path, lambda _store: author) as store:
        work(store)


def test_failure_in_the_middle_leaves_nothing(lived):
    def work(store):
        issue = store.get("1")
        store.set("office", "甲", on=store.author.at.date())
        store.next_numbers("2024", 5)
        store.record(issue, store.history(issue.uid)[-1].event)
        raise KeyboardInterrupt

    before = content(lived.path)
    with pytest.raises(KeyboardInterrupt):
        write(lived.path, work)
    assert content(lived.path) == before
    assert lived.findings() == []


# --- what is no ledger, or cannot be used


def test_newer_ledger_is_refused_untouched(lived):
    with opened(lived.path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = content(lived.path)
    for words in ("list", "add 漏水 -e 怡园 --source 来电", "check", "backup"):
        said = lived(words)
        assert said.code == Exit.BAD_DATA
        assert told(said) == "台账文件由更新版本的程序写成，未作改动"
    assert content(lived.path) == before
    assert not files.backups(lived.path).exists()


def _database_of_another_program(path):
    path.unlink()
    with opened(path) as connection:
        connection.execute("CREATE TABLE photo (id)")


def _cut_off(path):
    path.write_bytes(path.read_bytes()[:6000])


def _folder(path):
    path.unlink()
    path.mkdir()


def _text(path):
    path.write_text("问题台账\n" * 500)


def _empty(path):
    path.write_bytes(b"")


BROKEN = {
    "text": (_text, Exit.BAD_DATA, "这不是台账文件"),
    "short text": (lambda p: p.write_text("hello"), Exit.BAD_DATA, "这不是台账文件"),
    "other program": (_database_of_another_program, Exit.BAD_DATA, "这不是台账文件"),
    "empty": (_empty, Exit.BAD_DATA, "这是空文件"),
    "folder": (_folder, Exit.BAD_DATA, "这是文件夹"),
    "missing": (Path.unlink, Exit.BAD_DATA, "还没有台账"),
    "cut off": (_cut_off, Exit.BAD_DATA, "台账文件已损坏或不完整"),
}


@pytest.mark.parametrize("words", ["list", "show 1", "check", "log", "backup", "config", "undo"])
@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_ledger_is_told_and_left_alone(lived, case, words):
    harm, code, sentence = BROKEN[case]
    harm(lived.path)
    before = content(lived.path) if lived.path.is_file() else None
    said = lived(words)
    assert told(said).startswith(sentence)
    assert said.code == code
    assert (content(lived.path) if lived.path.is_file() else None) == before


def test_typing_error_in_the_path_makes_no_file(lived, tmp_path):
    said = lived.at(db=tmp_path / "打错.db")("add 漏水 -e 怡园 --source 来电")
    assert said.code == Exit.BAD_DATA
    assert "ledger init" in said.err
    assert not (tmp_path / "打错.db").exists()


def test_names_that_mean_something_to_an_address_are_only_names(fresh, tmp_path):
    path = tmp_path / "甲?mode=rwc#乙%41 '.db"
    clerk = fresh.at(db=path)
    clerk.ok("init --district 道里区 --by 张敏")
    clerk.ok("add 漏水 -e 怡园 --source 来电")
    clerk.ok("backup")
    assert path.is_file()
    assert clerk.findings() == []


def test_init_never_takes_the_place_of_something(lived, tmp_path):
    before = content(lived.path)
    (tmp_path / "月报.txt").write_text("要留着")
    for name in ("问题台账.db", "月报.txt", "."):
        assert told(lived("init", name, "--district", "道里区", "--by", "张敏"))
    assert content(lived.path) == before
    assert (tmp_path / "月报.txt").read_text() == "要留着"


@contextmanager
def without_rights(path):
    """The ledger in a folder where this user may only look: the superuser becomes somebody else."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / path.name
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o444)
        folder.chmod(0o555)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        try:
            yield copy
        finally:
            os.seteuid(was)
            folder.chmod(0o755)


def test_read_only_ledger_can_be_read_and_says_why_it_cannot_be_written(lived):
    with without_rights(lived.path) as copy:
        before = content(copy)
        clerk = lived.at(db=copy)
        assert len(clerk.listed()) == 2
        said = clerk("edit 1 楼栋=3")
        assert said.code == Exit.CONFLICT
        assert told(said) == f"台账文件是只读的，没有写入：{copy}"
        assert told(clerk("backup"))
        assert content(copy) == before


ROOT = Path(__file__).parent.parent


@contextmanager
def another_window(path, sql="BEGIN IMMEDIATE"):
    """Another program that holds the ledger."""
    with opened(path) as connection:
        connection.execute(sql)
        yield connection
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@pytest.fixture
def hasty(monkeypatch):
    """Nobody waits for a minute in a test."""
    monkeypatch.setattr(engine, "FIRST_WAIT", 20)
    monkeypatch.setattr(engine, "LONGEST_WAIT", 60)


@pytest.mark.parametrize("words", ["edit 1 楼栋=3", "undo", "add 漏水 -e 怡园 --source 来电"])
@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_another_window_is_waited_for_and_named(lived, hasty, words, hold):
    before = content(lived.path)
    with another_window(lived.path, hold):
        said = lived(words)
    assert said.code == Exit.CONFLICT
    waited, error, hint = said.err.splitlines()
    assert waited == "另一窗口正在写入，等它做完（最多一分钟）……"
    assert error == f"错误：台账文件正被另一窗口占用：{lived.path}"
    assert hint == "提示：等它做完后再试一次，台账没有改动"
    assert content(lived.path) == before


def test_reading_goes_on_while_another_window_writes(lived, hasty):
    with another_window(lived.path):
        assert len(lived.listed()) == 2


@pytest.mark.parametrize("words", ["list", "check", "backup", "edit 1 楼栋=3"])
def test_a_long_commit_of_another_window_is_waited_for(lived, monkeypatch, words):
    """A large import holds the file for itself alone; nobody else gets an error for that."""
    monkeypatch.setattr(engine, "FIRST_WAIT", 20)
    with sqlite3.connect(lived.path, isolation_level=None, check_same_thread=False) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = threading.Timer(0.3, other.execute, ["COMMIT"])
        done.start()
        said = lived(words)
        done.join()
    other.close()
    assert said.code == 0, said.err


def test_readers_see_one_moment(lived):
    with open_reading(lived.path) as store, opened(lived.path) as other:
        before = store.fingerprint()
        other.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE issue SET remarks = '别的' WHERE serial = 1")
        assert store.fingerprint() == before


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
del sys.argv[1]
from ledger.__main__ import main
main()
"""


def on_a_disk_that_ends(limit, path, *words):
    """A command in a process that cannot make any file longer than `limit` bytes."""
    return subprocess.run(
        [sys.executable, "-c", FULL, str(limit), *words],
        cwd=path.parent,
        env={**os.environ, "LEDGER_DB": str(path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on files here")
@pytest.mark.parametrize("room", [0, 600, 5_000])
def test_full_disk_while_writing_leaves_the_ledger_as_it_was(lived, room):
    before = lived.issues(), lived.operations()
    said = on_a_disk_that_ends(
        room, lived.path, "add", "长" * 9000, "-e", "怡园", "--source", "来电"
    )
    assert (said.returncode, said.stdout) == (Exit.CONFLICT, "")
    error, hint = said.stderr.splitlines()[-2:]
    assert error.startswith(("错误：磁盘已满", "错误：读写台账文件出错"))
    assert "磁盘" in hint
    assert (lived.issues(), lived.operations()) == before
    assert lived.findings() == []


def test_full_disk_while_backing_up_leaves_no_half_copy(lived):
    said = on_a_disk_that_ends(20_000, lived.path, "backup")
    assert said.returncode != 0
    assert "磁盘" in said.stderr
    assert "Traceback" not in said.stderr
    assert list(files.backups(lived.path).iterdir()) == []


def test_full_disk_while_making_a_ledger_can_be_tried_again(fresh, tmp_path):
    path = tmp_path / "新.db"
    words = ("init", "--district", "道里区", "--by", "张敏")
    said = on_a_disk_that_ends(20_000, path, *words)
    assert said.returncode != 0
    assert "Traceback" not in said.stderr
    assert "内部" not in said.stderr
    fresh.at(db=path).ok(*words)
    assert fresh.at(db=path).findings() == []


# --- backups


def test_backup_is_the_ledger(lived, tmp_path):
    lived.ok("backup -o 备份.db")
    assert lived.at(db=tmp_path / "备份.db").findings() == []
    assert lived.at(db=tmp_path / "备份.db").issues() == lived.issues()


def test_restore_gives_back_exactly_what_was_backed_up(lived):
    before = lived.issues(), lived.operations()
    lived.ok("backup -o 备份.db")
    lived.ok("edit 1 楼栋=3号楼")
    after = lived.issues(), lived.operations()
    said = lived.ok("restore 备份.db -y")
    assert (lived.issues(), lived.operations()) == before
    kept = re.search("ledger restore (.*)", said.err)[1]
    lived.ok("restore", kept, "-y")
    assert (lived.issues(), lived.operations()) == after


def _flip(path):
    data = bytearray(path.read_bytes())
    for place in range(4096, len(data), 512):
        data[place] ^= 0x55
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm",
    [
        _text,
        _empty,
        _cut_off,
        _flip,
        _database_of_another_program,
        Path.unlink,
    ],
)
def test_restore_refuses_what_is_no_sound_ledger(lived, tmp_path, harm):
    lived.ok("backup -o 备份.db")
    before = content(lived.path)
    harm(tmp_path / "备份.db")
    said = lived("restore 备份.db -y")
    assert said.code in (Exit.BAD_DATA, Exit.USAGE)
    assert told(said)
    assert content(lived.path) == before
    assert {p.name for p in tmp_path.iterdir()} <= {
        "备份.db", "问题台账.db", "问题台账.db-journal",
    }  # fmt: skip


@pytest.mark.parametrize("harm", [_cut_off, _flip, _text])
def test_damaged_ledger_can_be_restored_and_is_kept(lived, tmp_path, harm):
    lived.ok("backup -o 备份.db")
    before = lived.issues()
    harm(lived.path)
    damaged = content(lived.path)
    said = lived.ok("restore 备份.db -y")
    assert lived.issues() == before
    kept = re.search("原来的台账存为：(.*?)(  |\n)", said.err)[1]
    assert content(tmp_path / kept) == damaged


@pytest.mark.parametrize(
    "harm", [lambda _path: None, _text, Path.unlink], ids=["sound", "damaged", "gone"]
)
def test_rest_of_an_interrupted_write_does_not_spoil_a_restored_ledger(lived, harm):
    """A journal left by a killed program belongs to the old file, not to the one put in its place."""
    lived.ok("backup -o 备份.db")
    before = lived.issues()
    lived.ok("edit 1 2 备注=备份之后")
    journal = lived.path.with_name(lived.path.name + "-journal")
    with another_window(lived.path) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("UPDATE issue SET remarks = '写到一半'")
        connection.execute("CREATE TABLE much (text)")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)"
            " INSERT INTO much SELECT hex(randomblob(100)) FROM n"
        )
        caught = journal.read_bytes(), lived.path.read_bytes()
    assert len(caught[0]) > 512
    lived.path.write_bytes(caught[1])
    journal.write_bytes(caught[0])
    harm(lived.path)
    lived.ok("restore 备份.db -y")
    assert lived.issues() == before
    assert lived.findings() == []


def test_the_oldest_backups_make_room(lived, monkeypatch):
    monkeypatch.setattr(files, "KEEP", 3)
    seconds = (1, 2, 3, 3, 4, 4)
    made = [
        files.backup(lived.path, at=datetime(2024, 1, 15, 9, 0, second, tzinfo=UTC)).name
        for second in seconds
    ]
    assert sorted(copy.name for copy in files.backups(lived.path).iterdir()) == sorted(made[-3:])


# --- migrations


def test_older_ledger_gets_its_new_field_after_a_backup(lived):
    """A field declared since the file was made: the file as an older program left it."""
    before = lived.issues()
    with opened(lived.path) as connection:
        connection.execute("ALTER TABLE issue DROP COLUMN leader")
        connection.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    old = content(lived.path)
    assert lived.issues() == before
    assert "leader" in {row[1] for row in rows(lived.path, "PRAGMA table_info(issue)")}
    assert rows(lived.path, "PRAGMA user_version") == [(schema.VERSION,)]
    (backup,) = files.backups(lived.path).iterdir()
    assert rows(backup, "PRAGMA user_version") == [(schema.VERSION - 1,)]
    lived.ok("edit 1 责任领导=赵刚")
    assert lived.issue().leader == "赵刚"
    assert lived.findings() == []
    assert old != content(lived.path)


def test_version_grows_with_every_field():
    assert schema.STEPS * 1000 + len(FIELDS) == schema.VERSION


# --- what `check` finds

GUARDED = ("event_is_final", "event_stays", "operation_is_final", "operation_stays", "issue_stays")


@contextmanager
def forger(path):
    """Somebody with an SQLite program who takes the guards away, and puts them back afterwards."""
    with opened(path) as connection:
        guards = connection.execute(
            f"SELECT name, sql FROM sqlite_master WHERE name IN {GUARDED}"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)


FORGERIES = {
    "edited row": "UPDATE issue SET estate = '别的小区' WHERE serial = 1",
    "edited day": "UPDATE issue SET due_on = '2025-01-01' WHERE serial = 1",
    "edited derived column": "UPDATE issue SET open = 0 WHERE serial = 1",
    "row that nobody registered": "INSERT INTO issue (uid, number, status, version, open, serial) VALUES ('x', '2024-0003', 'registered', 1, 1, 3)",
    "row gone": "DELETE FROM issue WHERE serial = 2",
    "edited payload": "UPDATE payload SET body = replace(body, '怡园', '别园') WHERE seq = 4",
    "payload gone": "DELETE FROM payload WHERE seq = 5",
    "payload that is no text of ours": "UPDATE payload SET body = '{' WHERE seq = 5",
    "edited clerk": "UPDATE operation SET \"by\" = '别人' WHERE id = 3",
    "edited time": "UPDATE operation SET at = '2023-12-31T09:00:00+08:00' WHERE id = 3",
    "edited command": "UPDATE operation SET command = 'list' WHERE id = 3",
    "edited kind": "UPDATE event SET kind = 'edit' WHERE seq = 6",
    "event gone": "DELETE FROM event WHERE seq = 5",
    "last event gone": "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
    "setting changed": "UPDATE setting SET value = '\"别人\"' WHERE key = 'clerk'",
    "number skipped": "UPDATE counter SET n = 5",
    "counter gone": "DELETE FROM counter",
    "number changed": "UPDATE issue SET number = '2024-0007', serial = 7 WHERE serial = 2",
    "answer that nobody gave": "UPDATE issue SET reached = 0 WHERE serial = 2 AND reached IS NULL",
    "operation without events": "INSERT INTO operation SELECT id + 1, 'x', 'A9999', at, \"by\", os_user, seat, host, command, program, undo_of, detail FROM operation WHERE id = (SELECT max(id) FROM operation)",
    "setting that is no JSON": "UPDATE setting SET value = '{' WHERE key = 'clerk'",
}


@pytest.mark.parametrize("case", FORGERIES)
def test_check_finds_what_was_done_behind_its_back(lived, case):
    assert lived.findings() == []
    with forger(lived.path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(FORGERIES[case])
    found = lived.findings()
    assert found
    assert all(re.search("[一-鿿]", sentence) for sentence in found)
    said = lived("check")
    assert said.code in (Exit.REFUSED, Exit.BAD_DATA)
    assert "错误：" in said.err


def test_check_finds_swapped_numbers(lived):
    with forger(lived.path) as connection:
        for old, new in ((1, 9), (2, 1), (9, 2)):
            connection.execute(
                "UPDATE issue SET number = ?, serial = ? WHERE serial = ?",
                (f"2024-000{new}", new, old),
            )
    assert any("编号" in finding for finding in lived.findings())


def test_check_finds_swapped_events(lived):
    with forger(lived.path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for old, new in ((4, 99), (5, 4), (99, 5)):
            connection.execute("UPDATE event SET seq = ? WHERE seq = ?", (new, old))
            connection.execute("UPDATE payload SET seq = ? WHERE seq = ?", (new, old))
    assert lived.findings()


def test_check_finds_that_the_guards_are_gone(lived):
    with opened(lived.path) as connection:
        connection.execute("DROP TRIGGER event_stays")
    assert lived.findings()


def _cut(path):
    """Take the last operation away, and set everything back as it was: history looks whole."""
    with forger(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
        connection.execute(
            "DELETE FROM payload WHERE seq IN (SELECT seq FROM event WHERE operation = ?)", (last,)
        )
        connection.execute("DELETE FROM event WHERE operation = ?", (last,))
        connection.execute("DELETE FROM operation WHERE id = ?", (last,))


def test_old_fingerprint_finds_that_history_was_cut_off(lived):
    lived.ok("profile edit office=物业科")
    fingerprint = re.search("台账指纹 (.*)", lived.ok("check").out)[1]
    lived.ok("check", "--against", fingerprint)
    _cut(lived.path)
    with opened(lived.path) as connection:
        connection.execute("DELETE FROM setting WHERE key = 'office'")
        (profile,) = connection.execute(
            "SELECT body ->> '$.new.profile' FROM payload WHERE seq = 1"
        ).fetchone()
        connection.execute("UPDATE setting SET value = ? WHERE key = 'profile'", (profile,))
    lived.ok("check")
    said = lived("check", "--against", fingerprint)
    assert (said.code, said.out) == (Exit.REFUSED, "")
    assert fingerprint in told(said)


def test_fingerprint_of_an_older_day_still_holds(lived):
    fingerprint = re.search("台账指纹 (.*)", lived.ok("check").out)[1]
    lived.ok("edit 1 楼栋=3号楼")
    lived.ok("check", "--against", fingerprint)


@pytest.mark.parametrize(
    "fingerprint", ["", "9", "9:", "9:…", ":", "x:y", "0:0", "-1:0", f"{10**30}:00", "１:0", "9：0"]
)
def test_what_is_no_fingerprint_proves_nothing(lived, fingerprint):
    said = lived("check", "--against", fingerprint)
    assert said.code != 0
    assert told(said)


def told_as_in_the_first_release(event):
    changes = {name: list(pair) for name, pair in event.changes.items()}
    return dumps({"on": event.on.isoformat(), "by": event.by, "changes": changes})


def test_events_of_the_first_release_are_understood(lived):
    with open_reading(lived.path) as store:
        (issue,) = store.issues(["2024-0001"])
        for item in store.history(issue.uid):
            row = {"entity_id": issue.uid, "kind": str(item.event.kind), "seq": item.seq}
            old = event_from(row | {"body": told_as_in_the_first_release(item.event)})
            assert old.changes == item.event.changes
            assert old._replace(old=item.event.old) == item.event._replace(note="", facts={})


def test_identities_made_together_follow_one_another():
    made = list(islice(uids(datetime(2024, 1, 15, 9, tzinfo=UTC)), 1000))
    assert made == sorted(set(made))
    assert all((UUID(uid).version, UUID(uid).variant) == (7, RFC_4122) for uid in made)


def import_of(store, words):
    numbers = store.next_numbers("2024", len(words))
    given = Given(by="张敏", on=date(2024, 1, 15))
    for number, description in zip(numbers, words, strict=True):
        values = {"description": description}
        event = register(store.uid(), number, values, given, Action.IMPORT)
        yield None, event


def author(_store):
    return Author("张敏", "A", datetime(2024, 1, 15, 9, tzinfo=UTC), "import")


INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"


def test_indexes_are_there_again_after_many_new_issues(lived):
    before = rows(lived.path, INDEXES)
    with open_writing(lived.path, author) as store, store.filling(20_000):
        store.record_all(list(import_of(store, ["漏水", "停电"])))
        assert not store.engine.run(
            f"{INDEXES.replace(' ORDER BY 1', '')} AND tbl_name IN ('issue', 'event')"
        )
    assert rows(lived.path, INDEXES) == before
    lived.ok("check")


def test_as_many_new_issues_at_once_as_come(lived):
    told = [f"漏水 {n}" for n in range(250)]
    with open_writing(lived.path, author) as store:
        store.record_all(list(import_of(store, told)))
    newest = rows(lived.path, "SELECT description FROM issue ORDER BY rowid DESC LIMIT 250")
    assert newest == [(words,) for words in reversed(told)]
    lived.ok("check")


def broken_off(path):
    with open_writing(path, author) as store, store.filling(20_000):
        store.record_all(list(import_of(store, ["漏水"])))
        raise BadData("", "")


def test_indexes_are_there_after_many_new_issues_that_did_not_come(lived):
    before = content(lived.path)
    with pytest.raises(BadData):
        broken_off(lived.path)
    assert content(lived.path) == before
