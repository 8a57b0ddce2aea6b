#include "service/config.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const char kWhole[] = R"(data_dir: /var/lib/leakwarden/
store: sqlite
rules: [builtin, /etc/leakwarden/rules, more.yaml]
values: fingerprints
sealing_key: {credential: sealing}
watch:
  - path: /srv/git/
    interval: 5s
    visibility: internal
  - {path: /srv/one.git, name: one}
repositories:
  - {match: 'corp/*', team: payments, owners: [alice@example.com], push: block}
  - {match: 'corp/open-*', visibility: public, push: warn}
listeners:
  - {name: local, address: "127.0.0.1:9464", serves: [health, metrics]}
  - {name: socket, address: unix:/run/leakwarden/health.sock, serves: health}
  - {name: hooks, address: "unix:/run/leakwarden/hook.sock", serves: [hook-socket], group: developers, mode: 0666}
channels:
  - {name: security, type: email, url: "smtp://127.0.0.1:1025", starttls: off, from: leakwarden@example.com, to: [security@example.com], also: [pusher, owners], domains: [example.com], rate: {per_minute: 30, burst: 5}}
  - {name: bus, type: webhook, url: "http://127.0.0.1:9000/hook", secret: [{file: /run/secrets/new}, "env:OLD"]}
  - {name: chat, type: slack, url: {file: /run/secrets/slack_url}}
routes:
  - {match: {severity: [critical, high], visibility: public, team: [payments]}, channels: [security, bus]}
  - {channels: [chat]}
outgoing: {allow_private: [127.0.0.1/32, "fd00::/8"], timeout: 5s}
)";

ParsedConfig parse(const std::string& text) {
  return parse_config(text, "/etc/lw/leakwarden.yaml");
}

TEST(Config, TheWholeFileIsUnderstood) {
  ParsedConfig parsed = parse(kWhole);
  ASSERT_EQ(describe_problems(parsed), "");
  const Config& config = parsed.config;
  EXPECT_EQ(config.data_dir, "/var/lib/leakwarden");
  EXPECT_THAT(config.rules, ElementsAre("builtin", "/etc/leakwarden/rules", "/etc/lw/more.yaml"));
  EXPECT_EQ(config.values, ValuesMode::Fingerprints);
  EXPECT_EQ(config.sealing_key->text(), "credential:sealing");
  EXPECT_EQ(config.sealing_key->where, "/etc/lw/leakwarden.yaml:5:14");
  ASSERT_EQ(config.watch.size(), 2u);
  EXPECT_EQ(config.watch[0].path, "/srv/git");
  EXPECT_EQ(config.watch[0].interval, std::chrono::seconds(5));
  EXPECT_EQ(config.watch[0].visibility, "internal");
  EXPECT_EQ(config.watch[1].interval, std::chrono::seconds(30));
  ASSERT_EQ(config.listeners.size(), 3u);
  ASSERT_EQ(hook_listener(config.listeners), &config.listeners[2]);
  EXPECT_EQ(socket_path(config.listeners[2]), "/run/leakwarden/hook.sock");
  EXPECT_EQ(config.listeners[2].access.group, "developers");
  EXPECT_EQ(config.listeners[2].access.mode, 0666u);
  EXPECT_EQ(config.listeners[0].address, "127.0.0.1:9464");
  EXPECT_THAT(config.listeners[0].serves, ElementsAre(Serves::Health, Serves::Metrics));
  ASSERT_EQ(config.channels.size(), 3u);
  EXPECT_EQ(config.channels[0].email.url, "smtp://127.0.0.1:1025");
  EXPECT_EQ(config.channels[0].email.starttls, notifier::EmailConfig::StartTls::Off);
  EXPECT_TRUE(config.channels[0].email.also_pusher);
  EXPECT_FALSE(config.channels[0].email.also_author);
  EXPECT_TRUE(config.channels[0].email.also_owners);
  EXPECT_EQ(config.channels[0].rate.per_minute, 30);
  EXPECT_EQ(config.channels[1].secrets[0].text(), "file:/run/secrets/new");
  EXPECT_EQ(config.channels[1].secrets[1].text(), "env:OLD");
  EXPECT_EQ(std::get<CredentialReference>(config.channels[2].url).text(),
            "file:/run/secrets/slack_url");
  ASSERT_EQ(config.routes.size(), 2u);
  EXPECT_THAT(config.routes[0].severities, ElementsAre(Severity::Critical, Severity::High));
  EXPECT_THAT(config.routes[0].visibilities, ElementsAre("public"));
  EXPECT_THAT(config.routes[1].channels, ElementsAre("chat"));
  EXPECT_THAT(config.outgoing.allow_private, ElementsAre("127.0.0.1/32", "fd00::/8"));
  EXPECT_EQ(config.outgoing.timeout, std::chrono::seconds(5));
  EXPECT_THAT(config.warnings, IsEmpty());
  EXPECT_THAT(channel_names(config), ElementsAre("security", "bus", "chat"));
}

TEST(Config, DefaultsAreTheDocumentedOnes) {
  ParsedConfig parsed = parse("watch: [{path: /srv/git}]\n");
  ASSERT_EQ(describe_problems(parsed), "");
  EXPECT_EQ(parsed.config.data_dir, "/var/lib/leakwarden");
  EXPECT_THAT(parsed.config.rules, ElementsAre("builtin"));
  EXPECT_EQ(parsed.config.values, ValuesMode::Sealed);
  EXPECT_EQ(parsed.config.watch[0].visibility, "private");
}

TEST(Config, TheExampleInTheTreeIsValid) {
  Result<ParsedConfig> parsed =
      read_config(std::string(LEAKWARDEN_SOURCE_DIR) + "/deploy/leakwarden.example.yaml");
  ASSERT_TRUE(parsed.ok()) << parsed.error().message();
  EXPECT_EQ(describe_problems(*parsed), "");
  EXPECT_FALSE(parsed->config.channels.empty());
  EXPECT_FALSE(parsed->config.watch.empty());
}

struct Mistake {
  std::string name;
  std::string text;
  std::string problem;  // line:column: and a part of the message
};

class ConfigMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(ConfigMistake, IsNamedWithItsPlace) {
  ParsedConfig parsed = parse(GetParam().text);
  EXPECT_THAT(describe_problems(parsed),
              HasSubstr("/etc/lw/leakwarden.yaml:" + GetParam().problem));
}

const std::string kHook = "http://127.0.0.1:1/h";

INSTANTIATE_TEST_SUITE_P(
    All, ConfigMistake,
    ::testing::ValuesIn(std::vector<Mistake>{
        {"UnknownKey", "data_dir: /d\nchanels: []\n",
         "2:1: unknown key 'chanels' (did you mean 'channels'?)"},
        {"UnknownKeyFarFromAll", "zzzzzzzz: 1\n",
         "1:1: unknown key 'zzzzzzzz' (known here: data_dir,"},
        {"UnknownKeyInside", "watch:\n  - path: /g\n    intervall: 5s\n",
         "3:5: unknown key 'intervall' in watch[0] (did you mean 'interval'?)"},
        {"KeyTwice", "data_dir: /d\ndata_dir: /e\n", "2:1: the key 'data_dir' stands here twice"},
        {"NotAMapping", "- a\n- b\n", "1:1: : expected a mapping, found a list"},
        {"Empty", "", " the file is empty"},
        {"NotYaml", "watch: [\n", "2:1: not readable as YAML"},
        {"TabIndent", "watch:\n\t- path: /g\n", "2:2: not readable as YAML"},
        {"NoValue", "data_dir:\n", "1:1: 'data_dir' has no value"},
        {"RelativeDataDir", "data_dir: data\n", "1:11: 'data_dir': expected a whole path"},
        {"PostgreSql", "store: postgresql://x/y\n",
         "1:8: 'store': postgresql is not available in this version"},
        {"OtherStore", "store: oracle\n", "1:8: 'store': expected sqlite"},
        {"NoRules", "rules: []\n", "1:8: 'rules': the list is empty"},
        {"RulesOfTheWrongShape", "rules: {a: b}\n", "1:8: 'rules': expected a list of text"},
        {"Values", "values: seald\n",
         "1:9: 'values': 'seald' is not one of sealed or fingerprints (did you mean 'sealed'?)"},
        {"SealingKeyWrittenOut", "sealing_key: 0123456789abcdef\n",
         "1:14: sealing_key: not a reference to a secret"},
        {"SealingKeyVault", "sealing_key: {vault: kv/leakwarden#key}\n",
         "1:14: sealing_key: vault: references are not available in this version"},
        {"SealingKeyAwsText", "sealing_key: \"aws:id\"\n",
         "1:14: sealing_key: aws: references are not available in this version"},
        {"SealingKeyAzure", "sealing_key: {azure: v/n}\n",
         "1:14: sealing_key: azure: references are not available"},
        {"SealingKeyOnePassword", "sealing_key: {op: v/i}\n",
         "1:14: sealing_key: op: references are not available"},
        {"RelativeSecretFile", "sealing_key: {file: key}\n",
         "1:14: sealing_key: a file must be named by its whole path"},
        {"CredentialWithSlash", "sealing_key: {credential: ../key}\n",
         "1:14: sealing_key: a systemd credential's name holds no '/'"},
        {"WatchWithoutPath", "watch:\n  - interval: 5s\n", "2:5: watch[0]: 'path' is missing"},
        {"WatchRelative", "watch: [{path: git}]\n", "1:16: 'path': expected a whole path"},
        {"WatchTwice", "watch: [{path: /g}, {path: /g/}]\n",
         "1:28: 'path': this folder is watched by an entry above"},
        {"WatchNotAList", "watch: /srv/git\n", "1:8: 'watch': expected a list, found text"},
        {"Interval", "watch: [{path: /g, interval: 5}]\n",
         "1:30: 'interval': '5' is not a duration from 100ms to 24h (a number and ms, s, m or h: "
         "30s)"},
        {"IntervalTooLong", "watch: [{path: /g, interval: 48h}]\n",
         "1:30: 'interval': '48h' is not a duration from 100ms to 24h"},
        {"Visibility", "watch: [{path: /g, visibility: secret}]\n",
         "1:32: 'visibility': 'secret' is not one of public, internal or private"},
        {"Push", "repositories: [{match: '*', push: deny}]\n",
         "1:35: 'push': 'deny' is not one of block, warn or record"},
        {"MatchMissing", "repositories: [{team: x}]\n",
         "1:16: repositories[0]: 'match' is missing"},
        {"Forges", "forges:\n  - {name: corp}\n", "1:1: 'forges' is not available in this version"},
        {"ListenerHooks", "listeners: [{name: a, address: '127.0.0.1:1', serves: [hooks]}]\n",
         "1:55: 'serves': hooks is not available in this version"},
        {"HookSocketOverTcp",
         "listeners: [{name: a, address: '127.0.0.1:1', serves: [hook-socket]}]\n",
         "1:55: 'serves': hook-socket needs a listener of its own, at unix:/path"},
        {"HookSocketWithHealth",
         "listeners: [{name: a, address: 'unix:/a', serves: [health, hook-socket]}]\n",
         "1:51: 'serves': hook-socket needs a listener of its own"},
        {"TwoHookSockets",
         "listeners:\n  - {name: a, address: 'unix:/a', serves: hook-socket}\n"
         "  - {name: b, address: 'unix:/b', serves: hook-socket}\n",
         "3:43: 'serves': one hook-socket is enough"},
        {"HookSocketMode",
         "listeners: [{name: a, address: 'unix:/a', serves: hook-socket, mode: '0777'}]\n",
         "1:70: 'mode': expected one from 0600 to 0666, as 0660"},
        {"ModeWithoutHookSocket",
         "listeners: [{name: a, address: 'unix:/a', serves: health, mode: '0660'}]\n",
         "1:13: 'group' and 'mode' are for hook-socket only"},
        {"ListenerTls",
         "listeners:\n  - name: a\n    address: 127.0.0.1:1\n    serves: [health]\n    tls: {key: "
         "x}\n",
         "5:5: 'tls' is not available in this version"},
        {"ListenerAddress", "listeners: [{name: a, address: 8420, serves: [health]}]\n",
         "1:32: 'address': expected host:port or unix:/path"},
        {"ListenerPort", "listeners: [{name: a, address: 'x:99999', serves: [health]}]\n",
         "1:32: 'address': expected host:port"},
        {"ChannelType", "channels: [{name: a, type: teams}]\n",
         "1:28: 'type': 'teams' is not one of email, webhook or slack"},
        {"ChannelName", "channels: [{name: 'a b', type: slack, url: 'file:/x'}]\n",
         "1:19: 'name': expected letters, digits, - and _"},
        {"ChannelNameTwice",
         "channels:\n  - {name: a, type: slack, url: 'file:/x'}\n"
         "  - {name: a, type: slack, url: 'file:/x'}\n",
         "3:12: 'name': another channel has this name"},
        {"SlackUrlWrittenOut",
         "channels: [{name: a, type: slack, url: 'https://hooks.example/x'}]\n",
         "1:40: 'url': not a reference to a secret (secrets are never written here"},
        {"WebhookUrl", "channels: [{name: a, type: webhook, url: 'ftp://x'}]\n",
         "1:42: 'url': expected http:// or https://"},
        {"WebhookSecretWrittenOut",
         "channels: [{name: a, type: webhook, url: '" + kHook + "', secret: whsec_abc}]\n",
         "1:74: 'secret': not a reference to a secret"},
        {"WebhookThreeSecrets",
         "channels: [{name: a, type: webhook, url: '" + kHook +
             "', secret: ['env:A', 'env:B', 'env:C']}]\n",
         "1:74: 'secret': one reference, or two while rotating"},
        {"EmailUrl",
         "channels: [{name: a, type: email, url: 'mail.example.com', from: a@b.c, to: [a@b.c]}]\n",
         "1:40: 'url': expected smtp://host:port or smtps://host:port"},
        {"EmailUrlWithPassword",
         "channels: [{name: a, type: email, url: 'smtp://me:x@h', from: a@b.c, to: [a@b.c]}]\n",
         "1:40: 'url': expected smtp://host:port"},
        {"EmailStartTls",
         "channels: [{name: a, type: email, url: 'smtp://h:25', starttls: maybe, from: a@b.c, to: "
         "[a@b.c]}]\n",
         "1:65: 'starttls': 'maybe' is not one of required, optional or off"},
        {"EmailFrom",
         "channels: [{name: a, type: email, url: 'smtp://h:25', from: nobody, to: [a@b.c]}]\n",
         "1:61: 'from': expected addresses such as security@example.com"},
        {"EmailHeaderInjection",
         "channels: [{name: a, type: email, url: 'smtp://h:25', from: a@b.c, to: "
         "[\"a@b.c\\r\\nBcc: x@y.z\"]}]\n",
         "1:72: 'to': expected addresses"},
        {"EmailNobody", "channels: [{name: a, type: email, url: 'smtp://h:25', from: a@b.c}]\n",
         "1:12: channels[0]: 'to' is missing"},
        {"EmailAlsoWithoutDomains",
         "channels: [{name: a, type: email, url: 'smtp://h:25', from: a@b.c, to: [a@b.c], also: "
         "[author]}]\n",
         "1:87: 'also': pusher and author need 'domains'"},
        {"EmailUserWithoutPassword",
         "channels: [{name: a, type: email, url: 'smtp://h:25', username: u, from: a@b.c, to: "
         "[a@b.c]}]\n",
         "1:12: channels[0]: 'username' and 'password' go together"},
        {"EmailPasswordInTheClear",
         "channels: [{name: a, type: email, url: 'smtp://h:25', starttls: optional, username: u, "
         "password: 'env:P', from: a@b.c, to: [a@b.c]}]\n",
         "1:65: 'starttls': the password could travel without encryption"},
        {"RateTooLow",
         "channels: [{name: a, type: slack, url: 'file:/x', rate: {per_minute: 0}}]\n",
         "1:70: 'per_minute': '0' is not a number from 1 to 100000"},
        {"RouteToNobody", "routes: [{match: {severity: high}}]\n",
         "1:10: routes[0]: 'channels' is missing"},
        {"RouteToUnknownChannel", "routes: [{channels: [pager]}]\n",
         "1:9: a route names the channel 'pager', which is not among the channels"},
        {"RouteSeverity", "routes: [{match: {severity: [hgih]}, channels: [a]}]\n",
         "1:29: 'severity': 'hgih' is not one of low, medium, high or critical (did you mean "
         "'high'?)"},
        {"AddressBlock", "outgoing: {allow_private: [10.0.0.1/8]}\n",
         "1:27: 'allow_private': expected address blocks"},
        {"AddressBlockWithoutPrefix", "outgoing: {allow_private: [localhost]}\n",
         "1:27: 'allow_private': expected address blocks"},
    }),
    [](const ::testing::TestParamInfo<Mistake>& mistake) { return mistake.param.name; });

TEST(Config, EveryMistakeIsNamedInTheOrderOfTheFile) {
  ParsedConfig parsed = parse("store: x\nwatch: 1\nforges: []\nwtach: []\n");
  ASSERT_EQ(parsed.problems.size(), 4u);
  EXPECT_EQ(parsed.problems[0].line, 1);
  EXPECT_EQ(parsed.problems[1].line, 2);
  EXPECT_EQ(parsed.problems[2].line, 3);
  EXPECT_EQ(parsed.problems[3].line, 4);
}

TEST(Config, AMistakeNeverShowsWhatMayBeASecret) {
  std::string canary = "whsec_" + std::string(20, 'Q') + "canary";
  for (const std::string& text :
       {"sealing_key: " + canary + "\n", "sealing_key: {" + canary + ": x}\n",
        "sealing_key: [" + canary + "]\n",
        "channels: [{name: a, type: webhook, url: '" + kHook + "', secret: " + canary + "}]\n",
        "channels: [{name: a, type: slack, url: 'https://hooks.example/" + canary + "'}]\n"}) {
    ParsedConfig parsed = parse(text);
    EXPECT_FALSE(parsed.problems.empty());
    EXPECT_EQ(describe_problems(parsed).find("canary"), std::string::npos) << text;
  }
}

TEST(Config, HostileTextIsSafeToPrint) {
  std::string problems = describe_problems(parse("\"a\\x1b[2J\\nb\": 1\n"));
  EXPECT_EQ(problems.find('\x1b'), std::string::npos);
  EXPECT_EQ(std::count(problems.begin(), problems.end(), '\n'), 1);
}

TEST(Config, DeepNestingAndAliasesEndQuickly) {
  EXPECT_FALSE(parse(std::string(100'000, '[')).problems.empty());
  std::string bomb = "a: &a [x]\n";
  for (char name = 'b'; name < 'z'; ++name) {
    std::string before(1, static_cast<char>(name - 1));
    bomb += std::string(1, name) + ": &" + name + " [*" + before + ", *" + before + "]\n";
  }
  EXPECT_EQ(parse(bomb + "watch: *y\n").problems.empty(), false);
}

TEST(Config, WarningsNameWhatIsLegalButOdd) {
  EXPECT_THAT(parse("rules: [builtin]\n").config.warnings,
              ElementsAre(HasSubstr("no channels"), HasSubstr("nothing is watched")));
  std::string text =
      "watch: [{path: /g}]\n"
      "listeners: [{name: all, address: '0.0.0.0:80', serves: [health]}]\n"
      "channels:\n"
      "  - {name: a, type: webhook, url: '" +
      kHook +
      "'}\n"
      "  - {name: b, type: email, url: 'smtp://h:25', from: "
      "a@b.c, to: [a@b.c]}\n"
      "routes: [{channels: [a]}]\n";
  ParsedConfig parsed = parse(text);
  EXPECT_EQ(describe_problems(parsed), "");
  EXPECT_THAT(parsed.config.warnings,
              ElementsAre(HasSubstr("can be reached from other machines"),
                          HasSubstr("'a' has no secret"), HasSubstr("'b' is in no route")));
}

TEST(Config, LoadingNamesTheFirstMistakeAndCountsTheOthers) {
  TemporaryFolder folder;
  std::string path = folder.write("c.yaml", "store: x\nwatch: 1\n");
  Result<Config> config = load_config(path);
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().kind, ErrorKind::Invalid);
  EXPECT_THAT(config.error().message(), HasSubstr("c.yaml:1:8"));
  EXPECT_THAT(config.error().message(), HasSubstr("(and 1 more)"));
  EXPECT_EQ(load_config(folder / "nothing").error().kind, ErrorKind::NotFound);
  folder.write("big.yaml", std::string(2 << 20, '#'));
  EXPECT_EQ(load_config(folder / "big.yaml").error().kind, ErrorKind::TooLarge);
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_FALSE(load_config(folder / "fifo").ok());
  ASSERT_EQ(::symlink("c.yaml", (folder / "link").c_str()), 0);
  EXPECT_EQ(load_config(folder / "link").error().kind, ErrorKind::Invalid);
}

TEST(Config, TheDefaultPathComesFromTheEnvironment) {
  ::unsetenv("LEAKWARDEN_CONFIG");
  EXPECT_EQ(default_config_path(), "/etc/leakwarden/leakwarden.yaml");
  ::setenv("LEAKWARDEN_CONFIG", "/x.yaml", 1);
  EXPECT_EQ(default_config_path(), "/x.yaml");
  ::unsetenv("LEAKWARDEN_CONFIG");
}

TEST(Config, RepositoriesAreNamedByTheirPlace) {
  WatchConfig watch;
  watch.path = "/srv/git";
  EXPECT_EQ(repository_name(watch, "payments.git"), "payments");
  EXPECT_EQ(repository_name(watch, "/corp/pay.git/"), "corp/pay");
  EXPECT_EQ(repository_name(watch, "work/.git"), "work");
  EXPECT_EQ(repository_name(watch, "plain"), "plain");
  EXPECT_EQ(repository_name(watch, ".git"), ".git");
  watch.path = "/srv/one.git";
  EXPECT_EQ(repository_name(watch, ""), "one");
  watch.name = "corp";
  EXPECT_EQ(repository_name(watch, ""), "corp/one");
  EXPECT_EQ(repository_name(watch, "a/b.git"), "corp/a/b");
}

TEST(Config, LaterRepositoryEntriesOverrideEarlierOnes) {
  Config config = parse(kWhole).config;
  RepositorySettings plain = settings_for(config, "corp/api", "internal");
  EXPECT_EQ(plain.visibility, "internal");
  EXPECT_EQ(plain.team, "payments");
  EXPECT_EQ(plain.push, "block");
  EXPECT_THAT(plain.owners, ElementsAre("alice@example.com"));
  RepositorySettings open = settings_for(config, "corp/open-api", "internal");
  EXPECT_EQ(open.visibility, "public");
  EXPECT_EQ(open.team, "payments");
  EXPECT_EQ(open.push, "warn");
  RepositorySettings other = settings_for(config, "else", "private");
  EXPECT_EQ(other.team, "");
  EXPECT_EQ(other.push, "warn");
}

TEST(Config, Globs) {
  EXPECT_TRUE(glob_matches("corp/*", "corp/api"));
  EXPECT_FALSE(glob_matches("corp/*", "corp/api/x"));
  EXPECT_TRUE(glob_matches("corp/**", "corp/api/x"));
  EXPECT_TRUE(glob_matches("**/api", "a/b/api"));
  EXPECT_TRUE(glob_matches("*", "api"));
  EXPECT_FALSE(glob_matches("*", "a/b"));
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_FALSE(glob_matches("a?c", "a/c"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_TRUE(glob_matches("a*b*c", "aXXbYYc"));
  EXPECT_FALSE(glob_matches("a*b*c", "aXXbYY"));
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_FALSE(glob_matches("a", ""));
  EXPECT_TRUE(glob_matches("*", ""));
}

TEST(Config, AGlobIsLinearOnHostilePatterns) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(4000, 'a')));
}

TEST(Config, ChannelsGetTheirCredentials) {
  TemporaryFolder folder;
  std::string secret = folder.write("secret", "whsec_x\n");
  std::string url = folder.write("url", "https://hooks.example/T/B/X\n");
  ParsedConfig parsed = parse(
      "channels:\n"
      "  - {name: bus, type: webhook, url: '" +
      kHook + "', secret: {file: " + secret +
      "}}\n  - {name: chat, type: slack, url: {file: " + url +
      "}}\n  - {name: mail, type: email, url: 'smtps://h:465', username: u, "
      "password: {file: " +
      secret + "}, from: a@b.c, to: [a@b.c]}\n");
  ASSERT_EQ(describe_problems(parsed), "");
  Result<std::vector<notifier::ChannelConfig>> channels = resolve_channels(parsed.config);
  ASSERT_TRUE(channels.ok()) << channels.error().message();
  const notifier::WebhookConfig& bus = std::get<notifier::WebhookConfig>((*channels)[0]);
  EXPECT_TRUE(bus.url == Secret::copy_of(kHook));
  EXPECT_TRUE(bus.secrets.at(0) == Secret::copy_of("whsec_x"));
  const notifier::SlackConfig& chat = std::get<notifier::SlackConfig>((*channels)[1]);
  EXPECT_TRUE(chat.url == Secret::copy_of("https://hooks.example/T/B/X"));
  const notifier::EmailConfig& mail = std::get<notifier::EmailConfig>((*channels)[2]);
  EXPECT_TRUE(mail.password == Secret::copy_of("whsec_x"));
  EXPECT_EQ(mail.name, "mail");
  parsed.config.channels[1].url = CredentialReference{CredentialSource::File, "/nothing", "c:1:2"};
  Result<std::vector<notifier::ChannelConfig>> broken = resolve_channels(parsed.config);
  ASSERT_FALSE(broken.ok());
  EXPECT_THAT(broken.error().message(), HasSubstr("channel 'chat'"));
}

}  // namespace
}  // namespace leakwarden::service
