// Counted in 3 MB of source text of all kinds (tests/accuracy's clean corpus), bytes without the
// bit that tells cases apart, by kind: a letter, any digit, a few marks, all others. A character is
// 'A' + twice the bits, 'Z' that or more: first of each kind's one byte, then, in the row of the
// kind before it, of what follows.

#include "scanner/rules/byte_pairs.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kKinds = "abcdefghijklmnopqrstuvwxyz0\x7f-./:='\" *)";
constexpr std::size_t kKindCount = kKinds.size() + 1;
constexpr std::size_t kDigits = 26;
constexpr unsigned char kCase = 0x20;

constexpr std::string_view kFirst = "JNKLHLMMJTPKMJJLTJJILPPOOSRLNNPPPQOFKLV";
constexpr std::array<std::string_view, kKindCount> kNext{
    "OKHJUPLZKZOHJHZKXHHFMNRPNUTPUSTWZWTKSSZ", "HLNNGPPXJITGNPIUXJLPGTVXJUQLQMLNXTOKOPX",
    "IPLPHRUGMZIHMUFPVKQGLTWVSZSNRPTQYVSKRQZ", "JNQLEORWHQXNOTJTZOLOMPOQOZSINMQLPTOFJLV",
    "KRIILKPUQWWKLHPLNGHJSNNJOZVJOMSOSSPGMNW", "JPPNKHSVFZWLRPHQZJMMLZZZPZQKPOXUQVSFMPU",
    "OUPSFTOMEZXMOJLPZJJOLOTZQQUJOMOOUSPGMOW", "GQTRDTSVHZTSOTHTZLNKMVVZPYUJPOSOOTMHNNW",
    "MMJILIKWQZTHLEIMUKIFXLZOZLWQUSVUZZXPUUZ", "KSSOCWWUPVSRQTGNUQFSJVVZUXWNQSJZTNRLRMW",
    "OPSLENOVIZPPTNIQTNIMMQSZSYZHNMSKTROGNLU", "IPRKFOTTGZTHTTHPZRJJJRTZLZZJPOTNQUQINNX",
    "FMQMERXXHZPMIOHHZWJPLTZZNYULONPSTURJROY", "ISIGHLHUKWNOROIQXRIGLOXYPYXKQNQQTQNHOOX",
    "OLKKQKNXKSNKIFLJZFKJHNLRSUZNQRRUZVRIORZ", "FTPNGPQMKZRIUUHJUGMHKYTXNYTLNNQQTURJQOX",
    "RVYWTYUVWVWHYTYPVSQTBWVTUZYOPKYRUURLSSV", "IPNKEQLUIZONMKIRZKKJKQSZKZYKRNQQTUQHONW",
    "MUMTGSOKIZOQSUKLQSHEKUSZOVZKPKNNTRNGMMV", "IQMNGPUGHXVQQUIOZHKMKVQQLZWHONQPTSPGONW",
    "JJILIKNZJZTHKGRJZGGGXZZQZTXTYTZZZTXMWUZ", "FXQRDWSXGZWVRPGRZXOYTVVXVWQMLQPVVVRLTNX",
    "GQOQHSTGFZQOQKHSXIKPUZMUZWYJOMTQWTRHNPW", "JRKKJFZWKVYNQVWGZRPHVXWPPXLJNOTROTQJPMW",
    "OOPSORPVNXZMLMIGZOJKWTTZTRYGMKONMQMEKLU", "KNORCPRWLWZKLSNSWRHURUQRPLYITSRWYMOLNPY",
    "MMMNNMWQYZXUUVZXZWUVUQZGZSJNOIQRYMPIMKT", "IKHJIIKLIROKKJJISIHHMNLTVTXMXVZZZZWTTSZ",
    "MMKMNLMPNUUNMNMKRMLMORNRXSOZDZZZSVVKLTT", "KMIMKKLKLQPMMKMKTKJJNPNVSTMWQKPYZVNHGRZ",
    "JKJKMLMMMQSMLMMLSKJJMONSWSTUPOGRWPOHERV", "LLLMNMNMNRTOMMOMQMJKOPRWYWQWSWLFOTNEHUZ",
    "SSSTWSUZVZXVSSQUZSQQTWYZUWUYUUVZEHKCNYW", "MQNOPOKRQUXNKMROVMIKLPTRUSPTNNINQPMEHJS",
    "KMKMMMLMMSTOMNPMULKKNQPRTTURNNNMWQMGGHR", "JMKMLLNOKTSNMMLMVLKJOPNSRTQTMTQQLPLDMUU",
    "PQNQOPSTOZVRNRQPZOMMSPSWVYUWPRKWTQQDFEU", "OPJOMNJRKZVQOQONZLLLPSRUZZYUPMNSVPNGHER",
    "NOLNMOMPLUSPOMNMUMLMPPQQWSSRQOPOOPLEELS"};

std::array<std::size_t, 256> make_kinds() {
  std::array<std::size_t, 256> kinds{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const std::size_t kind = kKinds.find(static_cast<char>(byte));
    kinds[byte] = kind == std::string_view::npos ? kKinds.size() : kind;
    if (byte >= '0' && byte <= '9') kinds[byte] = kDigits;
  }
  return kinds;
}

double share_of(char written) {
  return std::exp2(-0.5 * (written - 'A'));
}

using Shares = std::array<double, kKindCount>;

// By kind, the last one's and the next one's.
std::array<Shares, kKindCount> make_shares() {
  std::array<Shares, kKindCount> shares{};
  for (std::size_t last = 0; last < kKindCount; ++last)
    for (std::size_t next = 0; next < kKindCount; ++next)
      shares[last][next] = share_of(kNext[last][next]);
  return shares;
}

// How many bytes of a set are of a kind; of sets of few bytes there are few.
struct OfKind {
  std::size_t kind = 0;
  double weight = 0;
};

std::vector<OfKind> kinds_of(const ByteSet& bytes) {
  static const std::array<std::size_t, 256> kKindOf = make_kinds();
  Shares counts{};
  for (std::size_t byte = bytes._Find_first(); byte < 256; byte = bytes._Find_next(byte)) {
    const bool is_said_already = (byte & kCase) != 0 && bytes[byte - kCase];
    if (!is_said_already) ++counts[kKindOf[byte | kCase]];
  }
  std::vector<OfKind> kinds;
  for (std::size_t kind = 0; kind < kKindCount; ++kind)
    if (counts[kind] > 0) kinds.push_back({kind, counts[kind]});
  return kinds;
}

}  // namespace

double frequency_of(const std::vector<ByteSet>& bytes) {
  static const std::array<Shares, kKindCount> kShares = make_shares();
  if (bytes.empty()) return 1;
  std::vector<OfKind> last = kinds_of(bytes.front());
  for (OfKind& one : last) one.weight *= share_of(kFirst[one.kind]);
  for (std::size_t at = 1; at < bytes.size(); ++at) {
    std::vector<OfKind> next = kinds_of(bytes[at]);
    for (OfKind& one : next) {
      double all = 0;
      for (const OfKind& before : last) all += before.weight * kShares[before.kind][one.kind];
      one.weight *= all;
    }
    last = std::move(next);
  }
  double all = 0;
  for (const OfKind& one : last) all += one.weight;
  return all;
}

}  // namespace leakwarden::scanner
