"""Candidates of accuracy_dump joined with the labels of the corpora."""
import collections
import json
import os
import sys

import numpy as np

TOOLS = os.environ.get("ACCURACY_TOOLS", "/work/shared/accuracy")  # evaluate.py, lib/
sys.path.insert(0, TOOLS)
sys.path.insert(0, os.path.join(TOOLS, "lib"))

import evaluate  # noqa: E402

MANY_LABELS = 25  # of one repository; beyond it its positives weigh less


class Candidates:
    """Rows of one dump; judged ones carry features."""

    def __init__(self, path):
        self.rows, features = [], []
        with open(path, encoding="utf-8", errors="replace") as f:
            for line in f:
                row = json.loads(line)
                numbers = row.pop("features", None)
                if numbers is not None:
                    row["at"] = len(features)
                    features.append(np.array(numbers, dtype=np.int16))
                self.rows.append(row)
        self.features = np.array(features, dtype=np.int16)

    def judged(self):
        """One row for each place and value, whatever families found it."""
        if hasattr(self, "_judged"):
            return self._judged
        seen = {}
        for row in self.rows:
            if row["judged"]:
                seen.setdefault((row["file"], row["begin"], row["size"]), row)
        self._judged = list(seen.values())
        return self._judged

    def proven(self):
        return [r for r in self.rows if not r["judged"] and r["reason"] == "kept"]

    def left_to_the_judge(self):
        """Of judged(): whether no proven value takes the same bytes."""
        spans = collections.defaultdict(list)
        for row in self.proven():
            spans[row["file"]].append((row["begin"], row["begin"] + row["size"]))
        return np.array([not any(a < r["begin"] + r["size"] and b > r["begin"] for a, b in spans.get(r["file"], ()))
                         for r in self.judged()])


JUDGED, PROVEN, PASSING, OPEN, PLAIN, MADE_UP = range(6)  # Standing of value_judge.h
BEYOND = 1000.0  # every threshold


def stand(rows, kind, values, plain=BEYOND):
    """What the program makes of the scores of values that are not left to what was learnt. `plain`: the least
    that PLAIN ones have, which is above medium, wherever that will be."""
    standing = np.array([r["standing"] for r in rows])
    out = np.where(standing == PROVEN, BEYOND, values)
    if kind != "strong":
        return out
    out = np.where(standing == PLAIN, np.maximum(plain, out), out)
    return np.where(np.isin(standing, (PASSING, OPEN, MADE_UP)), -BEYOND, out)


def repo_of(file):
    return file.split("/")[0]


def label_candidates(corpus, rows):
    """Per row (y, strong, known): y 1, 0 or −1 (says nothing); known: somebody labelled the line."""
    values = collections.defaultdict(set)
    for labels in corpus.by_file.values():
        for x in labels:
            if x["label"] in "TX" and x.get("secret"):
                values[repo_of(x["file"])].add(x["secret"])
    out = []
    for row in rows:
        here = [x for x in corpus.by_file.get(row["file"], []) if x["start"] <= row["end"] and x["end"] >= row["start"]]
        true = [x for x in here if x["label"] == "T"]
        same = [x for x in true if evaluate.same_secret(x, row) is not False]
        if same:
            if all(x["group"] in corpus.drop_groups for x in same):
                out.append((-1, 0, 1))
            else:
                out.append((1, int(any(x.get("strength") == "strong" for x in same)), 1))
        elif true or any(x["label"] == "X" for x in here):
            out.append((-1, 0, 1))
        elif here:
            out.append((-1 if all(x["group"] in corpus.drop_groups for x in here) else 0, 0, 1))
        else:
            out.append((-1 if row["secret"] in values[repo_of(row["file"])] else 0, 0, 0))
    return np.array(out, dtype=np.int8).reshape(-1, 3)


def weights_of(rows, y, known, is_clean, clean_weight):
    k = collections.Counter(repo_of(r["file"]) for r, one in zip(rows, y) if one == 1)
    out = np.empty(len(rows))
    for i, row in enumerate(rows):
        if y[i] == 1:
            n = k[repo_of(row["file"])]
            out[i] = (MANY_LABELS / n) ** 0.5 if n > MANY_LABELS else 1.0
        else:
            out[i] = clean_weight if is_clean[i] else 1.0 if known[i] else 0.3
    return out


def folds_of(rows, count):
    """No repository in two folds; folds of about equal size."""
    sizes = collections.Counter(repo_of(r["file"]) for r in rows)
    filled, fold = [0] * count, {}
    for repo, size in sorted(sizes.items(), key=lambda kv: (-kv[1], kv[0])):
        least = filled.index(min(filled))
        fold[repo] = least
        filled[least] += size
    return np.array([fold[repo_of(r["file"])] for r in rows])
