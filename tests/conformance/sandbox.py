"""A repository made by the real git, and the keys planted in it."""
import hashlib
import os
import subprocess
import zlib

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def letters(seed, alphabet, count):
    """The same letters for the same seed, on every machine."""
    out, block = "", 0
    while len(out) < count:
        for byte in hashlib.sha256(f"{seed}/{block}".encode()).digest():
            out += alphabet[byte % len(alphabet)]
        block += 1
    return out[:count]


def key_for(seed):
    """A GitHub token whose checksum is right. Made here, so that none stands in the tree."""
    body = letters(seed, BASE62, 30)
    number, tail = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        tail = BASE62[digit] + tail
    return "ghp" + "_" + body + tail


class Sandbox:
    """Runs git in one folder, free of the machine's configuration, with dates that only go up."""

    def __init__(self, path, *init_arguments):
        self.path = path
        self.seconds = 1_700_000_000
        os.makedirs(path, exist_ok=True)
        self.git("init", "-q", "--initial-branch=main", *init_arguments)

    def git(self, *arguments, given=None, folder=None, **environment):
        """Standard output without its last line feed; `given` is standard input."""
        self.seconds += 60
        date = f"{self.seconds} +0100"
        settings = {
            "PATH": os.environ["PATH"], "HOME": os.path.dirname(self.path), "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_EDITOR": "true",
            "GIT_AUTHOR_NAME": "Ada Example", "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_NAME": "Bob Example", "GIT_COMMITTER_EMAIL": "bob@example.com",
            "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, **environment}
        given = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            ["git", "-c", "gc.auto=0", "-c", "protocol.file.allow=always", *arguments],
            cwd=folder or self.path, env=settings, input=given or b"", capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="surrogateescape").rstrip("\n")

    def write(self, name, content):
        """A file of the work tree, or of .git."""
        path = os.path.join(os.fsencode(self.path), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)

    def commit(self, message="change", **environment):
        self.git("add", "-A", ".")
        self.git("commit", "-q", "--allow-empty", "-m", message, **environment)
        return self.git("rev-parse", "HEAD")

    def blob(self, content):
        return self.git("hash-object", "-w", "--stdin", given=content)

    def raw_object(self, kind, content):
        """An object git itself would not write: its bytes as they are."""
        return self.git("hash-object", "-t", kind, "-w", "--literally", "--stdin", given=content)

    def tree(self, name, blob):
        return self.git("mktree", given=f"100644 blob {blob}\t{name}\n")

    def commit_of(self, content, name="file.env", message="change", parents=()):
        """A commit no ref knows, with one file."""
        named = [word for parent in parents for word in ("-p", parent)]
        return self.git("commit-tree", self.tree(name, self.blob(content)), "-m", message, *named)
