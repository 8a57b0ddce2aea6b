"""One repository with a different key in each place where git keeps text.

Each function below plants one family of places. `plant(id, kinds, words)` registers a place and
returns its key: `kinds` are the names a report may give the place ("blob", "commit-message" …),
`words` say it to people. `unread(id, reason, words)` registers a place that a scan cannot or need
not read, and must say so with `reason` in its report.
"""
import gzip
import io
import os
import shutil
import tarfile
import zipfile

from decoys import plant_decoys
from sandbox import Sandbox, key_for


class Place:
    def __init__(self, id, kinds, words, key, reason=None, pending=False):
        self.id, self.kinds, self.words, self.key = id, kinds, words, key
        self.reason = reason    # it is not read, and this is said
        self.pending = pending  # readers of its format are on their way: not counted yet


class Conformance:
    def __init__(self, folder):
        self.folder = folder
        self.places = []
        self.decoys = []
        self.targets = []  # what a scanner is run on
        self.repository = Sandbox(os.path.join(folder, "repository"))

    def plant(self, id, kinds, words, pending=False):
        place = Place(id, kinds.split(), words, key_for(id), pending=pending)
        self.places.append(place)
        return place.key

    def line(self, id, kinds, words, pending=False):
        return f'api_token = "{self.plant(id, kinds, words, pending)}"\n'

    def unread(self, id, reason, words):
        self.places.append(Place(id, [], words, key_for(id), reason))
        return f'api_token = "{key_for(id)}"\n'


def files_of_a_history(c):
    r = c.repository
    r.write("README", "A project.\n")
    r.write("root.env", c.line("root-commit", "blob", "file of the first commit"))
    r.commit("begin")
    r.write("tip.env", c.line("tip", "blob", "file at a branch's tip"))
    r.write("removed.env", c.line("removed", "blob", "file removed later"))
    r.write("changed.env", c.line("changed", "blob", "line changed into a reference later"))
    r.write("export.env", c.line("no-diff", "blob", "file marked -diff"))
    r.write("marked.dat", c.line("marked-binary", "blob", "file marked binary"))
    r.write(".gitattributes", "export.env -diff\nmarked.dat binary\n")
    r.write("zeros.bin", b"\0\1\2" * 50 + c.line("nul-bytes", "blob", "file with NUL bytes").encode())
    r.write("utf16le.ini", b"\xff\xfe" + c.line("utf16-le", "blob", "UTF-16 file, little end first")
            .encode("utf-16-le"))
    r.write("utf16be.ini", b"\xfe\xff" + c.line("utf16-be", "blob", "UTF-16 file, big end first")
            .encode("utf-16-be"))
    r.write("utf32.ini", b"\xff\xfe\0\0" + c.line("utf32", "blob", "UTF-32 file")
            .encode("utf-32-le"))
    r.write("vendor/lib/a.js", c.line("vendored", "blob", "file below vendor/"))
    r.write("package-lock.json", c.line("lock-file", "blob", "lock file"))
    r.write("one-line.min.js", "var a=1;" * 150_000 +
            c.line("long-line", "blob", "line of more than a megabyte"))
    r.write("large.log", "".join(f"line {n} of a log\n" for n in range(250_000)) +
            c.line("large", "blob", "last line of a file of several megabytes"))
    r.write(b"new\nline-\xff\xfe.env", c.line("odd-name", "blob", "file whose name is no text"))
    os.symlink(c.plant("symlink", "blob", "target of a symlink"), os.path.join(r.path, "link"))
    r.write("type-change", c.line("type-change", "blob", "file that became a symlink"))
    r.write(".gitmodules", '[submodule "s"]\n\tpath = s\n\turl = https://user:' +
            c.plant("submodule-url", "blob", "address of a submodule") + "@example.com/s.git\n")
    r.write("names/" + c.plant("file-name", "path", "name of a file"), "x\n")
    r.write("names/" + c.plant("folder-name", "path", "name of a folder") + "/file", "x\n")
    r.commit("add")
    c.decoys = plant_decoys(r)
    r.git("rm", "-q", "removed.env")
    r.write("changed.env", "api_token = ${API_TOKEN}\n")
    os.remove(os.path.join(r.path, "type-change"))
    os.symlink("README", os.path.join(r.path, "type-change"))
    r.commit("clean up")


def archives(c):
    r = c.repository
    for suffix, mode in (("tar.gz", "w:gz"), ("tar.xz", "w:xz")):
        line = c.line(suffix, "blob", f"file in a .{suffix}").encode()
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as tar:
            entry = tarfile.TarInfo("inner/conf.env")
            entry.size = len(line)
            tar.addfile(entry, io.BytesIO(line))
        r.write("archive." + suffix, buffer.getvalue())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/conf.env", c.line("zip", "blob", "file in a .zip"))
    r.write("archive.zip", buffer.getvalue())
    r.write("dump.sql.gz", gzip.compress(
        c.line("gzip", "blob", "file compressed with gzip").encode(), mtime=0))
    r.commit("archives")


def merges(c):
    r = c.repository
    def side(name):
        r.git("checkout", "-q", "-b", name, "main")
        r.write(name + ".txt", name + "\n")
        r.commit(name)
        r.git("checkout", "-q", "main")
    for name in ("merged", "first", "second", "third"):
        side(name)
    r.git("merge", "-q", "--no-ff", "--no-commit", "merged")
    r.write("evil.env", c.line("merge", "blob", "brought in by a merge itself"))
    r.commit("merge")
    r.git("merge", "-q", "--no-ff", "--no-commit", "first", "second", "third")
    r.write("octopus.env", c.line("octopus", "blob", "brought in by a merge of four"))
    r.commit("octopus")
    r.git("checkout", "-q", "-b", "swallowed", "main")
    r.write("swallowed.env", c.line("swallowed", "blob", "in a branch merged with -s ours"))
    r.commit("swallowed")
    r.git("checkout", "-q", "main")
    r.git("merge", "-q", "-s", "ours", "-m", "ours", "swallowed")
    r.git("branch", "-q", "-D", "merged", "first", "second", "third", "swallowed")


def refs(c):
    r = c.repository
    def ref(name, id, words):
        r.git("update-ref", name, r.commit_of(c.line(id, "blob", words), id + ".env", id))
    ref("refs/heads/side", "side-branch", "on a branch beside the main one")
    ref("refs/remotes/origin/gone", "remote-branch", "on a remote's branch")
    ref("refs/tags/light", "light-tag", "behind a lightweight tag only")
    ref("refs/pull/7/head", "pull-ref", "behind a pull request's ref")
    ref("refs/changes/34/1234/5", "change-ref", "behind a review's ref")
    ref("refs/keep-around/1", "hidden-ref", "behind a ref of a forge")
    r.git("checkout", "-q", "--orphan", "orphan", "main")
    r.git("rm", "-r", "-q", "-f", ".")
    r.write("orphan.env", c.line("second-root", "blob", "in a second root"))
    r.commit("second root")
    r.git("checkout", "-q", "main")
    commit = r.commit_of(c.line("annotated-tag", "blob", "behind an annotated tag only"), "t.env")
    r.git("tag", "-a", "annotated", commit, "-m",
          "release\n\ntoken " + c.plant("tag-message", "tag-message", "message of a tag"))
    commit = r.commit_of(c.line("nested-tag", "blob", "behind a tag of a tag only"), "n.env")
    r.git("tag", "-a", "inner", commit, "-m", "inner")
    r.git("tag", "-a", "outer", "inner", "-m",
          c.plant("nested-tag-message", "tag-message", "message of a tag of a tag"))
    r.git("tag", "-d", "inner")
    r.git("tag", "blob-tag", r.blob(c.line("tag-of-blob", "blob", "a file that is a tag's target")))
    r.git("tag", "-a", "-m", "x", "blob-note",
          r.blob(c.line("annotated-blob", "blob", "a file that an annotated tag names")))
    r.git("tag", "tree-tag", r.tree("in-tree.env", r.blob(
        c.line("tag-of-tree", "blob", "in a folder that is a tag's target"))))
    r.git("branch", "name-" + c.plant("branch-name", "ref-name", "name of a branch"))
    r.git("tag", "name-" + c.plant("tag-name", "ref-name", "name of a tag"))
    r.git("update-ref", "refs/remotes/origin/" +
          c.plant("remote-branch-name", "ref-name", "name of a remote's branch"), "main")
    r.git("branch", "packed-" + c.plant("packed-ref", "ref-name", "name of a packed ref"))


def messages(c):
    r = c.repository
    r.commit("use " + c.plant("subject", "commit-message", "first line of a commit's message"))
    r.commit("fix\n\nwhy\n\nToken: " +
             c.plant("trailer", "commit-message", "trailer of a commit's message"))
    r.commit(GIT_AUTHOR_NAME=c.plant("author-name", "author", "name of an author"))
    r.commit(GIT_AUTHOR_EMAIL=c.plant("author-email", "author", "e-mail of an author") + "@example.com")
    r.commit(GIT_COMMITTER_NAME=c.plant("committer-name", "committer", "name of a committer"))
    r.commit(GIT_COMMITTER_EMAIL=c.plant("committer-email", "committer", "e-mail of a committer") +
             "@example.com")
    tagger = c.plant("tagger-name", "tagger", "name of a tagger")
    r.git("tag", "-a", "-m", "x", "by-name", GIT_COMMITTER_NAME=tagger)
    tagger = c.plant("tagger-email", "tagger", "e-mail of a tagger")
    r.git("tag", "-a", "-m", "x", "by-mail", GIT_COMMITTER_EMAIL=tagger + "@example.com")


def raw_headers(c):
    """Headers git carries along without showing them."""
    r = c.repository
    tree, parent = r.git("rev-parse", "HEAD^{tree}"), r.git("rev-parse", "HEAD")
    person = "Ada Example <ada@example.com> 1700000000 +0100"
    head = f"tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\n"
    signature = " -----BEGIN PGP SIGNATURE-----\n \n {}\n -----END PGP SIGNATURE-----\n"
    commits = {
        "gpgsig": head + "gpgsig" + signature.format(
            c.plant("signature", "commit-message", "signature of a commit")) + "\nsigned\n",
        "mergetag": head + f"mergetag object {parent}\n type commit\n tag v0\n tagger {person}\n \n " +
            c.plant("mergetag", "commit-message", "tag carried along by a merge") + "\n\nmerge\n",
        "extra": head + "x-build-token " +
            c.plant("extra-header", "commit-message", "unknown header of a commit") + "\n\nx\n",
        "encoding": head + "encoding ISO-8859-1\n\nGr\xfc\xdfe " +
            c.plant("encoding", "commit-message", "message in another encoding") + "\n",
        "nul": head + "\nshort\n\0hidden " +
            c.plant("beyond-nul", "commit-message", "message behind a NUL byte") + "\n",
    }
    for name, text in commits.items():
        r.git("update-ref", "refs/heads/raw/" + name, r.raw_object("commit", text.encode("latin-1")))
    tags = {
        "signed": f"object {parent}\ntype commit\ntag signed\ntagger {person}\n\nsigned\n"
            "-----BEGIN SSH SIGNATURE-----\n" +
            c.plant("tag-signature", "tag-message", "signature of a tag") +
            "\n-----END SSH SIGNATURE-----\n",
        "headed": f"object {parent}\ntype commit\ntag headed\ntagger {person}\nx-token " +
            c.plant("tag-header", "tag-message", "unknown header of a tag") + "\n\nx\n",
    }
    for name, text in tags.items():
        r.git("update-ref", "refs/tags/raw-" + name, r.raw_object("tag", text))


def notes(c):
    r = c.repository
    r.git("notes", "add", "-m", c.line("note", "note", "note of a commit"), "HEAD")
    r.git("notes", "--ref=ci", "add", "-m", c.line("note-elsewhere", "note", "note of another name"))
    r.git("notes", "add", "-m", c.line("note-removed", "note", "note removed later"), "HEAD~1")
    r.git("notes", "remove", "HEAD~1")
    commit = r.git("commit-tree", r.git("rev-parse", "refs/notes/commits^{tree}"), "-m", c.plant(
        "note-message", "commit-message", "message of a change of notes"), "-p", "refs/notes/commits")
    r.git("update-ref", "refs/notes/commits", commit)


def stashes(c):
    r = c.repository
    def change(line):
        r.write("README", "A project.\n" + line)
    change(c.line("stash-dropped", "blob", "stash that was dropped"))
    r.git("stash", "push", "-q")
    r.git("stash", "drop", "-q")
    change(c.line("stash-older", "stash", "stash below the newest"))
    r.git("stash", "push", "-q")
    change(c.line("stash-index", "stash", "staged part of a stash"))
    r.git("add", "README")
    change(c.line("stash", "stash", "work tree's part of a stash"))
    r.write("untracked.env", c.line("stash-untracked", "stash", "untracked part of a stash"))
    r.git("stash", "push", "-q", "-u", "-m",
          c.plant("stash-message", "commit-message", "message of a stash"))


def lost_objects(c):
    """What no ref reaches, and git forgets after weeks."""
    r = c.repository
    r.write("undone.env", c.line("reflog-commit", "blob", "commit only a reflog knows"))
    r.commit("undone")
    r.git("reset", "-q", "--hard", "HEAD^")
    r.git("update-ref", "-m", "moved for " +
          c.plant("reflog-message", "reflog", "message in a reflog"), "refs/heads/side", "main")
    person = c.plant("reflog-person", "reflog", "who moved a ref, in a reflog")
    r.git("update-ref", "-m", "x", "refs/heads/orphan", "main", GIT_COMMITTER_NAME=person)
    r.blob(c.line("lost-blob", "blob", "file that no commit has"))
    r.commit_of(c.line("lost-commit", "blob", "file of a commit no ref reaches"), "lost.env",
                c.plant("lost-message", "commit-message", "message of a commit no ref reaches"))
    r.tree(c.plant("lost-tree", "path", "file name in a folder no commit has"), r.blob("x\n"))
    head = r.git("rev-parse", "HEAD")
    r.git("mktag", given=f"object {head}\ntype commit\ntag lost\ntagger A <a@example.com> 1 +0000\n\n" +
          c.plant("lost-tag", "tag-message", "message of a tag no ref reaches") + "\n")


def packs(c):
    """Everything so far into packs; then content that is written as a delta."""
    r = c.repository
    r.blob(c.line("cruft-pack", "blob", "unreachable, in a pack"))
    text = "".join(f"setting_{n} = {n * 7919 % 1000}\n" for n in range(400))
    for number in range(3):
        r.write("settings.ini", text + c.line(
            f"delta-{number}", "blob", f"version {number + 1} of a file kept as deltas"))
        r.commit("settings")
    r.git("repack", "-q", "-a", "-d", "-f", "--cruft")
    blobs = [r.blob(text + "\n" * number + c.line(
        f"ref-delta-{number}", "blob", f"delta that names its base by id, {number + 1}"))
        for number in range(3)]
    r.git("pack-objects", "-q", "--window=10", ".git/objects/pack/pack", given="\n".join(blobs) + "\n")
    r.git("prune-packed", "-q")
    r.git("pack-refs", "--all")


def replaced(c):
    r = c.repository
    r.write("replaced.env", c.line("replaced", "blob", "hidden by a replace ref"))
    r.write("cut.env", c.line("grafted", "blob", "before a graft cuts history off"))
    r.commit("to be hidden")
    r.git("replace", r.git("rev-parse", "HEAD:replaced.env"),
          r.blob(c.line("replacement", "blob", "what a replace ref shows instead")))
    r.git("rm", "-q", "-f", "replaced.env", "cut.env")
    commit = r.commit("hidden")
    r.write(".git/info/grafts", commit + "\n")


def borrowed(c):
    other = Sandbox(os.path.join(c.folder, "borrowed"), "--bare")
    other.blob(c.line("alternate", "blob", "object of a folder that is borrowed from"))
    c.repository.write(".git/objects/info/alternates", other.path + "/objects\n")


def linked_work_tree(c):
    r = c.repository
    linked = os.path.join(c.folder, "linked")
    name = c.plant("worktree-name", "path", "name of a linked work tree")
    r.git("worktree", "add", "-q", "--detach", os.path.join(c.folder, name), "main")
    r.git("worktree", "add", "-q", "--detach", linked, "main")
    def write(name, line):
        with open(os.path.join(linked, name), "w") as file:
            file.write(line)
    write("detached.env", c.line("detached-head", "blob", "behind a detached HEAD only"))
    r.git("add", ".", folder=linked)
    r.git("commit", "-q", "-m", "detached", folder=linked)
    r.git("update-ref", "refs/bisect/bad", r.commit_of(
        c.line("worktree-ref", "blob", "behind a linked work tree's own ref"), "w.env"), folder=linked)
    write("staged.env", c.line("linked-index", "index", "staged in a linked work tree"))
    r.git("add", ".", folder=linked)
    r.write(".git/worktrees/linked/MERGE_MSG",
            c.line("linked-message", "config", "unfinished message of a linked work tree"))


def git_folder(c):
    """Small files that git and its helpers keep beside the objects."""
    r = c.repository
    secret = lambda id, words: c.plant(id, "config", words)
    r.git("config", "remote.origin.url",
          "https://user:" + secret("config-url", "address of a remote in the configuration") +
          "@example.com/a.git")
    r.git("config", "http.https://example.com/.extraHeader",
          "Authorization: token " + secret("config-header", "header in the configuration"))
    r.git("config", "branch.main.description", secret("branch-description", "description of a branch"))
    files = [
        ("config.worktree", "work tree's configuration"), ("description", "description"),
        ("info/exclude", "list of ignored files"), ("info/attributes", "attributes"),
        ("info/sparse-checkout", "sparse checkout"), ("hooks/pre-push", "hook"),
        ("remotes/old", "remote of the old kind"), ("branches/older", "branch of the old kind"),
        ("FETCH_HEAD", "FETCH_HEAD"), ("MERGE_MSG", "MERGE_MSG"), ("COMMIT_EDITMSG", "COMMIT_EDITMSG"),
        ("SQUASH_MSG", "SQUASH_MSG"), ("TAG_EDITMSG", "TAG_EDITMSG"), ("BISECT_LOG", "BISECT_LOG"),
        ("NOTES_EDITMSG", "NOTES_EDITMSG"), ("ADD_EDIT.patch", "patch of git add --edit"),
        ("rebase-merge/git-rebase-todo", "list of a rebase"), ("rebase-merge/author-script",
        "author of a rebase"), ("rebase-merge/patch", "patch of a rebase"),
        ("rebase-apply/0001", "mail of git am"), ("sequencer/todo", "list of a cherry-pick"),
        ("rr-cache/0a1b/preimage", "remembered conflict"), ("lost-found/other/1f2e", "find of git fsck"),
        ("svn/.metadata", "state of git svn"),
        ("lfs/objects/ab/cd/abcd", "LFS content no pointer names"), ("notes-of-a-tool.json", "tool's file"),
    ]
    for name, words in files:
        r.write(".git/" + name, f"# {words}\n" + c.line("git/" + name, "config", words + " in .git"))
    commit = r.commit_of(c.line("orig-head", "blob", "behind ORIG_HEAD only"), "o.env")
    r.write(".git/ORIG_HEAD", commit + "\n")
    r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/" +
          c.plant("symbolic-target", "ref-name config", "name that a symbolic ref points at"))


def large_files(c):
    r = c.repository
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 70\n"
    here = "aa" * 32
    r.write("here.bin", pointer.format(here))
    r.write("away.bin", pointer.format("bb" * 32))
    r.commit("large files")
    r.write(f".git/lfs/objects/aa/aa/{here}", c.line("lfs", "blob", "LFS content that is here"))
    c.unread("lfs-away", "LFS object", "LFS content that was not fetched")


def index(c):
    r = c.repository
    r.write("staged.env", c.line("staged", "index", "staged, not committed"))
    r.git("add", "staged.env")
    r.write("intended.env", c.line("intent-to-add", "work-tree", "added with --intent-to-add"))
    r.git("add", "-N", "intended.env")
    empty = r.blob("")
    name = c.plant("index-name", "index", "file name in the index")
    entries = f"100644 {empty} 0\tnames/{name}\n"
    for stage, side in enumerate(("base", "ours", "theirs"), 1):
        blob = r.blob(c.line(f"conflict-{side}", "index", f"unresolved conflict, {side}"))
        entries += f"100644 {blob} {stage}\tconflict.env\n"
    r.git("update-index", "--add", "--index-info", given=entries)


def work_tree(c):
    r = c.repository
    r.write("README", "A project.\n" + c.line("modified", "work-tree", "changed, not staged"))
    r.write("untracked.env", c.line("untracked", "work-tree", "untracked file"))
    with open(os.path.join(r.path, ".git/info/exclude"), "a") as file:
        file.write("ignored.env\n")
    r.write("ignored.env", c.unread("ignored", "ignored", "ignored file"))
    inner = Sandbox(os.path.join(r.path, "inner"))
    inner.write("a.env", c.unread("inner", "repositories inside", "repository in the work tree"))
    inner.commit("x")
    module = Sandbox(os.path.join(r.path, ".git/modules/s"), "--bare")
    module.blob(c.unread("submodule", "modules/s", "repository of a submodule"))
    r.write(".git/index.lock", c.line("index-lock", "config", "index of a command that was killed"))


def clones(c):
    """Places that are not here, in repositories of their own."""
    def clone(name, option, id, reason, words):
        source = Sandbox(os.path.join(c.folder, "source"))
        source.write("first.env", c.unread(id, reason, words))
        source.commit("first")
        source.git("rm", "-q", "first.env")
        source.commit("second")
        source.git("config", "uploadpack.allowFilter", "true")
        path = os.path.join(c.folder, name)
        source.git("clone", "-q", "--bare", option, "file://" + source.path, path)
        shutil.rmtree(source.path)
        c.targets.append(path)
    clone("shallow.git", "--depth=1", "shallow", "shallow", "history before a shallow clone")
    clone("partial.git", "--filter=blob:none", "promised", "promised", "object promised by a remote")
    damaged = Sandbox(os.path.join(c.folder, "damaged.git"), "--bare")
    blob = damaged.blob(c.unread("damaged", "truncated", "object cut short by a crash") * 100)
    path = os.path.join(damaged.path, "objects", blob[:2], blob[2:])
    os.chmod(path, 0o600)
    os.truncate(path, 20)
    c.targets.append(damaged.path)


# In this order: a repository with conflicts in its index commits no more.
FAMILIES = [files_of_a_history, archives, merges, refs, messages, raw_headers, notes, stashes, packs,
            lost_objects, replaced, large_files, linked_work_tree, git_folder, borrowed, index,
            work_tree, clones]


def build(folder):
    conformance = Conformance(folder)
    conformance.targets.append(conformance.repository.path)
    for family in FAMILIES:
        family(conformance)
    return conformance
