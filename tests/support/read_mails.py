#!/usr/bin/python3
"""Reads mails with Python's own e-mail and HTML parsers: an opinion independent of ours.

Standard input: any number of "LENGTH\\n" and LENGTH bytes of a mail. Standard output: a JSON line a mail:
{"headers": [[name, decoded value], …] in order, "addresses": {name: [address, …]}, "types": [part types],
 "text", "html" (line ends as LF), "defects": […], "tags": {tag: count}, "attributes": [names], "links": [[href, shown text], …],
 "visible": text of the HTML, "longest_line", "strays": number of bare CR, bare LF, NUL or 8-bit bytes}
"""

import json
import re
import sys
from email import message_from_bytes, policy
from html.parser import HTMLParser


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.text, self.link = {}, set(), [], [], None

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes.update(name for name, _ in attributes)
        if tag == "a":
            self.link = [dict(attributes).get("href"), ""]
            self.links.append(self.link)

    def handle_endtag(self, tag):
        if tag == "a":
            self.link = None

    def handle_data(self, data):
        self.text.append(data)
        if self.link is not None:
            self.link[1] += data


def read(raw):
    mail = message_from_bytes(raw, policy=policy.SMTP)
    defects = [str(defect) for defect in mail.defects]
    addresses = {}
    for name, value in mail.items():
        defects += [name + ": " + str(defect) for defect in value.defects]
        if hasattr(value, "addresses"):
            addresses[name] = [address.addr_spec for address in value.addresses]
    parts = list(mail.walk())
    for part in parts:
        defects += [str(defect) for defect in part.defects]
    texts = {part.get_content_type(): part.get_content().replace("\r\n", "\n") for part in parts if not part.is_multipart()}
    page = Page()
    page.feed(texts.get("text/html", ""))
    return {
        "headers": [[name, str(value)] for name, value in mail.items()],
        "addresses": addresses,
        "types": [part.get_content_type() for part in parts],
        "text": texts.get("text/plain", ""),
        "html": texts.get("text/html", ""),
        "defects": defects,
        "tags": page.tags,
        "attributes": sorted(page.attributes),
        "links": page.links,
        "visible": "".join(page.text),
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "strays": len(re.findall(rb"\r(?!\n)|(?<!\r)\n|[\x00\x80-\xff]", raw)),
    }


def main():
    stream = sys.stdin.buffer
    while True:
        line = stream.readline()
        if not line:
            return
        print(json.dumps(read(stream.read(int(line)))))


if __name__ == "__main__":
    main()
