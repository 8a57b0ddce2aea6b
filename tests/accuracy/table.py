"""The judge's table as bytes (scanner/match/judge/table.h, model.h, calibration.h), and the same
evaluation in Python, so that a test can hold the two against each other."""
import math
import struct
import subprocess

WORDS, TRIGRAMS, CREDENTIAL, STRONG, CALIBRATION = 1, 2, 3, 4, 5
MAGIC = b"LWJUDGE1"
WEIGHT_UNIT = 65536


def feature_list(dump):
    """(names, areas, digest) as the program has them."""
    lines = subprocess.run([dump, "--features"], capture_output=True, text=True, check=True).stdout.splitlines()
    pairs = [line.split() for line in lines[:-1]]
    return [p[0] for p in pairs], [int(p[1]) for p in pairs], int(lines[-1].split()[1])


def word_hash(word):
    h = 2166136261
    for c in word.encode():
        h = (h ^ c) * 16777619 & 0xFFFFFFFF
    h ^= h >> 15
    return h or 1


def pack_words(words):
    size = 1
    while size < len(words) * 4 // 3:
        size *= 2
    places = [0] * size
    for w in words:
        h = word_hash(w)
        at = h & (size - 1)
        while places[at] not in (0, h):
            at = (at + 1) & (size - 1)
        places[at] = h
    return struct.pack(f"<{size}I", *places)


def pack_trigrams(names, symbol):
    """Eighths of a bit, with the counts of bigrams and single letters behind those of trigrams."""
    tri, bi, uni = {}, {}, [1.0] * 32
    for name, times in names.items():
        a = b = 0
        for c in name:
            s = symbol(c)
            tri.setdefault((a, b), [0.0] * 32)[s] += times
            bi.setdefault(b, [0.0] * 32)[s] += times
            uni[s] += times
            a, b = b, s
    total = sum(uni)
    out = bytearray(32 * 32 * 32)
    for a in range(32):
        for b in range(32):
            t, two = tri.get((a, b), [0.0] * 32), bi.get(b, [0.0] * 32)
            nt, nb = sum(t), sum(two)
            for c in range(32):
                p1 = (two[c] + 20 * (uni[c] / total)) / (nb + 20)
                p = (t[c] + 20 * p1) / (nt + 20)
                out[(a * 32 + b) * 32 + c] = min(255, max(0, round(-math.log2(p) * 8)))
    return bytes(out)


def pack_model(bias, terms, trees):
    """terms: (feature, low, high, weight); trees: (nodes, leaves), nodes (feature, threshold, left, right)."""
    out = struct.pack("<iHH", bias, len(terms), len(trees))
    for feature, low, high, weight in terms:
        out += struct.pack("<HhhHi", feature, low, high, 0, weight)
    for nodes, leaves in trees:
        out += struct.pack("<H", len(nodes))
        for feature, threshold, left, right in nodes:
            out += struct.pack("<Hhbb", feature, threshold, left, right)
        out += struct.pack(f"<{len(leaves)}h", *leaves)
    return out


def score(bias, terms, trees, features):
    """What Model::score() computes: division that rounds towards zero, as in C++."""
    linear = sum((min(max(features[f], lo), hi) - lo) * w for f, lo, hi, w in terms)
    total = bias + int(abs(linear) // WEIGHT_UNIT) * (1 if linear >= 0 else -1)
    for nodes, leaves in trees:
        at = 0 if nodes else -1
        while at >= 0:
            f, threshold, left, right = nodes[at]
            at = left if features[f] <= threshold else right
        total += leaves[-1 - at]
    return total


def pack_calibration(low, medium, high, credential, strong):
    out = struct.pack("<iiiI", low, medium, high, len(credential))
    for a, b in zip(credential, strong):
        out += struct.pack("<ii", a, b)
    return out


def read(path):
    with open(path, "rb") as f:
        data = f.read()
    sections, at = {}, 12
    while at < len(data):
        number, size = struct.unpack_from("<II", data, at)
        sections[number] = data[at + 8:at + 8 + size]
        at += 8 + size
    return sections


def write(path, dump, sections):
    out = MAGIC + struct.pack("<I", feature_list(dump)[2])
    for number in sorted(sections):
        out += struct.pack("<II", number, len(sections[number])) + sections[number]
    with open(path, "wb") as f:
        f.write(out)


def model_of(both):
    """A learnt pair (learn.Both) as integers: half of each, in thousandths of a logit."""
    terms = []
    for (feature, low, high), weight in zip(both.lines.pieces, both.lines.weights):
        w = round(float(weight) * 500 * WEIGHT_UNIT)
        if abs(w) * (high - low) >= WEIGHT_UNIT:  # less than a thousandth at most
            terms.append((feature, low, high, max(-2**31 + 1, min(2**31 - 1, w))))
    trees = [tree_of(t["tree_structure"]) for t in both.trees.model.dump_model()["tree_info"]]
    return round(float(both.lines.bias) * 500), terms, trees


def tree_of(root):
    nodes, leaves = [], []

    def walk(node):
        if "leaf_value" in node:
            leaves.append(max(-32767, min(32767, round(node["leaf_value"] * 500))))
            return -len(leaves)
        at = len(nodes)
        nodes.append(None)
        left = walk(node["left_child"])
        right = walk(node["right_child"])
        nodes[at] = (node["split_feature"], math.floor(node["threshold"]), left, right)
        return at

    walk(root)
    return nodes, leaves


def drawn(seed, count):
    """Features from a seed, as value_judge_test.cc draws them."""
    out = []
    for i in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append((seed >> 33) % (2, 8, 400, 2100)[i % 4])
    return out


def write_vectors(path, credential, strong, count, seeds=200):
    with open(path, "w") as f:
        for seed in range(1, seeds + 1):
            features = drawn(seed, count)
            f.write(f"{seed} {score(*credential, features)} {score(*strong, features)}\n")
