#!/usr/bin/env python3
"""Keys under long names, planted into clean source files: what the labelled corpora are short of.

They call a credential by two or three words, so that the judge takes each further word for a reason
against it. Here some lines a file are made up: words of providers and projects, then what the
value is, in the way of the file's language. Half of them are keys drawn at random (LENGTHS,
ALPHABETS); the others are what is called so too and opens nothing: ids, digests, public keys, names
of settings. Nothing else of the file teaches anything. A word that is held() is never used: those are
for trying what was learnt.

usage: planted.py --clean DIR/files --catalog rules/catalog --out DIR
"""
import argparse
import json
import os
import random
import re
import string
import zlib

import numpy as np

import corpora

FILES, PLANTED = 1600, 3  # files, and lines in each
LARGEST, LEAST = 24_000, 400
LENGTHS = (16, 20, 24, 28, 32, 36, 40, 43, 47, 48, 56, 64, 80)
ALPHABETS = (string.digits + "abcdef", string.digits + "ABCDEF", "abcdefghijklmnopqrstuvwxyz234567",
             string.digits + string.ascii_lowercase, string.digits + string.ascii_uppercase,
             string.digits + string.ascii_letters, string.digits + string.ascii_letters,
             string.digits + string.ascii_letters + "-_", string.digits + string.ascii_letters + "+/")
PROJECT = ("accu weather prod staging legacy mobile backend partner billing internal eu west my company v2 new test shop"
           " customer report import sync gateway worker main default admin app service data team platform").split()
SECRET = ("api key", "apikey", "api key", "secret key", "access token", "token", "client secret", "auth token", "secret",
          "api secret", "api token", "signing secret", "webhook secret", "access key", "private token", "refresh token")
OPEN = ("key id", "public key", "cache key", "key fingerprint", "token hash", "idempotency key", "partition key", "session id",
        "auth digest", "key checksum", "secret version", "token id", "key etag", "auth request id", "key commit")
NAMED = ("key name", "token type", "secret name", "api key header", "auth header", "token field", "password label", "key prefix",
         "api key", "token", "secret", "access token")  # of which the value is a name too
STYLES = {
    "code": ('{n} = "{v}"', "{n} = '{v}'", '{n}: "{v}",', '"{n}": "{v}",', "'{n}' => '{v}',", '{n} := "{v}"', 'set("{n}", "{v}")'),
    "c": ('static const char {n}[] = "{v}";', '#define {n} "{v}"', 'const char *{n} = "{v}";', 'std::string {n} = "{v}";'),
    "script": ('const {n} = "{v}";', "let {n} = '{v}';", "  {n}: '{v}',", '  "{n}": "{v}",', 'this.{n} = "{v}";'),
    "text": ("{n}={v}", '{n}="{v}"', "export {n}={v}", "{n}: {v}", '{n}: "{v}"', "{n} = {v}"),
}
KINDS = {".c": "c", ".cc": "c", ".cpp": "c", ".h": "c", ".hpp": "c", ".js": "script", ".ts": "script", ".jsx": "script", ".tsx": "script",
         ".md": "text", ".yml": "text", ".yaml": "text", ".sh": "text", ".txt": "text", ".adoc": "text", ".toml": "text", ".rst": "text"}


def held(word):
    return zlib.crc32(word.encode()) % 2 == 1


def provider_words(catalog):
    out = set()
    for name in sorted(os.listdir(catalog)):
        with open(os.path.join(catalog, name), encoding="utf-8") as f:
            first = re.search(r"^provider: (.*)$", f.read(), re.M)
        out |= {w.lower() for w in re.findall(r"[A-Za-z][a-z]+|[A-Z]{3,}", first.group(1))} if first else set()
    return sorted(w for w in out if 3 <= len(w) <= 14)


def name_of(dice, words, kind):
    """Words of a provider and a project, then the kind, joined as programmers join them."""
    some = dice.sample(words, dice.choice((1, 1, 2, 2, 3))) + dice.sample([w for w in PROJECT if not held(w)], dice.choice((0, 1, 1, 2)))
    parts = some + kind.split()
    form = dice.choice(("snake", "snake", "upper", "upper", "camel", "kebab", "dots"))
    if form == "camel":
        return parts[0] + "".join(p.capitalize() for p in parts[1:])
    return {"snake": "_", "upper": "_", "kebab": "-", "dots": "."}[form].join(parts if form != "upper" else [p.upper() for p in parts])


def random_value(dice):
    alphabet = dice.choice(ALPHABETS)
    return "".join(dice.choice(alphabet) for _ in range(dice.choice(LENGTHS)))


def named_value(dice, words):
    some = dice.sample(words, 2) + [dice.choice(("key", "token", "header", "name", "auth", "setting", "field"))]
    return dice.choice(("_", "-", ".", " ")).join(some)


def statement(dice, words, extension):
    """(line, value, whether it is a key)"""
    which = dice.random()
    kind = dice.choice(SECRET if which < 0.5 else OPEN if which < 0.8 else NAMED)
    value = random_value(dice) if which < 0.8 else named_value(dice, words)
    style = dice.choice(STYLES[KINDS.get(extension, "code")] + STYLES["code"][:2])
    name = name_of(dice, words, kind)
    if style.startswith(("static", "#define", "const", "std", "let", "this")):
        name = re.sub(r"[.-]", "_", name)
    return style.format(n=name, v=value), value, which < 0.5


def sources(clean):
    """Of each repository the same number of files, where it has so many."""
    by_repository = {}
    for repository in sorted(os.listdir(clean)):
        for base, _folders, names in sorted(os.walk(os.path.join(clean, repository))):
            for name in sorted(names):
                path = os.path.join(base, name)
                if not os.path.islink(path) and LEAST <= os.path.getsize(path) <= LARGEST:
                    by_repository.setdefault(repository, []).append(path)
    return by_repository


def plant(dice, words, text, extension):
    lines, labels = text.split("\n"), []
    places = sorted(dice.sample(range(len(lines)), min(PLANTED, len(lines))), reverse=True)
    for at in places:
        line, value, is_key = statement(dice, words, extension)
        indent = re.match(r"[ \t]*", lines[at]).group(0)
        lines.insert(at, indent + line)
        labels.append({"secret": value, "label": "T" if is_key else "F"})
    return "\n".join(lines), labels


def read(folder):
    """Its candidates and (file, value) → whether it is a key; nothing where nothing was planted."""
    if not os.path.exists(os.path.join(folder, "planted.jsonl")):
        return None, {}
    out = {}
    with open(os.path.join(folder, "labels.jsonl")) as f:
        for x in map(json.loads, f):
            out[x["file"], x["secret"]] = x["label"] == "T"
    return corpora.Candidates(os.path.join(folder, "planted.jsonl")), out


def label(labels, rows):
    """As corpora.label_candidates(); a planted key is strong."""
    out, seen = [], set()
    for row in rows:
        key = (row["file"], row["secret"])
        is_key = labels.get(key)
        out.append((-1, 0, 1) if is_key is None or key in seen else (int(is_key), int(is_key), 1))
        seen.add(key)
    return np.array(out, dtype=np.int8).reshape(-1, 3)


def folds_as(measured, folds, rows):
    """The fold of the repository that the file is of."""
    fold = {corpora.repo_of(r["file"]): k for r, k in zip(measured, folds)}
    return np.array([fold.get(corpora.repo_of(r["file"]), 0) for r in rows], dtype=np.int64)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("clean", "catalog", "out"):
        ap.add_argument("--" + name, required=True)
    args = ap.parse_args()
    dice = random.Random(7)
    words = [w for w in provider_words(args.catalog) if not held(w)]
    chosen = []
    by_repository = sources(args.clean)
    for paths in by_repository.values():
        chosen += dice.sample(paths, min(len(paths), FILES // len(by_repository)))
    labels = []
    for path in chosen:
        with open(path, "rb") as f:
            data = f.read()
        if b"\0" in data:
            continue
        extension = os.path.splitext(path)[1].lower()
        text, here = plant(dice, words, data.decode("utf-8", "replace"), extension)
        relative = os.path.relpath(path, args.clean)
        out = os.path.join(args.out, "files", relative)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with open(out, "w", encoding="utf-8") as f:
            f.write(text)
        labels += [dict(x, file=relative) for x in here]
    with open(os.path.join(args.out, "labels.jsonl"), "w") as f:
        f.writelines(json.dumps(x) + "\n" for x in labels)
    print(f"{len(chosen)} files, {len(labels)} planted, {sum(x['label'] == 'T' for x in labels)} keys, {len(words)} words")


if __name__ == "__main__":
    main()
