#!/usr/bin/python3
"""A real SMTP server (aiosmtpd) that keeps every mail it accepts. Loopback only; for tests and the
quickstart.

  smtp_catcher.py --folder DIR [--port N] [--certificate FILE --key FILE (--starttls | --implicit-tls)]
                  [--auth USER:PASSWORD] [--script FILE] [--stall SECONDS]

Prints "listening PORT" when it is ready. Each accepted mail is written as DIR/N.eml, and one line is
added to DIR/index.jsonl: {"time", "from", "to", "file", "tls", "user"} (time in Unix seconds).

A script holds one line a transaction, used in order and then forgotten: "data 451 4.7.1 try later",
"rcpt 550 5.1.1 no such user" (every recipient), "rcpt:bob@example.com 550 …" (that one), "mail 421 …",
"data drop" (the connection breaks there), or "ok".
"""
import argparse
import asyncio
import json
import os
import ssl
import sys
import time

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keeper:
    def __init__(self, folder, script, stall):
        self.folder, self.script, self.stall, self.count = folder, script, stall, 0
        os.makedirs(folder, exist_ok=True)

    def answer(self, step, address=""):
        """The scripted reply for this step of the transaction at hand, if there is one."""
        if not self.script:
            return None
        head, _, reply = self.script[0].partition(" ")
        name, _, who = head.partition(":")
        return reply if name == step and (not who or who == address) else None

    def broken(self, server, reply):
        if reply == "drop":
            server.transport.abort()
        return reply

    def next_transaction(self):
        if self.script:
            self.script.pop(0)

    async def handle_MAIL(self, server, session, envelope, address, options):
        reply = self.answer("mail")
        if reply:
            self.next_transaction()
            return self.broken(server, reply)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.answer("rcpt", address)
        if reply:
            return self.broken(server, reply)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server, session, envelope):
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.stall:
            await asyncio.sleep(self.stall)
        reply = self.answer("data")
        self.next_transaction()
        if reply:
            return self.broken(server, reply)
        self.count += 1
        name = f"{self.count}.eml"
        with open(os.path.join(self.folder, name), "wb") as mail:
            mail.write(envelope.original_content)
        line = {"time": time.time(), "from": envelope.mail_from, "to": envelope.rcpt_tos, "file": name,
                "tls": server.transport.get_extra_info("ssl_object") is not None,
                "user": getattr(session, "user", None)}
        with open(os.path.join(self.folder, "index.jsonl"), "a") as index:
            index.write(json.dumps(line) + "\n")
        return "250 2.0.0 kept as " + name


def authenticator(expected):
    def check(server, session, envelope, mechanism, data):
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        given = data.login.decode() + ":" + data.password.decode()
        session.user = data.login.decode() if given == expected else None
        # handled=False: aiosmtpd itself answers 535 to what is not a success.
        return AuthResult(success=given == expected, handled=given == expected)
    return check


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--implicit-tls", action="store_true")
    parser.add_argument("--auth")
    parser.add_argument("--script")
    parser.add_argument("--stall", type=float, default=0)
    options = parser.parse_args()
    script = []
    if options.script:
        with open(options.script) as lines:
            script = [line.strip() for line in lines if line.strip()]
    keeper = Keeper(options.folder, script, options.stall)
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    starttls = context if options.starttls else None

    def session():
        return SMTP(keeper, hostname="catcher.invalid", tls_context=starttls, require_starttls=False,
                    auth_required=bool(options.auth), auth_require_tls=bool(starttls),
                    authenticator=authenticator(options.auth) if options.auth else None)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", options.port,
                                      ssl=context if options.implicit_tls else None)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
