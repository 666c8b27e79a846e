import os
import stat

import pytest

from ledger.errors import Conflict, LedgerError
from ledger.sheets import files
from ledger.sheets.files import write_atomic

windows = os.name == "nt"


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    target = tmp_path / "台账.xlsx"
    write_atomic(target, b"old")
    write_atomic(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(windows, reason="modes are a matter of POSIX")
def test_the_mode_follows_the_umask_or_the_old_file(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    (tmp_path / "a").chmod(0o664)
    write_atomic(tmp_path / "a", b"x")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o664


@pytest.mark.skipif(windows, reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(LedgerError, match="没有文件夹") as caught:
        write_atomic(tmp_path / "无" / "台账.xlsx", b"")
    assert "位置" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_told_apart_from_such_a_file(tmp_path):
    read_only = OSError(30, "read-only", "x")
    told = files._told(tmp_path / "台账.xlsx", read_only)
    assert str(told) == f"文件夹“{tmp_path}”是只读的，“台账.xlsx”没有写成"
    (tmp_path / "台账.xlsx").write_bytes(b"old")
    assert "取消只读属性" in files._told(tmp_path / "台账.xlsx", read_only).hint


def test_a_folder_in_its_place(tmp_path):
    with pytest.raises(LedgerError, match="是文件夹"):
        write_atomic(tmp_path, b"")


@pytest.mark.skipif(windows, reason="resource limits are a matter of POSIX")
def test_a_full_disk_leaves_the_old_file(tmp_path):
    import resource
    import signal

    target = tmp_path / "台账.xlsx"
    write_atomic(target, b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(LedgerError, match="磁盘空间不足"):
            write_atomic(target, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_in_use_is_a_conflict_with_another_name_to_take(tmp_path):
    target = tmp_path / "台账.xlsx"
    target.write_bytes(b"old")
    told = files._told(target, PermissionError(13, "in use", str(target)))
    assert isinstance(told, Conflict)
    assert "Excel 或 WPS" in str(told)
    assert "台账-2.xlsx" in told.hint
