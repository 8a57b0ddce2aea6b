"""Other scanners' test suites (corpus "examples"): one file an example, labelled as a whole."""
import collections
import json
import os
import sys
import zlib

import numpy as np

import corpora

sys.path.insert(0, os.path.join(corpora.TOOLS, "extract"))

import run_examples  # noqa: E402
import strength  # noqa: E402
from common import fair  # noqa: E402


def read_manifest(root):
    with open(os.path.join(root, "manifest.jsonl")) as f:
        return {m["file"]: m for m in map(json.loads, f)}


def label_examples(manifest, rows):
    """As corpora.label_candidates(); a value under a name counts once, whatever suites share it."""
    out, seen = [], set()
    for row in rows:
        m = manifest.get(row["file"])
        label = (-1, 0, 1)
        if m and fair(m) and m["label"] != "positive":
            label = (0, 0, 1)
        elif m and fair(m) and any(corpora.evaluate.same_secret({"secret": s}, row) for s in m["secrets"]):
            label = (1, int(strength.strength(row["secret"], "") == "strong"), 1)
        key = (row["secret"], row["name"], label[0])
        out.append((-1, 0, 1) if key in seen else label)
        seen.add(key)
    return np.array(out, dtype=np.int8).reshape(-1, 3)


def folds_of_examples(manifest, rows, count):
    """No provider in two folds."""
    provider = [(manifest.get(r["file"]) or {}).get("provider") or "?" for r in rows]
    return np.array([zlib.crc32(p.encode()) % count for p in provider])


def evaluate(manifest, candidates, rows, values, threshold, floor):
    """(exact, named, alarms on fair negatives) at a threshold."""
    levels, by_file = {"low": 0, "medium": 1, "high": 2}, collections.defaultdict(list)
    for r in candidates.proven():
        if levels[r["confidence"]] >= levels[floor]:
            by_file[r["file"]].append(r)
    for r, v, left in zip(rows, values, candidates.left_to_the_judge()):
        if left and v >= threshold:
            by_file[r["file"]].append(r)
    count = collections.Counter()
    for name, m in manifest.items():
        if not fair(m):
            continue
        kind = run_examples.hit_kind(m, by_file.get(name, []))
        if m["label"] == "positive":
            count.update(yes=1, exact=kind >= 2, named=kind >= 3)
        else:
            count.update(no=1, alarms=kind >= 1)
    return count["exact"] / count["yes"], count["named"] / count["yes"], count["alarms"] / count["no"]
