"""``huiyin up``: database, tables, demo county, web server and worker in one command.

Pages are served before the demo county is complete; its matters appear while it is being filled.
Ctrl-C or SIGTERM stops the children in order, and the embedded database when this run started it
and nobody else is connected.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request

import psycopg

from huiyin.cli import live
from huiyin.cli.children import Children
from huiyin.config import env as environment
from huiyin.config.db import idle
from huiyin.config.db.target import Target, chosen
from huiyin.config.env import SettingError

HOST = "127.0.0.1"  # other machines come through a proxy, which also brings https
FIRST_PAGE = 60.0  # seconds that the first page may take
THREADS = "4"
PYTHON = [sys.executable, "-m"]


def main(argv: list[str]) -> int:
    """Run until stopped; 0 when asked to stop, 1 when a part failed, 2 when called wrongly."""
    given = _parser().parse_args(argv)
    if not _is_free(given.port):
        print(_both(f"端口 {given.port} 已被占用", f"port {given.port} is taken: --port"))
        return 2
    # Both mean: stop. A shell that starts this in the background has SIGINT ignored until now.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        target = chosen(environment.read())
        return _with_database(given, target)
    except KeyboardInterrupt:
        return 0
    except (SettingError, psycopg.Error, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huiyin up", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (1)")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument(
        "--demo", metavar="PACK", default="", help="fill an empty one with a place (huiyin demo)"
    )
    parser.add_argument("--no-worker", action="store_true", help="jobs are run elsewhere")
    parser.add_argument(
        "--no-live", action="store_true", help="no `huiyin live` on the next port: pages ask"
    )
    return parser


def _with_database(given: argparse.Namespace, target: Target) -> int:
    mine = target.cluster is not None and target.cluster.pid() is None
    if mine:
        _say("启动数据库", "starting the database")
    target.start()
    try:
        return _run(given)
    finally:
        if mine and target.cluster is not None:
            from django.db import connections

            connections.close_all()
            idle.stop_if_idle(target.cluster)


def _run(given: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django
    from django.db import Error

    django.setup()
    try:
        _prepare()
    except Error as problem:
        print(problem, file=sys.stderr)
        return 1
    children = Children()
    try:
        _start(children, given)
        name = children.wait()
        _say(f"{name} 无法运行，全部停止", f"{name} does not keep running; everything stops")
        return 1
    except KeyboardInterrupt:
        _say("正在停止", "stopping")
        return 0
    finally:
        # A second Ctrl-C must not cut the order short.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        children.stop()


def _prepare() -> None:
    from huiyin.cli import prepare

    _say("检查数据表", "looking at the tables")
    if count := prepare.migrate():
        _say(f"数据表更新 {count} 步", f"{count} migrations done")
    prepare.sync_categories()
    if prepare.collect_static():
        _say("样式文件已更新", "static files collected")


def _start(children: Children, given: argparse.Namespace) -> None:
    """Web server first; when a page has come, its address, the demo county and the worker."""
    from django.db import connections

    from huiyin.demo import seed

    empty, demo, administrator = seed.is_empty(), _holds_demo(), _has_administrator()
    connections.close_all()  # children have their own; this process only waits
    _start_live(children, given)
    children.start("web", _web(given))
    _first_page(given.port, children)
    address = f"http://{HOST}:{given.port}/"
    _say(f"回音已启动：{address}  Ctrl-C 停止", f"Huiyin is running: {address}  Ctrl-C stops it")
    if demo:
        _print_sign_ins()
    elif empty and not given.no_demo:
        place = [given.demo] if given.demo else []
        children.start("demo", [*PYTHON, "huiyin", "demo", *place], lasting=False)
    elif not administrator:
        _say("还没有管理员：huiyin createsuperuser", "no administrator yet: huiyin createsuperuser")
    if not given.no_worker:
        children.start("worker", [*PYTHON, "huiyin", "worker"])


def _web(given: argparse.Namespace) -> list[str]:
    """The command of the web server: one process is enough for an office of a few hundred."""
    return [
        *PYTHON, "granian", "huiyin.config.wsgi:application", "--interface=wsgi", "--no-ws",
        f"--host={HOST}", f"--port={given.port}", f"--workers={given.workers}",
        f"--blocking-threads={THREADS}", "--respawn-failed-workers", "--log-level=warning",
    ]  # fmt: skip


def _start_live(children: Children, given: argparse.Namespace) -> None:
    """On the next port, which pages are told; a proxy's own address in the environment stays."""
    if given.no_live:
        return
    port = given.port + 1
    if not _is_free(port):
        _say(
            f"端口 {port} 已被占用，页面改为定时刷新",
            f"port {port} is taken: pages ask by themselves",
        )
        return
    os.environ.setdefault("HUIYIN_LIVE_URL", f":{port}/live/")
    children.start("live", live.command(HOST, port))


def _first_page(port: int, children: Children) -> None:
    """Ask for a page and wait for it: the address that is printed then answers at once."""
    end = time.monotonic() + FIRST_PAGE
    while time.monotonic() < end and not children.one_has_ended():
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=FIRST_PAGE).close()
        except urllib.error.HTTPError:
            return  # a page all the same
        except OSError:
            time.sleep(0.05)
        else:
            return


def _holds_demo() -> bool:
    """Whether this is the demo county, with the password that everybody knows."""
    from huiyin.demo import county
    from huiyin.people.models import Account

    first = next(county.sign_ins())
    account = Account.objects.filter(username=first.username).first()
    return account is not None and account.check_password(first.password)


def _has_administrator() -> bool:
    from huiyin.people.models import Account

    return Account.objects.filter(is_superuser=True, is_active=True).exists()


def _print_sign_ins() -> None:
    from huiyin.demo import county

    _say("示范登录名", "sign in to the demo as")
    for one in county.there():
        print(f"  {one.username} / {one.password}  {one.unit} {one.title}  ({one.role})")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _say(zh: str, en: str) -> None:
    print(_both(zh, en), flush=True)


def _both(zh: str, en: str) -> str:
    return f"{zh} · {en}"
