"""Reads a report on standard input as its consumers do and says what they would refuse.

    check_report.py FORMAT < report        exit 1 and one line a mistake

The schemas are ours: what each consumer documents that it asks for, written down again. Reports were
validated by hand with the published schemas too (SARIF 2.1.0, GitLab 15.0.4, two JUnit dialects).
"""
import base64
import csv
import hashlib
import html.parser
import io
import json
import re
import sys
import xml.etree.ElementTree

TEXT = {"type": "string", "minLength": 1}
LINE = {"type": "integer", "minimum": 1}
# RFC 3986, a reference without characters that must be encoded.
URI = {"type": "string", "minLength": 1, "pattern": r"^(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$"}


def record(required, optional=None, closed=True):
    return {"type": "object", "required": list(required),
            "properties": {**required, **(optional or {})}, "additionalProperties": not closed}


def items(of, **more):
    return {"type": "array", "items": of, **more}


MESSAGE = record({"text": TEXT}, {"markdown": TEXT})
REGION = record({"startLine": LINE, "startColumn": LINE, "endLine": LINE, "endColumn": LINE})
LINES = record({"startLine": LINE, "endLine": LINE}, {"startColumn": LINE, "endColumn": LINE})


def physical(region):
    return record({"artifactLocation": record({"uri": URI}, {"uriBaseId": TEXT}), "region": region})


SARIF_RULE = record(
    {"id": TEXT, "name": {**TEXT, "maxLength": 255},
     "shortDescription": record({"text": {**TEXT, "maxLength": 1024}}),
     "fullDescription": record({"text": {**TEXT, "maxLength": 1024}}),
     "help": record({"text": TEXT, "markdown": TEXT}),
     "defaultConfiguration": record({"level": {"enum": ["note", "warning", "error"]}}),
     "properties": record(
         {"tags": items(TEXT, maxItems=20, contains={"const": "security"}),
          "precision": {"enum": ["very-high", "high", "medium", "low"]},
          "security-severity": {"type": "string", "pattern": r"^(10\.0|[0-9]\.[0-9])$"}}, closed=False)},
    {"helpUri": URI})
SARIF_RESULT = record(
    {"ruleId": TEXT, "ruleIndex": {"type": "integer", "minimum": 0},
     "level": {"enum": ["note", "warning", "error"]}, "message": MESSAGE,
     "locations": items(record({"physicalLocation": physical(REGION)},
                               {"logicalLocations": items({"type": "object"})}),
                        minItems=1, maxItems=1000),
     "partialFingerprints": record(
         {"primaryLocationLineHash": {"type": "string", "pattern": "^[0-9a-f]{16}:[1-9][0-9]*$"}}),
     "fingerprints": record({"leakwarden/v1": {"type": "string", "pattern": "^[sw]1-"}})},
    {"relatedLocations": items(record({"id": LINE, "physicalLocation": physical(LINES), "message": MESSAGE}),
                               maxItems=100),
     "baselineState": {"enum": ["new", "unchanged"]},
     "suppressions": items(record({"kind": {"enum": ["inSource", "external"]},
                                   "status": {"const": "accepted"}},
                                  {"justification": TEXT, "properties": {"type": "object"}}), minItems=1),
     "rank": {"type": "number", "minimum": 0, "maximum": 100}, "properties": {"type": "object"}})
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
SARIF = record(
    {"$schema": URI, "version": {"const": "2.1.0"},
     "runs": items(record(
         {"tool": record({"driver": record({"name": TEXT, "rules": items(SARIF_RULE, maxItems=25000)},
                                           {"version": TEXT, "semanticVersion": TEXT})}),
          "results": items(SARIF_RESULT, maxItems=25000),
          "automationDetails": record({"id": {"type": "string", "pattern": "^[a-z]+/[a-z]+/([0-9a-f]{8}/)?$"}}),
          "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
          "invocations": items(record(
              {"executionSuccessful": {"type": "boolean"}, "startTimeUtc": TIME, "endTimeUtc": TIME},
              {"toolExecutionNotifications": items(record(
                   {"descriptor": record({"id": TEXT}), "level": {"enum": ["note", "warning", "error"]},
                    "message": MESSAGE})),
               "workingDirectory": record({"uri": URI})}), minItems=1)},
         {"originalUriBaseIds": {"type": "object", "additionalProperties": record({"uri": {**URI, "pattern": "/$"}})},
          "versionControlProvenance": items(record({"repositoryUri": URI}, {"revisionId": TEXT, "branch": TEXT})),
          "properties": {"type": "object"}}), minItems=1, maxItems=20)})

WEB = {"type": "string", "pattern": "^https?://.+"}
ZONELESS = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$"}
PROGRAM = record({"id": TEXT, "name": TEXT, "version": TEXT, "vendor": record({"name": TEXT})}, {"url": WEB})
GITLAB = record(
    {"version": {"const": "15.0.4"},
     "scan": record(
         {"analyzer": PROGRAM, "scanner": PROGRAM, "start_time": ZONELESS, "end_time": ZONELESS,
          "status": {"enum": ["success", "failure"]}, "type": {"const": "secret_detection"}},
         {"messages": items(record({"level": {"enum": ["info", "warn", "fatal"]}, "value": TEXT}))}),
     "vulnerabilities": items(record(
         {"id": {"type": "string",
                 "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},
          "identifiers": items(record({"type": TEXT, "name": TEXT, "value": TEXT}, {"url": WEB}), minItems=1),
          "location": record(
              {"commit": record({"sha": {"type": "string", "pattern": "^(0000000|[0-9a-f]{40}|[0-9a-f]{64})$"}},
                                {"author": {"type": "string"}, "date": {"type": "string"}}),
               "file": TEXT}, {"start_line": LINE, "end_line": LINE})},
         {"name": {"type": "string", "maxLength": 255}, "description": {"type": "string", "maxLength": 1048576},
          "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
          "solution": {"type": "string", "maxLength": 7000},
          "links": items(record({"url": WEB}, {"name": TEXT})),
          "tracking": record({"type": {"const": "source"}, "items": items(record(
              {"file": TEXT, "signatures": items(record({"algorithm": {"const": "hash"}, "value": TEXT}),
                                                 minItems=1)},
              {"start_line": LINE, "end_line": LINE}), minItems=1)}),
          "details": {"type": "object", "additionalProperties": record(
              {"name": TEXT, "type": {"const": "text"}, "value": {"type": "string"}})}}))})

CODEQUALITY = items(record(
    {"description": TEXT, "check_name": TEXT, "fingerprint": TEXT,
     "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
     "location": record({"path": TEXT, "lines": record({"begin": LINE})})}))

STRING, NUMBER = {"type": "string"}, {"type": "number"}
GITLEAKS = items(record(
    {**{key: STRING for key in ("RuleID", "Description", "Match", "Secret", "File", "SymlinkFile", "Commit",
                                "Author", "Email", "Date", "Message", "Fingerprint")},
     **{key: {"type": "integer"} for key in ("StartLine", "EndLine", "StartColumn", "EndColumn")},
     "Entropy": NUMBER, "Tags": items(STRING)}, closed=False))

FINDING = record({"rule_id": TEXT, "severity": {"enum": ["low", "medium", "high", "critical"]},
                  "confidence": {"enum": ["low", "medium", "high"]}, "kind": TEXT, "secret": STRING,
                  "fingerprint": TEXT, "verified": TEXT}, closed=False)
JSON = record({"schema_version": {"const": 1}, "tool": record({"name": {"const": "leakwarden"}}, {"version": TEXT}),
               "findings": items(FINDING),
               "summary": record({"outcome": {"enum": ["clean", "findings", "partial", "corrupt"]},
                                  "skipped": items(record({"what": TEXT, "reason": TEXT}, closed=False))},
                                 closed=False)})


def schema_mistakes(schema, document):
    import jsonschema  # slow to load, and half of the formats need it not
    validator = jsonschema.Draft7Validator(schema)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator.iter_errors(document)]


def repeated(values, what):
    return [f"{what} twice: {value}" for value in set(values) if values.count(value) > 1] if len(
        set(values)) != len(values) else []


def check_sarif(text):
    document = json.loads(text)
    mistakes = schema_mistakes(SARIF, document)
    mistakes += repeated([run["automationDetails"]["id"] for run in document["runs"]], "category")
    for run in document["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        mistakes += repeated(rules, "rule")
        for result in run["results"]:
            if rules[result["ruleIndex"]] != result["ruleId"]:
                mistakes.append(f"ruleIndex names another rule than {result['ruleId']}")
        mistakes += repeated([json.dumps(r["partialFingerprints"]) for r in run["results"]], "fingerprint")
    return mistakes


def check_gitlab(text):
    document = json.loads(text)
    return schema_mistakes(GITLAB, document) + repeated([v["id"] for v in document["vulnerabilities"]], "id")


def check_codequality(text):
    document = json.loads(text)
    return schema_mistakes(CODEQUALITY, document) + repeated([i["fingerprint"] for i in document], "fingerprint")


def check_gitleaks(text):
    return schema_mistakes(GITLEAKS, json.loads(text))


def check_json(text):
    return schema_mistakes(JSON, json.loads(text))


def check_jsonl(text):
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    mistakes = [m for line in lines[:-1] for m in schema_mistakes(FINDING, line)]
    return mistakes if list(lines[-1]) == ["summary"] else mistakes + ["no summary at the end"]


JUNIT_CHILDREN = {"testsuites": ["testsuite"], "properties": [], "testcase": ["failure", "error", "skipped"],
                  "testsuite": ["properties", "testcase", "system-out", "system-err"]}
JUNIT_ATTRIBUTES = {"testsuite": {"id", "package", "name", "hostname", "timestamp", "time", "tests", "failures",
                                  "errors", "skipped"},
                    "testcase": {"classname", "name", "time"}, "failure": {"type", "message"},
                    "error": {"type", "message"}, "skipped": {"message"}}


def check_junit(text):
    root = xml.etree.ElementTree.fromstring(text.encode())
    mistakes = [] if root.tag == "testsuites" else ["no testsuites"]
    for element in root.iter():
        if set(element.attrib) != JUNIT_ATTRIBUTES.get(element.tag, set()):
            mistakes.append(f"attributes of {element.tag}: {sorted(element.attrib)}")
        tags = [child.tag for child in element]
        allowed = JUNIT_CHILDREN.get(element.tag, [])
        if [tag for tag in tags if tag not in allowed] or [allowed.index(t) for t in tags] != sorted(
                allowed.index(t) for t in tags):
            mistakes.append(f"children of {element.tag}: {tags}")
    suite = root.find("testsuite")
    counted = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error",
               "skipped": "testcase/skipped"}
    for attribute, path in counted.items():
        if int(suite.get(attribute)) != len(suite.findall(path)):
            mistakes.append(f"{attribute} is {suite.get(attribute)}, there are {len(suite.findall(path))}")
    if not suite.findall("testcase"):
        mistakes.append("an empty suite")
    return mistakes


def check_csv(text):
    mistakes = [] if text.replace("\r\n", "").find("\n") < 0 else ["a line that ends without CR"]
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if any(len(row) != len(rows[0]) for row in rows):
        mistakes.append("rows of different length")
    if any(cell[:1] in tuple("=+-@\t\r") and cell for row in rows for cell in row):
        mistakes.append("a cell that is a formula")
    return mistakes + repeated(rows[0], "column")


VOID = {"meta", "input", "rect", "br"}


class Page(html.parser.HTMLParser):
    """Tags must close in order; the one style and script must be those that the policy names."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.mistakes, self.policy = [], [], ""
        self.blocks = {"style": [], "script": []}
        self.ids = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"]
        for name, value in attributes.items():
            if name.startswith("on") or name in ("src", "style", "action", "srcset"):
                self.mistakes.append(f"{tag} with {name}")
            if name == "href" and not re.match(r"^(https?://|#)", value):
                self.mistakes.append(f"a link to {value[:80]}")
        if tag == "a" and attributes["href"][:1] != "#" and "noopener" not in attributes.get("rel", ""):
            self.mistakes.append("a link without noopener")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in self.blocks:
            self.blocks[tag].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"{tag} ends out of order")

    def handle_data(self, data):
        if self.open and self.open[-1] in self.blocks:
            self.blocks[self.open[-1]][-1] += data


def check_html(text):
    page = Page()
    page.feed(text)
    page.close()
    mistakes = page.mistakes + [f"{tag} stays open" for tag in page.open]
    if "default-src 'none'" not in page.policy or "unsafe" in page.policy:
        mistakes.append(f"policy: {page.policy}")
    for tag, blocks in page.blocks.items():
        if len(blocks) != 1:
            mistakes.append(f"{len(blocks)} of {tag}")
        for block in blocks:
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            if f"{tag}-src 'sha256-{digest}'" not in page.policy:
                mistakes.append(f"the policy does not name the {tag}")
    return mistakes


def check_github(text):
    command = re.compile(r"^::(error|warning|notice) ([a-z]+=[^:,\r\n]*)(,[a-z]+=[^:,\r\n]*)*::[^\r\n]*$")
    return [f"no annotation: {line!r}" for line in text.split("\n")[:-1] if not command.match(line)]


def main():
    data = sys.stdin.buffer.read()
    try:
        mistakes = globals()["check_" + sys.argv[1]](data.decode("utf-8"))
    except (ValueError, KeyError, xml.etree.ElementTree.ParseError, csv.Error) as error:
        mistakes = [f"{type(error).__name__}: {error}"]
    for mistake in mistakes[:20]:
        print(mistake)
    return 1 if mistakes else 0


sys.exit(main())
