#!/usr/bin/env python3
"""How programs and people write a provider's key down, and in how many of these forms it is found.

  tests/accuracy/forms.py build/release/leakwarden [--misses FORM]

Each assigned rule (whose value has no letters of its own) gives a value and the word that names its
provider; each form puts both into a text of its own. Printed for each form: the share whose value is
found exactly, the share that is also named after the provider, and the share of those that are medium
and up. The forms are what a trial on snippets of 367 providers' documentation showed; a new one
belongs here before it is mended.
"""

import argparse
import collections
import concurrent.futures
import json
import pathlib
import re
import subprocess
import tempfile

FORMS = {
    "environment": "{UPPER}_API_KEY={value}",
    "quoted": '{snake}_api_key = "{value}"',
    "nested": '{snake}:\n  enabled: true\n  api_key: "{value}"',
    "section": "[{snake}]\napi_key = {value}",
    "kind": 'service: {snake}\napi_key: "{value}"',
    "heading": '# {Title}\nAPI_KEY={value}',
    "comment behind": 'api_key = "{value}"  # {Title}',
    "host above": 'GET https://api.{joined}.com/v1/items\nX-Api-Key: {value}',
    "host below": 'api_key: {value}\nbase_url: https://api.{joined}.com/v1',
    "import": 'import {joined}\n\napi_key = "{value}"',
    "curl": 'curl https://api.{joined}.com/v1/items -H "Authorization: Bearer {value}"',
    "curl user": 'curl -u {value}: https://api.{joined}.com/v1/items',
    "constructor": 'client = {Camel}Client("{value}")',
    "second argument": 'client = {Camel}Client("acme", "{value}")',
    "factory": "const client = require('{joined}')('{value}');",
    "package": 'client := {joined}.New("{value}")',
    "keyword": 'client = {Camel}(\n    api_key="{value}",\n)',
    "command": "{joined} login {value}",
    "table": "| {Title} | {value} |",
    "sentence": "our {Title} api key is {value}, please do not share it",
    "name alone": '{snake} = "{value}"',
    "line below": "# {Title} API key\n{value}",
}


def spellings(word):
    parts = re.findall(r"[a-z0-9]+", word.lower())
    return {"snake": "_".join(parts), "UPPER": "_".join(parts).upper(), "joined": "".join(parts),
            "Camel": "".join(part.capitalize() for part in parts),
            "Title": " ".join(part.capitalize() for part in parts)}


def example_of(program, rule):
    """The word and value of a rule's first example; None for what is not assigned."""
    made = json.loads(subprocess.run([program, "rules", "generate", rule["id"], "--count", "1", "--format", "json"],
                                     capture_output=True, text=True, check=True).stdout)
    for one in made["texts"]:
        named = re.fullmatch(r'([a-z0-9_]+?)_(?:api_)?key = "(.*)"\n', one["text"])
        if named and named[2] == one["secret"] and "\n" not in one["secret"]:
            return named[1], named[2], rule
    return None


def examples_of(program):
    rules = json.loads(subprocess.run([program, "rules", "list", "--format", "json"],
                                      capture_output=True, text=True, check=True).stdout)["rules"]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        wanted = [rule for rule in rules if not rule["id"].endswith("-credential")]
        return [one for one in pool.map(lambda rule: example_of(program, rule), wanted) if one]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--misses", metavar="FORM", help="the texts of that form that are not found and named")
    options = parser.parse_args()
    examples = examples_of(options.program)
    with tempfile.TemporaryDirectory() as folder:
        cases = {}
        for number, (word, value, rule) in enumerate(examples):
            for form, text in FORMS.items():
                name = f"{number:05d}-{form.replace(' ', '-')}.txt"
                cases[name] = (form, value, rule, text.format(value=value, **spellings(word)) + "\n")
                pathlib.Path(folder, name).write_text(cases[name][3])
        scan = [options.program, "scan", folder, "--confidence", "low", "--show-secrets", "--fail-on", "never",
                "--no-progress", "--format", "json"]
        report = json.loads(subprocess.run(scan, capture_output=True, text=True, check=True).stdout)
    found = collections.defaultdict(list)
    for finding in report["findings"]:
        found[pathlib.Path(finding["path"]).name].append(finding)
    counts = collections.defaultdict(collections.Counter)
    for name, (form, value, rule, text) in cases.items():
        exact = [one for one in found[name] if one["secret"] == value]
        named = [one for one in exact if one["provider"] == rule["provider"]]
        counts[form].update(all=1, exact=bool(exact), named=bool(named),
                            medium=any(one["confidence"] != "low" for one in named))
        if form == options.misses and not named:
            print(rule["id"], [one["rule_id"] for one in found[name]], repr(text))
    print(f"{'form':16} {'exact':>6} {'named':>6} {'medium':>6}   of {len(examples)}")
    for form, count in counts.items():
        print(f"{form:16} " + " ".join(f"{count[of] / count['all']:6.3f}" for of in ("exact", "named", "medium")))


if __name__ == "__main__":
    main()
