"""What tests/e2e/agents_test.cc runs against the real program, as an agent would.

    agent_checks.py PROGRAM mcp|calls|padding|stuck|random|latency

Ends with 0 when all held; says what did not on standard error. Keys are made at run time.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zlib

PROGRAM = sys.argv[1]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
failures = []
keys = []


def key(seed):
    """A GitHub token with a right checksum."""
    dice = random.Random(seed)
    body = "".join(dice.choice(ALPHABET) for _ in range(30))
    number, tail = zlib.crc32(body.encode()), ""
    for _ in range(6):
        tail = ALPHABET[number % 62] + tail
        number //= 62
    keys.append(body)
    return "gh" + "p_" + body + tail


def check(held, words):
    if not held:
        failures.append(words)


def shows_a_key(data):
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    return any(body[at:at + 6] in text for body in keys for at in range(len(body) - 5))


def guard(message, *options, environment=None, timeout=120):
    """One run of `hook run agent`; message is bytes or JSON. Code, output, errors, seconds."""
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    start = time.monotonic()
    done = subprocess.run([PROGRAM, "hook", "run", "agent", *options], input=data,
                          capture_output=True, timeout=timeout,
                          env={**os.environ, **(environment or {})})
    seconds = time.monotonic() - start
    check(not shows_a_key(done.stdout + done.stderr), "a key was shown")
    if done.stdout:
        try:
            json.loads(done.stdout)
        except ValueError:
            check(False, "an answer that is no JSON: %r" % done.stdout[:200])
    return done.returncode, done.stdout.decode(), done.stderr.decode(), seconds


def claude(tool, tool_input, event="PreToolUse", **more):
    return {"session_id": "s", "transcript_path": "/t", "cwd": "/p", "permission_mode": "default",
            "hook_event_name": event, "tool_name": tool, "tool_input": tool_input, **more}


def denied(answer):
    return json.loads(answer[1] or "{}").get("hookSpecificOutput", {}).get("permissionDecision") == "deny"


def calls():
    one = key(1)
    check(denied(guard(claude("Bash", {"command": "curl -H 'Authorization: Bearer %s' x" % one}))),
          "a key in a command was not stopped")
    clean = guard(claude("Bash", {"command": "ls -l"}))
    check(clean[:3] == (0, "{}\n", ""), "a clean call was not let through: %r" % (clean,))
    output = guard(claude("Bash", {"command": "cat .env"}, "PostToolUse",
                          tool_response={"stdout": "T=" + one, "stderr": "", "interrupted": False,
                                         "isImage": False}))
    replaced = json.loads(output[1])["hookSpecificOutput"]["updatedToolOutput"]
    check(replaced["stdout"].startswith("T=ghp_") and replaced["isImage"] is False,
          "an output was not masked in its own shape: %r" % replaced)
    cursor = guard({"hook_event_name": "beforeShellExecution", "command": "echo " + one, "cwd": "/p"})
    check(json.loads(cursor[1]).get("permission") == "deny", "Cursor was not told to stop")
    windsurf = guard({"agent_action_name": "pre_run_command", "tool_info": {"command_line": one}})
    check(windsurf[0] == 2 and windsurf[1] == "" and windsurf[2], "Windsurf was not told to stop")
    unknown = guard({"whatever": [one]})
    check(unknown[0] == 2 and unknown[2], "an unknown form was not answered with exit code 2")
    cut = json.dumps(claude("Bash", {"command": "echo CUT"})).encode().replace(b"CUT", b"\\ud83d")
    check(guard(cut)[:3] == (0, "{}\n", ""), "half an emoji stopped a call")
    check(guard(b"not JSON")[0] == 2, "what is no JSON passed")
    check(guard(b"")[0] == 2, "nothing at all passed")
    check(denied(guard(claude("Bash", {"command": "ls"}), "--rules", "/nonexistent")),
          "rules that cannot be loaded let a call pass")
    check(guard(claude("Bash", {}), "--deadline", "never")[0] == 2, "a wrong option passed")


def padding():
    """100 MB before or behind the key."""
    one = key(2)
    for data, name in ((("a" * 99 + "\n") * 1_000_000 + one, "behind"),
                       (one + "\n" + ("b" * 99 + "\n") * 1_000_000, "before")):
        answer = guard(claude("Write", {"file_path": "x", "content": data}), "--deadline", "60s")
        check(denied(answer), "a key %s 100 MB passed" % name)
        print("padding, key %s: %.2f s" % (name, answer[3]), file=sys.stderr)
        check(("not looked at" in answer[1]) == (name == "behind"), "the gap was not named: " + name)
    many = {"k%d" % i: "v%d" % i for i in range(400_000)}
    for message in (claude("X", many), claude("X", {"a": [["x"]] * 300_000})):
        answer = guard(message, "--deadline", "60s")
        check(answer[0] in (0, 2) and answer[3] < 60, "many members took too long")
    answer = guard(b'{"hook_event_name":"PreToolUse","tool_input":' + b"[" * 20_000_000)
    check(denied(answer), "nesting passed: %r" % (answer[1][:200],))
    allowed = guard(claude("Write", {"content": "a" * 30_000_000}), "--on-timeout", "allow",
                    "--deadline", "60s")
    check(allowed[0] == 0 and not denied(allowed) and "not looked at" in allowed[1],
          "the owner's choice was not heeded: %r" % (allowed[1][:300],))
    peak = peak_kilobytes(json.dumps(claude("Write", {"content": "z" * 100_000_000})).encode())
    print("padding, peak memory: %d MB" % (peak // 1024), file=sys.stderr)
    check(peak < 400 * 1024, "padding took %d KB" % peak)


def peak_kilobytes(data):
    """Peak of the guard and its child, as wait4(2) has it."""
    process = subprocess.Popen([PROGRAM, "hook", "run", "agent", "--deadline", "60s"],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    process.stdin.write(data)
    process.stdin.close()
    peak = 0
    while process.poll() is None:
        for pid in [process.pid] + children_of(process.pid):
            try:
                with open("/proc/%d/status" % pid) as status:
                    peak = max([peak] + [int(line.split()[1]) for line in status
                                         if line.startswith("VmHWM")])
            except OSError:
                pass
        time.sleep(0.002)
    return peak


def children_of(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as listed:
            return [int(word) for word in listed.read().split()]
    except OSError:
        return []


def stuck():
    """A scan that hangs (stopped), dies (killed), and a caller that never ends its input."""
    for number, name in ((signal.SIGSTOP, "hangs"), (signal.SIGKILL, "dies")):
        process = subprocess.Popen([PROGRAM, "hook", "run", "agent", "--deadline", "1s"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        start = time.monotonic()
        process.stdin.write(json.dumps(claude("Bash", {"command": "x" * 200_000})).encode()[:100_000])
        process.stdin.flush()
        while not children_of(process.pid):
            time.sleep(0.001)
        time.sleep(0.3)
        os.kill(children_of(process.pid)[0], number)
        output, errors = process.communicate(timeout=30)
        took = time.monotonic() - start
        check(denied((process.returncode, output.decode())), "a scan that %s let it pass" % name)
        check(took < 10, "a scan that %s took %.1f s" % (name, took))
        print("a scan that %s: answered after %.2f s" % (name, took), file=sys.stderr)
    process = subprocess.Popen([PROGRAM, "hook", "run", "agent", "--deadline", "500ms"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    start = time.monotonic()
    check(process.wait(30) == 2, "nothing to read, and it passed")
    check(time.monotonic() - start < 10, "nothing to read took too long")
    process.stdin.close()
    check(b"not enough" in process.stderr.read(), "the deadline was not named")
    for pid in children_of(os.getpid()):
        check(not children_of(pid), "a child was left behind")


def random_calls():
    """1,000 calls of all forms, with a key or without, eight at a time."""
    dice = random.Random(3)
    jobs = [(number, dice.random() < 0.5, dice.randrange(5)) for number in range(1000)]
    lock = threading.Lock()

    def run_some():
        while True:
            with lock:
                if not jobs:
                    return
                number, has_key, form = jobs.pop()
                text = "x = %s" % (key(1000 + number) if has_key else "os.environ['T%d']" % number)
            noise = "".join(random.Random(number).choice("abc \n\"\\\u00e9\U0001f600") for _ in range(500))
            content = noise + "\n" + text + "\n" + noise
            message = (claude("Write", {"file_path": "a", "content": content}),
                       {"hook_event_name": "beforeReadFile", "file_path": "a", "content": content},
                       {**claude("write_file", {"content": content}), "hook_event_name": "BeforeTool"},
                       {"agent_action_name": "pre_write_code", "tool_info": {"edits": [
                           {"old_string": "a", "new_string": content}]}},
                       {"toolName": "create", "toolArgs": {"file_text": content}})[form]
            answer = guard(message, "--deadline", "60s")
            said = json.loads(answer[1] or "{}")
            stopped = (answer[0] == 2 or said.get("permission") == "deny" or
                       said.get("decision") == "deny" or said.get("permissionDecision") == "deny" or
                       denied(answer))
            check(stopped == has_key, "call %d: key %s, form %d: %r" % (number, has_key, form, answer[:3]))

    threads = [threading.Thread(target=run_some) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def latency():
    """Figures, no verdict: what a call costs above `true`."""
    def median(command, data, runs=41):
        times = []
        for _ in range(runs):
            start = time.monotonic()
            subprocess.run(command, input=data, capture_output=True)
            times.append(time.monotonic() - start)
        return 1000 * sorted(times)[runs // 2]
    agent = [PROGRAM, "hook", "run", "agent"]
    for name, message in (
            ("a command", claude("Bash", {"command": "ls -l"})),
            ("a 20 KB file", claude("Write", {"content": "int main() { return 0; }\n" * 800})),
            ("a command with a key", claude("Bash", {"command": "echo " + key(4)}))):
        data = json.dumps(message).encode()
        print("%s: %.1f ms, true %.1f ms" % (name, median(agent, data), median(["true"], data)))


class Session:
    def __init__(self, *options):
        self.process = subprocess.Popen([PROGRAM, "mcp", *options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.seen = b""
        self.number = 0

    def send(self, line):
        self.process.stdin.write((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        self.seen += line
        return json.loads(line)

    def ask(self, method, parameters=None):
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": parameters or {}})
        answer = self.receive()
        check(answer["id"] == self.number, "an answer to another question")
        return answer

    def raw(self, line):
        self.send(line)
        return self.receive()

    def end(self):
        self.process.stdin.close()
        code = self.process.wait(30)
        check(not shows_a_key(self.seen + self.process.stdout.read() + self.process.stderr.read()),
              "a key was shown in a session")
        return code


def mcp():
    one = key(5)
    session = Session()
    agreed = session.ask("initialize", {"protocolVersion": "2025-03-26", "capabilities": {},
                                        "clientInfo": {"name": "t", "version": "1"}})
    check(agreed["result"]["protocolVersion"] == "2025-03-26", "no version was agreed upon")
    session.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
    check(session.ask("ping")["result"] == {}, "no answer to a ping")
    tools = [tool["name"] for tool in session.ask("tools/list")["result"]["tools"]]
    check(tools == ["scan_text", "scan_staged", "explain", "rules"], "other tools: %r" % tools)
    found = session.ask("tools/call", {"name": "scan_text", "arguments": {"text": "t = '%s'" % one}})
    check("ghp_" in found["result"]["content"][0]["text"], "the key was not found: %r" % found)
    check(session.raw(b"{broken")["error"]["code"] == -32700, "malformed JSON")
    check(session.raw(b"[" * 100_000)["error"]["code"] == -32600, "nesting")
    check(session.raw(b'{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":"' + b"y" * (9 << 20) +
                      b'"}}')["error"]["code"] == -32600, "an oversized line")
    check(session.ask("no/such")["error"]["code"] == -32601, "an unknown method")
    check(session.ask("tools/call", {"name": one})["error"]["code"] == -32602, "an unknown tool")
    batch = session.raw([{"jsonrpc": "2.0", "id": "a", "method": "ping"},
                         {"jsonrpc": "2.0", "method": "n"},
                         {"jsonrpc": "2.0", "id": "b", "method": one}])
    check([item["id"] for item in batch] == ["a", "b"], "a batch: %r" % batch)
    large = session.ask("tools/call", {"name": "scan_text", "arguments": {"text": "q" * (7 << 20) + "\n" + one}})
    check(large["result"]["isError"] is False and "ghp_" in large["result"]["content"][0]["text"],
          "a large text: %r" % str(large)[:300])
    dice = random.Random(6)
    for _ in range(50):
        junk = bytes(dice.randrange(256) for _ in range(dice.randrange(200))).replace(b"\n", b" ")
        if junk.strip(b" \t\r"):
            check("error" in session.raw(junk), "junk was taken: %r" % junk)
    check(session.ask("ping")["result"] == {}, "the session did not live on")
    check(session.end() == 0, "the end of input is not 0")
    last = Session()
    last.process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}')
    check(last.end() == 0, "a last line without its end")
    interrupted = Session()
    interrupted.ask("ping")
    interrupted.process.send_signal(signal.SIGINT)
    check(interrupted.process.wait(30) != 0, "SIGINT did not end it")


{"mcp": mcp, "calls": calls, "padding": padding, "stuck": stuck, "random": random_calls,
 "latency": latency}[sys.argv[2]]()
for failure in failures[:20]:
    print(failure, file=sys.stderr)
sys.exit(1 if failures else 0)
