#!/usr/bin/python3
"""A webhook receiver that checks Standard Webhooks signatures with its own few lines of HMAC (an
implementation independent of the sender's). Loopback only; for tests and the quickstart.

  webhook_receiver.py --log FILE [--port N] [--secret whsec_… …] [--script FILE]
                      [--certificate FILE --key FILE]

Prints "listening PORT" when it is ready. Each request adds one line to FILE:
{"time", "method", "path", "headers", "body", "signature_ok", "status"} (time in Unix seconds; headers
with lower-case names; signature_ok is null without --secret). A wrong signature is answered 401.

A script holds one answer a line, used in order and then forgotten (then 200): "503",
"429 Retry-After: 2", "302 Location: http://127.0.0.1:1/", "stall 5" (seconds, then 200), "reset",
"endless" (a body that never ends).
"""
import argparse
import base64
import hashlib
import hmac
import json
import socket
import ssl
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCK = threading.Lock()


def signature_ok(headers, body, secrets):
    if not secrets:
        return None
    identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not identity or not stamp.isdigit() or abs(time.time() - int(stamp)) > 300:
        return False
    given = [part[3:] for part in headers.get("webhook-signature", "").split() if part.startswith("v1,")]
    signed = f"{identity}.{stamp}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(expected, one) for one in given):
            return True
    return False


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else an answer in two writes waits for the peer's delayed ACK
    wbufsize = -1

    def log_message(self, *arguments):
        pass

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def write_log(self, headers, body, good, status):
        line = {"time": time.time(), "method": self.command, "path": self.path, "headers": headers,
                "body": body.decode("utf-8", "replace"), "signature_ok": good, "status": status}
        with LOCK, open(self.server.options.log, "a") as log:
            log.write(json.dumps(line) + "\n")

    def answer(self, status, extra="", text=b"ok"):
        self.send_response(status)
        if extra:
            name, _, value = extra.partition(":")
            self.send_header(name.strip(), value.strip())
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.wfile.flush()

    def endless(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        good = signature_ok(headers, body, self.server.options.secret)
        with LOCK:
            script = self.server.script
            step = script.pop(0) if script else "200"
        word, _, rest = step.partition(" ")
        status = 401 if good is False else int(word) if word.isdigit() else 200
        self.write_log(headers, body, good, status)
        if word == "reset":
            return self.reset()
        if word == "endless":
            return self.endless()
        if word == "stall":
            time.sleep(float(rest))
        self.answer(status, rest if word.isdigit() else "")

    do_GET = do_POST


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--secret", action="append", default=[])
    parser.add_argument("--script")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Receiver)
    server.options, server.script, server.daemon_threads = options, [], True
    if options.script:
        with open(options.script) as lines:
            server.script = [line.strip() for line in lines if line.strip()]
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    open(options.log, "a").close()
    print("listening", server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
