"""What findings a pair of scores would give, and how the evaluation counts them."""
import bisect
import collections

import numpy as np

import corpora
import suites

# Per million clean lines, out of fold; medium and high without LOUD, whose fixed test credentials
# are what other corpora call secrets.
LOW_ALARMS, MEDIUM_ALARMS, HIGH_ALARMS = 59.0, 2.5, 0.9
LOUD = "rails__rails"
PLAIN_ABOVE_MEDIUM = 0.2  # kPlain of value_judge.cc


def best_by_value(rows, value):
    """Of the places of one value in one file, the best."""
    best = {}
    for i, row in enumerate(rows):
        key = (row["file"], row["secret"])
        if key not in best or value[i] > value[best[key]]:
            best[key] = i
    return sorted(best.values())


def not_overlapped(rows, order, proven):
    """Indexes whose bytes neither a proven value nor a better judged one has taken."""
    taken = collections.defaultdict(list)
    for row in proven:
        bisect.insort(taken[row["file"]], (row["begin"], row["begin"] + row["size"]))
    out = []
    for i in order:
        row = rows[i]
        spans, span = taken[row["file"]], (row["begin"], row["begin"] + row["size"])
        at = bisect.bisect_left(spans, span)
        if at < len(spans) and spans[at][0] < span[1] or at > 0 and spans[at - 1][1] > span[0]:
            continue
        spans.insert(at, span)
        out.append(i)
    return out


class Field:
    """One corpus with its judged rows in order of a score."""

    def __init__(self, name, candidates, corpus, rows, value, proven_floor="low"):
        levels = {"low": 0, "medium": 1, "high": 2}
        self.name, self.corpus = name, corpus
        self.proven = [r for r in candidates.proven() if levels[r["confidence"]] >= levels[proven_floor]]
        order = sorted(best_by_value(rows, value), key=lambda i: -value[i])
        order = not_overlapped(rows, order, candidates.proven())
        self.rows, self.values = [rows[i] for i in order], [value[i] for i in order]

    def found(self, threshold):
        n = sum(v >= threshold for v in self.values)
        return self.rows[:n] + self.proven

    def alarms(self, threshold, without=None):
        if not hasattr(self, "open"):
            self.open = [self.is_alarm(r) for r in self.rows]
            self.proven_open = sum(self.is_alarm(r) for r in self.proven)
        return self.proven_open + sum(o and v >= threshold and not (without and r["file"].startswith(without))
                                      for o, v, r in zip(self.open, self.values, self.rows))

    def is_alarm(self, row):
        return not any(x["start"] <= row["end"] and x["end"] >= row["start"]
                       for x in self.corpus.by_file.get(row["file"], []))

    def evaluate(self, threshold):
        found = [dict(r) for r in self.found(threshold)]
        total, groups, _c, repos, other, misses, wrong = corpora.evaluate.evaluate(self.corpus, found)
        r = total.row(len(other))
        r["strong"] = corpora.evaluate.ratio(total.strong[True], sum(total.strong.values()))
        r["groups"] = {g: t.row()["recall"] for g, t in groups.items()}
        r["repos"], r["misses"], r["wrong"] = repos, misses, wrong
        return r


def fields_of(data, rows, value, floor):
    out, at = {}, 0
    for name, candidates, corpus in data:
        n = len(candidates.judged())
        out[name] = Field(name, candidates, corpus, rows[at:at + n], value[at:at + n], floor)
        at += n
    return out


def threshold_at(field, per_million, without=None):
    """The lowest threshold with no more alarms than that."""
    lines = field.corpus.info["lines"]
    if without:
        lines -= field.corpus.info["repositories"][without.replace("__", "/")]["lines"]
    values = sorted(set(np.round(field.values, 3)))
    at = bisect.bisect_left(values, True, key=lambda v: field.alarms(v, without) <= per_million * lines / 1e6)
    return values[at] if at < len(values) else values[-1] + 1


def line(label, threshold, cred, clean, without=None):
    r = cred.evaluate(threshold)
    lines = clean.corpus.info["lines"]
    n = clean.alarms(threshold)
    print(f"{label:<26} th {threshold:6.2f}  F1 {r['f1']:.3f}  P {r['precision']:.3f}  R {r['recall']:.3f}  "
          f"P-low {r['precision_low']:.3f}  strong {r['strong']:.3f}  clean {n} = {n / lines * 1e6:.1f}/M")
    return r


def suites_line(material, values, threshold, floor):
    at = material.suites_at
    exact, named, alarms = suites.evaluate(material.manifest, material.suites, material.rows[at:], values[at:],
                                           threshold, floor)
    print(f"  suites exact {exact:.3f}  named {named:.3f}  alarms on fair negatives {alarms:.3f}")


def report(material, scores):
    """Prints the curves; the thresholds of low, medium, high."""
    rows, data = material.rows[:material.measured], material.corpora[:2]
    values = {kind: corpora.stand(material.rows, kind, scores[kind]) for kind in ("credential", "strong")}
    low = fields_of(data, rows, values["credential"], "low")
    cred, clean = low["creddata-raw"], low["clean"]
    for rate in (120, 80, 60, 50, 40, 20, 10):
        line(f"credential, {rate}/M", threshold_at(clean, rate), cred, clean)
    thresholds = [threshold_at(clean, LOW_ALARMS)]
    r = line("low", thresholds[0], cred, clean)
    print("  groups", {g: round(v, 3) for g, v in r["groups"].items() if v == v})
    suites_line(material, values["credential"], thresholds[0], "low")
    for name, rate in (("medium", MEDIUM_ALARMS), ("high", HIGH_ALARMS)):
        plain = thresholds[1] + PLAIN_ABOVE_MEDIUM if name == "high" else corpora.BEYOND
        values["strong"] = corpora.stand(material.rows, "strong", scores["strong"], plain)
        strong = fields_of(data, rows, values["strong"], "medium")
        cred, clean = strong["creddata-raw"], strong["clean"]
        thresholds.append(threshold_at(clean, rate, LOUD))
        line(name, thresholds[-1], cred, clean)
        suites_line(material, values["strong"], thresholds[-1], "medium")
    for rate in (20, 10, 5, 3, 2, 1):
        line(f"strong, {rate}/M", threshold_at(clean, rate), cred, clean)
        line(f"strong, {rate}/M, no {LOUD}", threshold_at(clean, rate, LOUD), cred, clean)
    line("proven alone", 2 * corpora.BEYOND, cred, clean)
    return thresholds
