"""Starting, watching and stopping the programs under test; what the kernel says of them."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

HERE = Path(__file__).resolve().parent
CONFIGS = HERE / "configs"
ROOT = HERE.parents[1]
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

# Services of a namespace `bench`: Fairlead routes by them, nghttpx tells the backend's protocol by them.
H1_AUTHORITY = "h1.bench.svc.cluster.local"
H2_AUTHORITY = "h2.bench.svc.cluster.local"


@dataclass(frozen=True)
class Route:
    number: int

    @property
    def name(self) -> str:
        return f"r{self.number:04d}"

    @property
    def regex(self) -> str:
        return f"/api/v1/{self.name}/items/[^/]*/detail"

    @property
    def path(self) -> str:
        return f"/api/v1/{self.name}/items/12345/detail"

    def variables(self) -> dict[str, str]:
        return {"route": self.name, "regex": self.regex, "retryable": "yes" if self.number % 4 == 0 else ""}


def routes(count: int) -> list[Route]:
    return [Route(n) for n in range(1, count + 1)]


def render(text: str, table: list[Route], variables: dict[str, str]) -> str:
    """Fills $names; repeats the lines between '#each route' and '#end'; drops '#if NAME' lines where NAME is empty."""

    def fill(block: str, values: dict[str, str]) -> str:
        lines = []
        for line in block.splitlines(keepends=True):
            body, marker, name = line.partition("#if ")
            if not marker:
                lines.append(line)
            elif values[name.strip()]:
                lines.append(body.rstrip() + "\n")
        return Template("".join(lines)).substitute(values)

    parts = re.split(r"^#each route\n(.*?)^#end\n", text, flags=re.M | re.S)
    out = []
    for i, part in enumerate(parts):
        if i % 2 == 0:
            out.append(fill(part, variables))
        else:
            out.extend(fill(part, variables | route.variables()) for route in table)
    return "".join(out)


@dataclass(frozen=True)
class Peer:
    """One table of peers.toml."""

    name: str
    binary: str
    command: list[str]
    version: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    build: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"
    process: str = ""
    routes: bool = False
    warmup: int = 0

    def version_text(self) -> str:
        if not self.version:
            return "?"
        done = subprocess.run([self.binary, *self.version], capture_output=True, text=True)
        return (done.stdout + done.stderr).strip().partition("\n")[0]


def read_peers(path: Path, binaries: dict[str, str]) -> dict[str, Peer]:
    with path.open("rb") as file:
        tables = tomllib.load(file)
    peers = {}
    for name, table in tables.items():
        binary = binaries.get(name, binaries.get(table["binary"], table["binary"]))
        table["binary"] = str(ROOT / binary) if binary.startswith("./") else binary
        peers[name] = Peer(name=name, **table)
    return peers


@dataclass(frozen=True)
class Cpu:
    """Processor time in seconds."""

    user: float
    system: float

    @property
    def total(self) -> float:
        return self.user + self.system

    def __sub__(self, other: Cpu) -> Cpu:
        return Cpu(self.user - other.user, self.system - other.system)


class Instance:
    """A started program and all its descendants."""

    def __init__(self, name: str, command: list[str], log: Path, cpus: set[int], port: int, peer: Peer | None = None,
                 env: dict[str, str] | None = None):
        self.name, self.port, self.log = name, port, log
        self.host = peer.host if peer else "127.0.0.1"
        self.process = peer.process if peer else ""
        self.headers = peer.headers if peer else []
        with log.open("wb") as out:
            self.started = time.monotonic()
            self.popen = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                          env={**os.environ, **(env or {})},
                                          preexec_fn=lambda: os.sched_setaffinity(0, cpus))

    def pids(self) -> list[int]:
        """The process and its living descendants (only those named `process`, when set)."""
        found, queue = [], [self.popen.pid]
        while queue:
            pid = queue.pop()
            try:
                tasks = os.listdir(f"/proc/{pid}/task")
                comm = Path(f"/proc/{pid}/comm").read_text().strip()
            except FileNotFoundError:
                continue
            found += [pid] if not self.process or comm == self.process[:15] else []
            for task in tasks:
                try:
                    queue += [int(p) for p in Path(f"/proc/{pid}/task/{task}/children").read_text().split()]
                except FileNotFoundError:
                    pass
        return found

    def cpu(self) -> Cpu:
        """utime + stime of all threads, living and ended, of the whole tree (cutime: children already reaped)."""
        user = system = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            user += int(fields[11]) + int(fields[13])
            system += int(fields[12]) + int(fields[14])
        return Cpu(user / TICK, system / TICK)

    def rss_mib(self, peak: bool = False) -> float:
        """Resident memory, summed over the tree; with `peak`, the highest since reset_peak()."""
        key = "VmHWM" if peak else "VmRSS"
        kib = 0
        for pid in self.pids():
            status = Path(f"/proc/{pid}/status").read_text()
            kib += int(re.search(rf"^{key}:\s+(\d+)", status, re.M)[1])
        return kib / 1024

    def reset_peak(self) -> None:
        for pid in self.pids():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def wait_ready(self, path: str, limit: float = 60.0) -> float:
        """Polls until a GET through it answers 200; returns the seconds since exec."""
        headers = {"Host": H1_AUTHORITY, **dict(h.split(": ", 1) for h in self.headers)}
        while time.monotonic() - self.started < limit:
            if self.popen.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.popen.returncode}; see {self.log}")
            connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
            try:
                connection.request("GET", path, headers=headers)
                if connection.getresponse().status == 200:
                    return self.age()
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.001)
        raise RuntimeError(f"{self.name}: no 200 in {limit} s; see {self.log}")

    def age(self) -> float:
        """Seconds since exec; behind a launcher, since the start of the process that counts (to 10 ms)."""
        if not self.process:
            return time.monotonic() - self.started
        fields = Path(f"/proc/{self.pids()[0]}/stat").read_text().rpartition(")")[2].split()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / TICK

    def stop(self) -> None:
        """Ends the tree, by process id, and only what this object started."""
        process, self.process = self.process, ""
        pids = self.pids()
        self.process = process
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for pid in pids:
                try:
                    os.kill(pid, sign)
                except ProcessLookupError:
                    pass
            try:
                self.popen.wait(timeout=5)
            except subprocess.TimeoutExpired:
                continue
            time.sleep(0.1)
            pids = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
            if not pids:
                return


class Stage:
    """Hands out folders and ports, starts peers with rendered configurations, and stops everything at the end."""

    def __init__(self, work: Path, base_port: int, proxy_cpus: set[int]):
        self.work, self.next_port, self.proxy_cpus = work, base_port, proxy_cpus
        self.running: list[Instance] = []
        self.count = 0

    def free_port(self) -> int:
        while True:
            self.next_port += 1
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", self.next_port))
                    return self.next_port
                except OSError:
                    continue

    def folder(self, name: str) -> Path:
        self.count += 1
        path = self.work / f"{self.count:03d}-{name}"
        path.mkdir(parents=True)
        return path

    def start(self, peer: Peer, upstream: int, table: list[Route], cpus: set[int] | None = None) -> Instance:
        folder = self.folder(peer.name)
        port = self.free_port()
        variables = {"binary": peer.binary, "dir": str(folder), "configs": str(CONFIGS), "port": str(port),
                     "upstream": str(upstream), "routes": str(len(table))}
        variables |= {name: str(self.free_port()) for name in ("admin", "spare1", "spare2", "spare3")}
        for name in peer.files:
            (folder / name).write_text(render((CONFIGS / name).read_text(), table, variables))
        fill = lambda words: [Template(word).substitute(variables) for word in words]
        if peer.build:
            subprocess.run(fill(peer.build), check=True)
        instance = Instance(peer.name, fill(peer.command), folder / "log", cpus or self.proxy_cpus, port, peer,
                            dict(zip(peer.env, fill(peer.env.values()))))
        self.running.append(instance)
        return instance

    def keep(self, instance: Instance) -> Instance:
        self.running.append(instance)
        return instance

    def stop(self, instance: Instance) -> None:
        self.running.remove(instance)
        instance.stop()

    def stop_all(self) -> None:
        while self.running:
            self.running.pop().stop()


def machine_busy() -> float:
    """Seconds that all processors together were not idle; stolen time counts as busy."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICK
