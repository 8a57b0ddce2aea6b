"""What looks like a secret and is none: a scanner that speaks up here is ignored where it is right."""
import base64
import hashlib

from sandbox import key_for, letters

HEX = "0123456789abcdef"


def wrong_checksum(seed):
    key = key_for(seed)
    return key[:-1] + ("0" if key[-1] != "0" else "1")


def other(name, length):
    return letters("decoy/" + name, HEX, length)


def decoys():
    """(id, what it is, text of a file)"""
    digest = base64.b64encode(hashlib.sha512(b"a package").digest()).decode()
    public_key = base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0 " +
                                  hashlib.sha256(b"a key").digest()).decode()
    fill = "x" * 36
    return [
        ("wrong-checksum", "token whose checksum is wrong", f'token = "{wrong_checksum("d1")}"'),
        ("wrong-checksum-npm", "npm token whose checksum is wrong",
         f'//registry.npmjs.org/:_authToken={"npm" + "_" + key_for("d2")[4:-1]}0'),
        ("placeholder-x", "token of x", f'token = "{"ghp" + "_" + fill}"'),
        ("placeholder-words", "words that say what belongs here", 'api_key = "YOUR_API_KEY_HERE"'),
        ("placeholder-angle", "angle brackets", "password: <your-password>"),
        ("documented-id", "AWS's documented example", "aws_access_key_id = AKIA" + "IOSFODNN7EXAMPLE"),
        ("documented-secret", "AWS's documented example secret",
         "aws_secret_access_key = wJalrX" + "UtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"),
        ("variable", "shell variable", 'export API_TOKEN="${GITHUB_TOKEN}"'),
        ("environment", "read from the environment", 'password = os.environ["DB_PASSWORD"]'),
        ("process-env", "read from the environment in JavaScript", "const apiKey = process.env.API_KEY"),
        ("vault", "reference to a vault", '{"key": "apikey", "value": "{{vault:postman-key}}"}'),
        ("one-password", "reference to 1Password", "TOKEN=op://infrastructure/github/token"),
        ("workflow", "reference in a workflow", "token: ${{ secrets.DEPLOY_TOKEN }}"),
        ("terraform", "reference in Terraform", "password = var.database_password"),
        ("masked", "masked value", 'password = "********************"'),
        ("commit-id", "commit id", f"pinned to commit {other('commit', 40)}"),
        ("integrity", "checksum of a package", f'"integrity": "sha512-{digest}"'),
        ("uuid", "identifier", f"request_id: {other('u', 8)}-{other('v', 4)}-4{other('w', 3)}-"
         f"8{other('x', 3)}-{other('y', 12)}"),
        ("public-key", "public key", f"ssh-ed25519 {public_key} ada@example.com"),
        ("empty", "empty values", 'password = ""\nsecret_key =\ntoken: null'),
    ]


def plant_decoys(repository):
    """As files of the first branch. The file's name is what a report would say."""
    planted = decoys()
    for id, _, text in planted:
        repository.write(f"decoys/{id}.txt", text + "\n")
    repository.commit("decoys")
    return [(id, words, f"decoys/{id}.txt") for id, words, _ in planted]
