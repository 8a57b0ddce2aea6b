#!/usr/bin/env python3
"""Learns the judge's two models and its thresholds, says what they reach out of fold, and writes
the table.

usage: train.py --dump build/release/accuracy_dump --base WORDS.table --corpora DIR --dumps DIR --out judge.table
       [--report] (no table, figures only)
"""
import argparse
import os

import numpy as np

import corpora
import learn
import score
import table

FOLDS = 6
CLEAN_WEIGHT = {"credential": 0.3, "strong": 1.0}
TRAINED_ON = ("creddata-raw", "clean")


def load(args, names):
    data = []
    for name in names:
        candidates = corpora.Candidates(os.path.join(args.dumps, name + ".jsonl"))
        corpus = corpora.evaluate.Corpus(os.path.join(args.corpora, name), "all", ("identifier",))
        data.append((name, candidates, corpus))
    return data


def gather(data):
    """Rows, features, labels of all corpora one after the other."""
    rows, x, labels, clean = [], [], [], []
    for name, candidates, corpus in data:
        judged = candidates.judged()
        rows += judged
        x.append(candidates.features[[r["at"] for r in judged]])
        labels.append(corpora.label_candidates(corpus, judged))
        clean += [name == "clean"] * len(judged)
    return rows, np.concatenate(x), np.concatenate(labels), np.array(clean)


def target(kind, labels):
    """y and which rows count."""
    y, strong = labels[:, 0], labels[:, 1]
    if kind == "credential":
        return y == 1, y >= 0
    return (y == 1) & (strong == 1), (y == 0) | (strong == 1)


def out_of_fold(kind, x, labels, weights, folds, options):
    y, use = target(kind, labels)
    out = np.zeros(len(x))
    for k in range(FOLDS):
        train = (folds != k) & use
        model = learn.Both(**options).fit(x[train], y[train], weights[train])
        out[folds == k] = model.logits(x[folds == k])
        print(f"  {kind}, fold {k + 1} of {FOLDS}", flush=True)
    return out


def file_weights(logits, terms, y, w, steps=30, ridge=50.0):
    """Weights of the file terms beside the local logit, whose weight stays 1; bounded by ridge."""
    z = np.concatenate([terms, np.ones((len(terms), 1))], axis=1).astype(float)
    b = np.zeros(z.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(logits + z @ b)))
        grad = z.T @ (w * (p - y)) + ridge * np.append(b[:-1], 0)
        hess = (z * (w * p * (1 - p))[:, None]).T @ z + ridge * np.eye(len(b))
        b -= np.linalg.solve(hess, grad)
    return b[:-1]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("dump", "base", "corpora", "dumps", "out"):
        ap.add_argument("--" + name, required=True)
    ap.add_argument("--report", action="store_true")
    ap.add_argument("--vectors", help="scores of this evaluation for the unit test: tests/unit/match/judge/score_vectors.txt")
    ap.add_argument("--reuse", help="out-of-fold scores of an earlier run over the same dumps")
    ap.add_argument("--save", help="out-of-fold scores, for closer looks")
    args = ap.parse_args()
    data = load(args, TRAINED_ON)
    rows, x, labels, clean = gather(data)
    terms = np.array([r["terms"] for r in rows])
    folds = corpora.folds_of(rows, FOLDS)
    print(f"{len(rows)} candidates, {(labels[:, 0] == 1).sum()} secrets, {labels[:, 1].sum()} strong")
    kept = np.load(args.reuse) if args.reuse else {}
    scores, term_weights, weights = {}, {}, {}
    options = {"credential": dict(rounds=300), "strong": dict(rounds=300)}
    for kind in CLEAN_WEIGHT:
        weights[kind] = corpora.weights_of(rows, labels[:, 0], labels[:, 2], clean, CLEAN_WEIGHT[kind])
        logits = kept[kind + "_local"] if kept else out_of_fold(kind, x, labels, weights[kind], folds, options[kind])
        y, use = target(kind, labels)
        term_weights[kind] = file_weights(logits[use], terms[use], y[use], weights[kind][use])
        print(kind, "file terms", np.round(term_weights[kind], 3))
        scores[kind] = logits + terms @ term_weights[kind]
        scores[kind + "-local"] = logits
    if args.save:
        np.savez(args.save, folds=folds, labels=labels, **{k.replace("-", "_"): v for k, v in scores.items()})
    thresholds = score.report(data, rows, scores)
    if args.report:
        return
    sections, models = table.read(args.base), {}
    for kind, number in (("credential", table.CREDENTIAL), ("strong", table.STRONG)):
        y, use = target(kind, labels)
        model = learn.Both(**options[kind]).fit(x[use], y[use], weights[kind][use])
        models[kind] = table.model_of(model)
        sections[number] = table.pack_model(*models[kind])
    as_integers = [[int(round(v * 1000)) for v in term_weights[k]] for k in ("credential", "strong")]
    sections[table.CALIBRATION] = table.pack_calibration(*(int(round(t * 1000)) for t in thresholds), *as_integers)
    table.write(args.out, args.dump, sections)
    if args.vectors:
        table.write_vectors(args.vectors, models["credential"], models["strong"], x.shape[1])
    print({k: len(v) for k, v in sections.items()})


if __name__ == "__main__":
    main()
