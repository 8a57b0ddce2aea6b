#!/usr/bin/env python3
"""Words and trigrams of clean source code, as the first two sections of the judge's table.

A word counts when it stands in at least 4 files of at least 2 repositories; trigrams are counted
over the names and words of all files, a name at most 8 times a repository, so that no single one
shapes them.

usage: make_vocabulary.py --dump build/release/accuracy_dump --clean DIR --out TABLE
"""
import argparse
import collections
import os
import re

import table

NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]{2,40}")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
LARGEST = 1 << 20
MOST_WORDS = 24576  # three quarters of 32,768 places; today 16,270 words are met often enough


def symbol(c):
    if "a" <= c <= "z" or "A" <= c <= "Z":
        return ord(c.lower()) - 96
    if "0" <= c <= "9":
        return 27
    return {"_": 28, "-": 28, ".": 29, "/": 29, " ": 30, "\t": 30}.get(c, 31)


def files(root):
    for base, _folders, names in os.walk(root):
        for name in sorted(names):
            path = os.path.join(base, name)
            if os.path.islink(path) or os.path.getsize(path) > LARGEST:
                continue
            with open(path, "rb") as f:
                data = f.read()
            if b"\0" not in data[:8000]:
                yield data


def count(clean):
    in_files, in_repos, names = collections.Counter(), collections.Counter(), collections.Counter()
    for repo in sorted(os.listdir(clean)):
        here, here_names = collections.Counter(), collections.Counter()
        for data in files(os.path.join(clean, repo)):
            seen = {n.decode() for n in NAME.findall(data)}
            here_names.update(seen)
            here.update({p.lower() for n in seen for p in PART.findall(n)})
        in_files.update(here)
        in_repos.update(here.keys())
        for name, times in here_names.items():
            names[name] += min(times, 8)
    return in_files, in_repos, names


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--dump", required=True)
    ap.add_argument("--clean", required=True)
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    in_files, in_repos, names = count(args.clean)
    words = [w for w, n in in_files.items() if 3 <= len(w) <= 14 and n >= 4 and in_repos[w] >= 2]
    # Three letters cover by chance what is no word: ask more of them.
    words = [w for w in words if len(w) > 3 or (in_files[w] >= 40 and in_repos[w] >= 5)]
    words = sorted(words, key=lambda w: (-in_repos[w], -in_files[w], w))[:MOST_WORDS]
    sections = {table.WORDS: table.pack_words(words), table.TRIGRAMS: table.pack_trigrams(names, symbol)}
    table.write(args.out, args.dump, sections)
    print(f"{len(words)} words, {len(names)} names")


if __name__ == "__main__":
    main()
