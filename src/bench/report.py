"""Tables: min, median, max over the rounds, and the ratio to the baseline, round by round."""

from __future__ import annotations

from statistics import median


class Results:
    """values[group][figure][proxy] = one number per round."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, dict[str, list[float]]]] = {}

    def add(self, group: str, proxy: str, figures: dict[str, float]) -> None:
        for figure, value in figures.items():
            self.values.setdefault(group, {}).setdefault(figure, {}).setdefault(proxy, []).append(value)


def number(value: float) -> str:
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.1f}" if size >= 100 else f"{value:.2f}"


def cell(values: list[float], base: list[float] | None) -> str:
    text = " / ".join(number(v) for v in (min(values), median(values), max(values)))
    if base and base is not values and len(base) == len(values) and all(base):
        ratios = [v / b for v, b in zip(values, base)]
        text += f" · **{median(ratios):.2f}×** ({min(ratios):.2f}–{max(ratios):.2f})"
    return text


def tables(results: Results, baseline: str, titles: dict[str, tuple[str, dict[str, str]]]) -> str:
    """Markdown: min / median / max · median of the ratios to the baseline, round by round (their range)."""
    out = []
    for group, (title, columns) in titles.items():
        figures = results.values.get(group)
        if not figures:
            continue
        out.append(f"\n**{title}**\n\n| | {' | '.join(columns.values())} |\n|---|{'---|' * len(columns)}\n")
        for name in next(iter(figures.values())):
            at = name.partition("@")
            base = baseline + at[1] + at[2]
            out.append(f"| {name} | {' | '.join(cell(figures[c][name], figures[c].get(base)) for c in columns)} |\n")
    return "".join(out)


def ratios(results: Results, baseline: str, figure: str, title: str, groups: dict[str, str]) -> str:
    """Markdown: the median ratio to the baseline of one figure, a column per group (its title); empty without any."""
    columns = {group: results.values[group][figure] for group in groups if figure in results.values.get(group, {})}
    if not columns or any(baseline not in proxies for proxies in columns.values()):
        return ""
    names = [name for name in next(iter(columns.values())) if name not in ("direct", baseline)]
    out = [f"**{title}, × {baseline}**\n\n| | {' | '.join(groups[group] for group in columns)} |\n|---|{'---|' * len(columns)}\n"]
    for name in names:
        cells = [f"{median(v / b for v, b in zip(proxies[name], proxies[baseline])):.2f}"
                 if len(proxies[name]) == len(proxies[baseline]) else "–" for proxies in columns.values()]
        out.append(f"| {name} | {' | '.join(cells)} |\n")
    return "".join(out)
