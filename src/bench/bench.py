#!/usr/bin/env python3
"""Side-by-side benchmark of HTTP proxies on one machine; see README.md."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import load
from load import Client, Shape
from proxies import CONFIGS, HERE, Instance, Peer, Route, Stage, read_peers, render, routes
from report import Results, ratios, tables

ANSWER = "x" * 100
LARGE = 2**30
GROUPS = ["start", "load", "latency", "large", "table", "syscalls"]
WARMUP_RUN = 100_000  # requests of one client run while warming up: several runs, so that connections come and go as later

# The loads of the group "load", and how their columns are called where only ratios are shown.
SHAPES = {"h2": "HTTP/2", "h1": "HTTP/1", "post-h2": "POST 10 KiB, HTTP/2", "post-h1": "POST 10 KiB, HTTP/1"}

# group -> (title, {figure: column})
TABLES = {
    "start": ("Start, not pinned; memory is summed over its processes", {
        "first_200_ms": "exec → first 200 through the proxy, ms", "rss_idle": "RSS idle after 2 s, MiB"}),
    "h2": ("HTTP/2 → HTTP/2, 8 connections × 8 streams, 100-byte answers, saturated", {
        "cpu_us": "CPU µs/request", "user_us": "of it user", "rps": "requests/s", "busy": "its CPU busy"}),
    "h1": ("HTTP/1 → HTTP/1, 64 connections, 100-byte answers, saturated", {
        "cpu_us": "CPU µs/request", "user_us": "of it user", "rps": "requests/s", "busy": "its CPU busy"}),
    "post-h2": ("POST of 10 KiB, HTTP/2, 8 × 8", {"cpu_us": "CPU µs/request", "rps": "requests/s"}),
    "post-h1": ("POST of 10 KiB, HTTP/1, 64 connections", {"cpu_us": "CPU µs/request", "rps": "requests/s"}),
    "memory": ("Memory after each round (one process for all rounds)", {"rss_after": "RSS, MiB"}),
    "latency-h2": ("Latency at the fixed rate, HTTP/2, µs", {
        "p50": "p50", "p99": "p99", "p999": "p99.9", "cpu_us": "CPU µs/request at that rate"}),
    "added-h2": ("Added latency (minus direct of the same round), HTTP/2, µs", {"p50": "p50", "p99": "p99", "p999": "p99.9"}),
    "latency-h1": ("Latency at the fixed rate, HTTP/1, µs", {
        "p50": "p50", "p99": "p99", "p999": "p99.9", "cpu_us": "CPU µs/request at that rate"}),
    "added-h1": ("Added latency (minus direct of the same round), HTTP/1, µs", {"p50": "p50", "p99": "p99", "p999": "p99.9"}),
    "large-h2": ("1 GiB download, HTTP/2", {
        "mib_s": "MiB/s", "cpu_s_gib": "CPU s/GiB", "rss_growth": "RSS peak − before, MiB"}),
    "large-h1": ("1 GiB download, HTTP/1", {
        "mib_s": "MiB/s", "cpu_s_gib": "CPU s/GiB", "rss_growth": "RSS peak − before, MiB"}),
    "table": ("Size of the route table (proxy@routes), HTTP/2, 8 × 8", {
        "cpu_us": "CPU µs/request", "growth": "against the smallest, same round"}),
    "syscalls-h2": ("System calls, HTTP/2, 8 × 8", {"per_request": "per request"}),
    "syscalls-h1": ("System calls, HTTP/1, 64 connections", {"per_request": "per request"}),
    "foreign": ("Processors busy with anything else while measuring (0 = quiet)", {"cpus": "processors"}),
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, action="append", help="TOML of proxies; repeatable (default: peers.toml)")
    parser.add_argument("--proxies", default="envoy,haproxy,nghttpx,fairlead", help="names, in order")
    parser.add_argument("--binary", action="append", default=[], metavar="NAME=PATH", help="where a program is")
    parser.add_argument("--baseline", default="envoy")
    parser.add_argument("--groups", default="load", help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--shapes", default=",".join(SHAPES), help=f"loads of the group load, of {', '.join(SHAPES)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--routes", type=int, default=20)
    parser.add_argument("--table-sizes", default="10,20,100,1000")
    parser.add_argument("--requests", type=int, default=100_000, help="per measured load (POST: a third)")
    parser.add_argument("--table-requests", type=int, default=50_000)
    parser.add_argument("--warmup", type=int, default=50_000, help="requests per load before the first round")
    parser.add_argument("--rate", type=int, default=2000, help="requests/s of the latency group, a multiple of 100")
    parser.add_argument("--latency-seconds", type=int, default=7)
    parser.add_argument("--base-port", type=int, default=21000)
    parser.add_argument("--backend-bind", default="127.0.0.1", help="address that the backends listen on")
    parser.add_argument("--proxy-cpus", default="1", help="processors of the proxy, e.g. 1 or 2,3")
    parser.add_argument("--other-cpus", default="0", help="processors of client and backend")
    parser.add_argument("--nice", type=int, default=0, help="priority of the run, e.g. -10 on a machine that is not quiet (root)")
    parser.add_argument("--out", type=Path, help="write every figure of every round as JSON")
    arguments = parser.parse_args()
    for option, known in (("groups", GROUPS), ("shapes", list(SHAPES))):
        unknown = set(getattr(arguments, option).split(",")) - set(known)
        if unknown:
            parser.error(f"--{option}: {', '.join(sorted(unknown))} (expected: {', '.join(known)})")
    if arguments.rate % 100:
        parser.error(f"--rate: {arguments.rate} (expected: a multiple of 100)")
    return arguments


def cpu_set(text: str) -> set[int]:
    return {int(part) for part in text.split(",")}


class Bench:
    def __init__(self, arguments: argparse.Namespace, work: Path):
        self.arguments, self.work = arguments, work
        binaries = dict(pair.split("=", 1) for pair in arguments.binary)
        known: dict[str, Peer] = {}
        for path in arguments.peers or [HERE / "peers.toml"]:
            known |= read_peers(path, binaries)
        missing = [name for name in arguments.proxies.split(",") if name not in known]
        if missing:
            sys.exit(f"--proxies: {', '.join(missing)} (expected: {', '.join(known)})")
        self.peers = [known[name] for name in arguments.proxies.split(",")]
        self.other_cpus = cpu_set(arguments.other_cpus)
        self.stage = Stage(work, arguments.base_port, cpu_set(arguments.proxy_cpus))
        self.client = Client(work, self.other_cpus)
        self.results = Results()
        self.body = work / "body"
        self.body.write_bytes(b"y" * 10240)
        chosen = arguments.shapes.split(",")
        self.shapes = [shape for shape in (
            Shape("h2", False, 8, 8), Shape("h1", True, 64, 1),
            Shape("post-h2", False, 8, 8, self.body), Shape("post-h1", True, 64, 1, self.body)) if shape.name in chosen]

    # --- programs -------------------------------------------------------------------------------------------------

    def start_backend(self) -> Instance:
        folder, port = self.stage.folder("backend"), self.stage.free_port()
        config = folder / "backend.cfg"
        config.write_text(render((CONFIGS / "backend.cfg").read_text(), [], {
            "bind": self.arguments.backend_bind, "backend": str(port), "answer": ANSWER}))
        backend = self.stage.keep(
            Instance("direct", ["haproxy", "-db", "-f", str(config)], folder / "log", self.other_cpus, port))
        backend.wait_ready("/")
        return backend

    def start_large(self) -> tuple[Instance, int, int]:
        folder, www = self.stage.folder("large"), self.work / "www"
        www.mkdir()
        with (www / "large").open("wb") as file:
            for _ in range(LARGE // 2**20):
                file.write(bytes(2**20))
        h1, h2 = self.stage.free_port(), self.stage.free_port()
        config = folder / "nginx.conf"
        config.write_text(render((CONFIGS / "large.conf").read_text(), [], {
            "bind": self.arguments.backend_bind, "dir": str(folder), "www": str(www), "large_h1": str(h1), "large_h2": str(h2)}))
        backend = self.stage.keep(
            Instance("direct", ["nginx", "-c", str(config)], folder / "log", self.other_cpus, h1))
        backend.wait_ready("/ready", limit=10)
        return backend, h1, h2

    def record(self, group: str, proxy: str, figures: dict[str, float]) -> None:
        self.results.add(group, proxy, figures)
        if "foreign" in figures:
            self.results.add("foreign", group, {"cpus": figures["foreign"]})
        text = "  ".join(f"{key}={value:.2f}" for key, value in figures.items())
        print(f"{time.strftime('%H:%M:%S')}  {group:<11} {proxy:<14} {text}", flush=True)

    # --- groups ---------------------------------------------------------------------------------------------------

    def start(self, backend: Instance) -> None:
        """Time to the first 200 and idle memory, of fresh processes."""
        every_cpu = os.sched_getaffinity(0)
        table = routes(self.arguments.routes)
        for _ in range(self.arguments.rounds):
            for peer in self.peers:
                proxy = self.stage.start(peer, backend.port, table, every_cpu)
                took = proxy.wait_ready(table[0].path)
                time.sleep(2)
                self.record("start", peer.name, {"first_200_ms": took * 1000, "rss_idle": proxy.rss_mib()})
                self.stage.stop(proxy)

    def load_and_latency(self, backend: Instance, groups: set[str]) -> None:
        a, table = self.arguments, routes(self.arguments.routes)
        proxies = []
        for peer in self.peers:
            proxies.append(self.stage.start(peer, backend.port, table))
            self.warm(peer, proxies[-1], self.shapes, table)
        for _ in range(a.rounds):
            if "load" in groups:
                for shape in self.shapes:
                    for proxy in [backend, *proxies]:
                        figures = load.measure(self.client, proxy, backend, shape, table, self.count(shape, a.requests))
                        self.record(shape.name, proxy.name, figures)
            if "latency" in groups:
                for http1 in (False, True):
                    self.latency_round(http1, backend, proxies, table)
            for proxy in proxies:
                self.record("memory", proxy.name, {"rss_after": proxy.rss_mib()})
        if "syscalls" in groups:
            for shape in (shape for shape in self.shapes if not shape.body):
                for proxy in proxies:
                    calls = load.system_calls(self.client, proxy, shape, table, a.requests // 4)
                    if calls is not None:
                        self.record(f"syscalls-{shape.name}", proxy.name, {"per_request": calls})
        for proxy in proxies:
            self.stage.stop(proxy)

    def warm(self, peer: Peer, proxy: Instance, shapes: list[Shape], table: list[Route]) -> None:
        """Loads of every shape, not measured, until the proxy is as fast as it gets."""
        proxy.wait_ready(table[-1].path)
        for shape in shapes:
            left = self.count(shape, peer.warmup or self.arguments.warmup)
            while left > 0:
                self.client.run(proxy, shape, [route.path for route in table], min(left, WARMUP_RUN))
                left -= WARMUP_RUN
        print(f"{time.strftime('%H:%M:%S')}  warm        {peer.name}", flush=True)

    @staticmethod
    def count(shape: Shape, requests: int) -> int:
        return requests // 3 if shape.body else requests

    def latency_round(self, http1: bool, backend: Instance, proxies: list[Instance], table: list[Route]) -> None:
        a, protocol = self.arguments, "h1" if http1 else "h2"
        direct: dict[str, float] = {}
        for target in [backend, *proxies]:
            figures = load.latency(self.client, target, backend, http1, table, a.rate, a.latency_seconds)
            direct = direct or dict(figures)
            self.record(f"latency-{protocol}", target.name, figures)
            if target is not backend:
                added = {key: figures[key] - direct[key] for key in ("p50", "p99", "p999")}
                self.results.add(f"added-{protocol}", target.name, added)

    def large(self) -> None:
        backend, h1, h2 = self.start_large()
        table = routes(self.arguments.routes)  # /large matches none of them
        for http1, port, group in ((False, h2, "large-h2"), (True, h1, "large-h1")):
            proxies = [self.stage.start(peer, port, table) for peer in self.peers]
            backend.port = port
            for proxy in proxies:
                self.wait_relaying(proxy, Shape("ready", http1, 1, 1))
            for _ in range(self.arguments.rounds):
                for proxy in [backend, *proxies]:
                    self.record(group, proxy.name, load.download(self.client, proxy, backend, http1, LARGE))
            for proxy in proxies:
                self.stage.stop(proxy)
        self.stage.stop(backend)

    def wait_relaying(self, proxy: Instance, shape: Shape, limit: float = 60.0) -> None:
        """wait_ready() for a backend that speaks only the shape's protocol."""
        deadline = time.monotonic() + limit
        while True:
            try:
                self.client.run(proxy, shape, ["/ready"], 1)
                return
            except RuntimeError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def table(self, backend: Instance) -> None:
        sizes = [int(size) for size in self.arguments.table_sizes.split(",")]
        shape = Shape("h2", False, 8, 8)
        runs = []
        for peer in (peer for peer in self.peers if peer.routes):
            for size in sizes:
                proxy = self.stage.start(peer, backend.port, routes(size))
                self.warm(peer, proxy, [shape], routes(size))
                runs.append((size, proxy))
        for _ in range(self.arguments.rounds):
            small: dict[str, float] = {}
            for size, proxy in runs:
                figures = load.measure(self.client, proxy, backend, shape, routes(size), self.arguments.table_requests)
                small.setdefault(proxy.name, figures["cpu_us"])
                figures["growth"] = figures["cpu_us"] / small[proxy.name]
                self.record("table", f"{proxy.name}@{size}", figures)
        for _, proxy in runs:
            self.stage.stop(proxy)

    def run(self) -> None:
        groups = set(self.arguments.groups.split(","))
        backend = self.start_backend()
        if "start" in groups:
            self.start(backend)
        if groups & {"load", "latency", "syscalls"}:
            self.load_and_latency(backend, groups)
        if "large" in groups:
            self.large()
        if "table" in groups:
            self.table(backend)


def conditions() -> str:
    load_average = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{time.strftime('%Y-%m-%d %H:%M:%S')}  load average {load_average}  {os.cpu_count()} processors"


def client_version() -> str:
    return subprocess.run(["h2load", "--version"], capture_output=True, text=True).stdout.strip()


def prefer(nice: int) -> None:
    """Priority of this process and all it starts; with autogroups the kernel looks at the session's own first."""
    os.nice(nice)
    autogroup = Path("/proc/self/autogroup")
    if autogroup.exists():
        autogroup.write_text(str(nice))


def main() -> None:
    arguments = parse_arguments()
    if arguments.nice:
        prefer(arguments.nice)
    work = Path(tempfile.mkdtemp(prefix="bench-"))
    work.chmod(0o755)  # some peers run as another user
    bench = Bench(arguments, work)
    versions = {peer.name: peer.version_text() for peer in bench.peers} | {"client": client_version()}
    before = conditions()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that everything started is ended
    try:
        bench.run()
        done = True
    except (KeyboardInterrupt, RuntimeError, OSError, subprocess.TimeoutExpired) as failure:
        print(f"stopped: {failure!r}", file=sys.stderr)
        done = False
    finally:
        bench.stage.stop_all()
    print(f"\nstart {before}\nend   {conditions()}\n")
    for name, text in versions.items():
        print(f"{name}: {text}")
    print("\nmin / median / max over the rounds · median of the ratios to the baseline in the same round (their range)")
    print(tables(bench.results, arguments.baseline, TABLES))
    print(ratios(bench.results, arguments.baseline, "cpu_us", "CPU per request", SHAPES))
    if arguments.out:
        arguments.out.write_text(json.dumps({"versions": versions, "start": before, "end": conditions(),
                                             "arguments": vars(arguments) | {"out": str(arguments.out),
                                             "peers": [str(p) for p in arguments.peers or []]},
                                             "values": bench.results.values}, indent=1))
    if done:
        shutil.rmtree(work)
    else:
        sys.exit(f"failed; configurations and logs are in {work}")


if __name__ == "__main__":
    main()
