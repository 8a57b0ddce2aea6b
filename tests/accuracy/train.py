#!/usr/bin/env python3
"""Learns the judge's two models and its thresholds, says what they reach out of fold, and writes
the table.

usage: train.py --dump build/release/accuracy_dump --base WORDS.table --corpora DIR --dumps DIR --out judge.table
       [--report] (no table, figures only)
"""
import argparse
import multiprocessing
import os

import numpy as np

import corpora
import learn
import planted
import score
import suites
import table

FOLDS = 6
WORKERS = 2
CLEAN_WEIGHT = {"credential": 0.3, "strong": 1.0}
JUDGED_BY = ("creddata-raw", "clean")  # figures and thresholds come from these; the others only teach
TEACHING = ("leaky-repo", "wrongsecrets")
# Of a suite's positives, negatives, and what says nothing.
SUITE_WEIGHT = {"credential": {1: 0.3, 0: 0.5, -1: 0.0}, "strong": {1: 0.3, 0: 2.0, -1: 0.0}}
PLANTED_WEIGHT = {"credential": {1: 0.15, 0: 0.3, -1: 0.0}, "strong": {1: 0.15, 0: 0.3, -1: 0.0}}
OPTIONS = dict(rounds=300)


class Material:
    """Rows, features, labels, folds of all corpora one after the other; what was planted and the suites last."""

    def __init__(self, args):
        self.corpora = [self.load(args, name) for name in JUDGED_BY + TEACHING]
        self.suites = corpora.Candidates(os.path.join(args.dumps, "examples.jsonl"))
        self.planted, planted_labels = planted.read(os.path.join(args.dumps, "planted"))
        self.manifest = suites.read_manifest(os.path.join(args.corpora, "examples"))
        labellers = {"planted": lambda rows: planted.label(planted_labels, rows),
                     "examples": lambda rows: suites.label_examples(self.manifest, rows)}
        self.rows, x, labels, self.clean = [], [], [], []
        made = [("planted", self.planted, None)] if self.planted else []
        for name, candidates, corpus in self.corpora + made + [("examples", self.suites, None)]:
            judged = candidates.judged()
            self.rows += judged
            x.append(candidates.features[[r["at"] for r in judged]])
            known = corpora.label_candidates(corpus, judged) if corpus else labellers[name](judged)
            known[~candidates.left_to_the_judge(), :2] = (-1, 0)
            labels.append(known)
            self.clean += [name == "clean"] * len(judged)
        self.x, self.labels, self.clean = np.concatenate(x), np.concatenate(labels), np.array(self.clean)
        self.terms = np.array([r["terms"] for r in self.rows])
        self.measured = sum(len(c.judged()) for _name, c, _corpus in self.corpora[:len(JUDGED_BY)])
        self.suites_at = len(self.rows) - len(self.suites.judged())
        planted_rows = self.planted.judged() if self.planted else []
        self.planted_at = self.suites_at - len(planted_rows)
        folds = corpora.folds_of(self.rows[:self.measured], FOLDS)
        self.folds = np.concatenate([folds,
                                     corpora.folds_of(self.rows[self.measured:self.planted_at], FOLDS),
                                     planted.folds_as(self.rows[:self.measured], folds, planted_rows),
                                     suites.folds_of_examples(self.manifest, self.suites.judged(), FOLDS)])

    @staticmethod
    def load(args, name):
        candidates = corpora.Candidates(os.path.join(args.dumps, name + ".jsonl"))
        return name, candidates, corpora.evaluate.Corpus(os.path.join(args.corpora, name), "all", ("identifier",))

    def weights(self, kind):
        out = corpora.weights_of(self.rows, self.labels[:, 0], self.labels[:, 2], self.clean, CLEAN_WEIGHT[kind])
        between = slice(self.planted_at, self.suites_at)
        out[between] = [PLANTED_WEIGHT[kind][y] for y in self.labels[between, 0]]
        out[self.suites_at:] = [SUITE_WEIGHT[kind][y] for y in self.labels[self.suites_at:, 0]]
        return out


def target(kind, labels):
    """y and which rows count."""
    y, strong = labels[:, 0], labels[:, 1]
    if kind == "credential":
        return y == 1, y >= 0
    return (y == 1) & (strong == 1), (y == 0) | (strong == 1)


def fitted(x, y, weights, use):
    use = use & (weights > 0)
    return learn.Both(**OPTIONS).fit(x[use], y[use], weights[use])


def one_fold(job):
    kind, k = job
    material, weights = SHARED
    y, use = target(kind, material.labels)
    here = material.folds == k
    return kind, k, fitted(material.x, y, weights[kind], use & ~here).logits(material.x[here])


def out_of_fold(material, weights):
    """Logits of each kind, from models that saw nothing of a row's repository."""
    global SHARED  # what the workers inherit
    SHARED = material, weights
    out = {kind: np.zeros(len(material.rows)) for kind in CLEAN_WEIGHT}
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        for kind, k, logits in pool.imap_unordered(one_fold, [(kind, k) for kind in out for k in range(FOLDS)]):
            out[kind][material.folds == k] = logits
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
    material = Material(args)
    rows, labels, measured = material.rows, material.labels, material.measured
    print(f"{len(rows)} candidates, {(labels[:, 0] == 1).sum()} secrets, {labels[:, 1].sum()} strong")
    kept = np.load(args.reuse) if args.reuse else {}
    scores, term_weights = {}, {}
    weights = {kind: material.weights(kind) for kind in CLEAN_WEIGHT}
    local = {k: kept[k + "_local"] for k in CLEAN_WEIGHT} if kept else out_of_fold(material, weights)
    for kind, logits in local.items():
        y, use = target(kind, labels)
        use[measured:] = False  # the others are too small to have a file around them
        term_weights[kind] = file_weights(logits[use], material.terms[use], y[use], weights[kind][use])
        print(kind, "file terms", np.round(term_weights[kind], 3))
        scores[kind] = logits + material.terms @ term_weights[kind]
        scores[kind + "-local"] = logits
    if args.save:
        np.savez(args.save, folds=material.folds, labels=labels, **{k.replace("-", "_"): v for k, v in scores.items()})
    thresholds = score.report(material, scores)
    if args.report:
        return
    sections, models = table.read(args.base), {}
    for kind, number in (("credential", table.CREDENTIAL), ("strong", table.STRONG)):
        y, use = target(kind, labels)
        models[kind] = table.model_of(fitted(material.x, y, weights[kind], use))
        sections[number] = table.pack_model(*models[kind])
    as_integers = [[int(round(v * 1000)) for v in term_weights[k]] for k in ("credential", "strong")]
    sections[table.CALIBRATION] = table.pack_calibration(*(int(round(t * 1000)) for t in thresholds), *as_integers)
    table.write(args.out, args.dump, sections)
    if args.vectors:
        table.write_vectors(args.vectors, models["credential"], models["strong"], material.x.shape[1])
    print({k: len(v) for k, v in sections.items()})


if __name__ == "__main__":
    main()
