// Forms in which a value is given to something that needs it, as programs and people write them:
// each is found, whole, and its reference or empty twin is not.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/bip39.h"
#include "scanner/match/judge.h"
#include "scanner/match/matcher.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

// VALUE stands for twenty letters and digits, PASSWORD for fourteen.
constexpr std::string_view kForms[] = {
    // what stands in where the environment has nothing
    "const k = process.env.API_TOKEN || \"VALUE\";",
    "const k = process.env.API_TOKEN ?? 'VALUE';",
    "secret = os.environ.get(\"APP_SECRET\") or \"VALUE\"",
    "val password = System.getenv(\"DB_PASSWORD\") ?: \"VALUE\"",
    "let t = env::var(\"API_TOKEN\").unwrap_or(\"VALUE\".to_string());",
    "String s = Optional.ofNullable(env.getSecret()).orElse(\"VALUE\");",
    "api_key = ENV['API_KEY'] || 'VALUE'",
    // elements
    "<string name=\"api_secret\">VALUE</string>",
    "<entry key=\"db.password\">VALUE</entry>",
    "<data name=\"ApiKey\" xml:space=\"preserve\">\n  <value>VALUE</value>\n</data>",
    "<property><name>fs.s3a.secret.key</name><value>VALUE</value></property>",
    "<param-name>password</param-name>\n<param-value>VALUE</param-value>",
    // blocks
    "variable \"db_password\" { default = \"VALUE\" }",
    "variable \"db_password\" {\n  type = string\n  default = \"VALUE\"\n}",
    "\"adminPassword\": {\"value\": \"VALUE\"}",
    "password: |\n  VALUE\n",
    "token: >-\n  VALUE\n",
    "password: &pw VALUE\n",
    // languages
    "api_key <- \"VALUE\"",
    "Const ApiKey As String = \"VALUE\"",
    "public string ApiKey { get; set; } = \"VALUE\";",
    "let token = String::from(\"VALUE\");",
    "#define API_KEY @\"VALUE\"",
    "\"password\" to \"VALUE\"",
    "val apiKey = \"\"\"VALUE\"\"\"",
    "std::string api_key{\"VALUE\"};",
    // short and foreign names
    "ADMIN_PW=PASSWORD\n",
    "nexus_pw: PASSWORD\n",
    "pswd = 'PASSWORD'",
    "пароль: PASSWORD\n",
    "пароль = 'PASSWORD'",
    "const パスワード = 'PASSWORD';",
    "管理员密码 = \"PASSWORD\"",
    "$비밀번호 = 'PASSWORD';",
    "my $heslo = 'PASSWORD';",
    "private const string Lozinka = \"PASSWORD\";",
    "sifre=PASSWORD\n",
    // without the scheme
    "headers: { Authorization: 'Bearer VALUE' }",
    "\"Authorization\": \"ApiKey VALUE\"",
    "Authorization: SSWS VALUE\n",
    // calls
    "DriverManager.getConnection(url, \"root\", \"PASSWORD\");",
    "$db = new mysqli(\"localhost\", \"root\", \"PASSWORD\", \"shop\");",
    "$pdo = new PDO(\"mysql:host=db;dbname=x\", 'root', 'PASSWORD');",
    "conn = pymysql.connect(\"localhost\", \"root\", \"PASSWORD\", \"db\")",
    "auth := smtp.PlainAuth(\"\", \"user@example.org\", \"PASSWORD\", host)",
    "req.SetBasicAuth(\"admin\", \"PASSWORD\")",
    "requests.get(url, auth=HTTPBasicAuth('admin', 'PASSWORD'))",
    "requests.get(url, auth=(\"svc\", \"PASSWORD\"))",
    "http.basic_auth 'admin', 'PASSWORD'",
    "WiFi.begin(\"home\", \"PASSWORD\");",
    "Credentials::new(\"mail@example.org\".to_string(), \"PASSWORD\".to_string());",
    "GET(url, authenticate(\"svc\", \"PASSWORD\"))",
    "btoa('svc:PASSWORD')",
    "base64.b64encode(b\"svc:PASSWORD\")",
    "tok = event.get('token') or os.environ.get('FALLBACK') or \"VALUE\"",
    // commands
    "sshpass -p PASSWORD ssh root@host",
    "sshpass -p 'PASSWORD' scp a b:",
    "keytool -genkey -alias a -storepass PASSWORD -keystore k",
    "htpasswd -bc .htpasswd admin PASSWORD",
    "rabbitmqctl add_user shop PASSWORD",
    "mosquitto_pub -h broker -u device -P PASSWORD -t x",
    "echo \"root:PASSWORD\" | chpasswd",
    "echo VALUE | docker login -u me --password-stdin",
    "lftp -u me,PASSWORD ftps://backup.example.org",
    "echo \"PASSWORD\" | sudo -S systemctl restart borg",
    "(echo \"PASSWORD\"; echo \"again\") | smbpasswd -s -a scan",
    "net use Z: \\\\fs01\\scans PASSWORD /user:CORP\\scan",
    "sqlcmd -S sql01 -U sa -P PASSWORD -Q \"x\"",
    "psexec \\\\term01 -u corp\\admin -p PASSWORD cmd",
    "mysqladmin -uroot -pPASSWORD ping",
    "NET USE Z: \\\\fs01\\scans PASSWORD /USER:CORP\\scan",
    "openssl passwd -6 -salt abcdefgh PASSWORD",
    "-setcookie VALUE\n",
    "redis-cli -a PASSWORD ping",
    "snmpwalk -v2c -c PASSWORD 10.0.0.7 1.3.6",
    "snmpget -v3 -u ops -l authPriv -a SHA -A PASSWORD -x AES 10.0.0.7 sysUpTime",
    "ldapadd -D cn=admin -w'PASSWORD' -f x.ldif",
    "ldapsearch -w PASSWORD -b dc=example",
    "pscp.exe\" -pw PASSWORD a u@h:",
    "unzip -P 'PASSWORD' x.zip",
    "7z a -pPASSWORD /b.7z /x",
    "mc alias set s https://s3.example.fr AKIDOFSOMEBODY VALUE",
    "lftp -e \"open -u web,PASSWORD ftp.example.fr; mirror\"",
    "schtasks /create /tn x /ru svc /rp PASSWORD /tr y",
    "impdp scott/PASSWORD directory=d",
    "kadmin -q \"addprinc -pw PASSWORD svc/web\"",
    "docker secret create db_pass - <<< \"PASSWORD\"",
    "127.0.0.1:6379> AUTH PASSWORD\n",
    ": PSK PASSWORD\n",
    // statements of databases
    "SELECT pgp_sym_decrypt(data, 'VALUE') FROM t;",
    "SELECT AES_DECRYPT(x, 'VALUE') FROM t;",
    "UPDATE u SET p = crypt('PASSWORD', gen_salt('bf'));",
    "PRAGMA key = 'PASSWORD';",
    // what is typed in, and headers whose name comes last
    "await page.getByLabel('Password').fill(\"PASSWORD\");",
    "keyring.set_password(\"x\", \"u\", \"PASSWORD\")",
    "new AuthenticationHeaderValue(\"Bearer\", \"VALUE\");",
    "request.addValue(\"VALUE\", forHTTPHeaderField: \"X-API-Key\")",
    "jwt.encode({\"a\": 1}, \"VALUE\", algorithm=\"HS256\")",
    "req.basic_auth(\"svc\", Some(\"PASSWORD\"))",
    // users and what opens their accounts
    "for u, p in [('admin', 'PASSWORD')]:",
    "{\"root\": \"PASSWORD\"}",
    "[\"anna@example.com\", \"PASSWORD\"],",
    "AUTH = (\"lims\", \"PASSWORD\")",
    "let creds = vec![(\"ana\", \"PASSWORD\"), (\"bo\", \"example1x\")];",
    "$users = ['ana' => 'PASSWORD', 'bo' => 'changeme1x'];",
    "USER1 = (\"anna.costa\", \"PASSWORD\")",
    // names in other languages, sentences
    "chiave_api = VALUE\n",
    "jeton_api=VALUE\n",
    "WLAN-Schlüssel: VALUE\n",
    "密钥=VALUE\n",
    "The password for the staging database is `PASSWORD`.",
    "$env:DB_PASSWORD = \"PASSWORD\"",
    // lines of devices
    "username honza privilege 15 password 0 PASSWORD\n",
    "snmp-server user nms group v3 auth sha PASSWORD priv aes 128 PASSWORD\n",
    "curl -u VALUE:x https://api.example.com/v1",
    "curl -u \"$CLIENT_ID:VALUE\" https://api.example.com/v1",
    // addresses, lists, schemes
    "url = https://VALUE@git.example.com/a.git",
    "git clone https://VALUE:x-oauth-basic@git.example.com/a.git",
    "api_keys:\n  - VALUE\n",
    "\"tokens\": [\n  \"VALUE\",\n",
    "Authorization: Token token=VALUE\n",
    "Authorization: Token token=\"VALUE\"\n",
    "\"Authorization\": \"Client-ID VALUE\"",
    "auth.set_access_token(\"a\", \"VALUE\")",
    // beside its provider's name, with no word for what it is
    "client = TelnyxClient(\"VALUE\")",
    "client := telnyx.New(\"VALUE\")",
    "const t = require('telnyx')('VALUE');",
    "Telnyx(\"account\", \"VALUE\")",
    "telnyx login VALUE\n",
    "| Telnyx | VALUE |\n",
    "telnyx,VALUE\n",
    "# Telnyx API key\nVALUE\n",
    "our Telnyx api key is VALUE, do not share it",
};

constexpr std::string_view kSilent[] = {
    "const k = process.env.API_TOKEN || \"\";",
    "secret = os.environ.get(\"APP_SECRET\") or None",
    "<string name=\"password\">@string/hint</string>",
    "<entry key=\"db.password\">${DB_PASSWORD}</entry>",
    "variable \"db_password\" { default = var.password }",
    "\"adminPassword\": {\"value\": \"[parameters('adminPassword')]\"}",
    "password: |\n  {{ vault.password }}\n",
    "DriverManager.getConnection(url, user, password);",
    "req.SetBasicAuth(user, password)",
    "sshpass -p \"$PASSWORD\" ssh root@host",
    "echo \"$PASSWORD\" | docker login -u me --password-stdin",
    "url = https://a-user-of-some-length@git.example.com/a.git",
    "api_keys:\n  - ${API_KEY_OF_ACME}\n",
    "client = TelnyxClient(\"configuration-file\")",
    "telnyx login TelnyxAccountServiceName\n",
    "telnyx: 0f1e2d3c4b5a69788796a5b4c3d2e1f0\n",
    "\"heslo\": \"Heslo\"",
    "Credentials::new(user.to_string(), password.to_string());",
    "btoa(`${user}:${password}`)",
    "net use Z: \\\\fs01\\scans * /user:CORP\\scan",
    "mysqladmin -uroot -p\"$PASSWORD\" ping",
    "redis-cli -a \"$REDIS_PASSWORD\" ping",
    "unzip -p archive.zip file2.txt",
    "('admin', 'editor')",
    "VALUES ('admin', 'e10adc3949ba59abbe56e057f20f883e', '1');",
    "users = {\"login\": \"anna2012\", \"date\": \"2012-05-09T09:22:33\"}",
    "ids = {\"admin\": \"5c19a4a2-b9f0-4429-b130-5782de5fddda\"}",
    "const userIds = [\"kX2pQ9mZr4TgB7vWnY1s\", \"bN8wLq3XeR5tHy2ZpD6m\"];",
    "accounts = [\"acct_1PQ9zXk2\", \"acct_2MX7vRt9\"]",
    "{\"dev\": \"us-east-1_Xk29ZqL0b\", \"service\": \"svc-7xk2q-uc.a.run.app\"}",
    "Clave: GODE561231HDFRRN09\n",
    "request.addValue(\"application/json\", forHTTPHeaderField: \"Content-Type\")",
    "page.getByLabel('Password').fill(password)",
    "The mnemonic is read from the file, and whoever has it types it again each time he starts\n",
};

std::string drawn(std::size_t length, leakwarden::testing::Dice& dice) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string value = "q7";
  while (value.size() < length) value += kLetters[dice.below(kLetters.size())];
  return value;
}

class CatalogForms : public ::testing::Test {
 protected:
  std::vector<Match> found_in(std::string_view text) {
    return judge(*rules_, text, matcher_.find(text).value()).kept;
  }

  std::shared_ptr<const RuleSet> rules_ = RuleSet::builtin().value();
  Matcher matcher_ = Matcher::create(rules_, Limits{}, kNow).value();
};

// Six values of each form: the judge weighs a value's own letters, so of some of them it may
// think too little.
TEST_F(CatalogForms, AreFoundWhole) {
  leakwarden::testing::Dice dice(17);
  for (const std::string_view form : kForms) {
    const bool is_password = form.find("VALUE") == std::string_view::npos;
    const std::string_view mark = is_password ? "PASSWORD" : "VALUE";
    std::size_t found = 0;
    for (int round = 0; round < 6; ++round) {
      const std::string value = drawn(is_password ? 14 : 20, dice);
      std::string text(form);
      text.replace(text.rfind(mark), mark.size(), value);
      const std::vector<Match> kept = found_in(text);
      const bool is_found = std::any_of(kept.begin(), kept.end(), [&](const Match& match) {
        return match.finding.secret.reveal(RevealFor::Matching) == value;
      });
      found += is_found ? 1 : 0;
    }
    EXPECT_GE(found, 3u) << form;
  }
}

// Company lowered nine of ten below medium.
TEST_F(CatalogForms, ASettingsFileFullOfKeysKeepsThem) {
  constexpr std::string_view kNames[] = {"ACME",    "ORION",  "ZEPHYR", "NIMBUS",
                                         "PELICAN", "QUARTZ", "RAVEN",  "SIERRA",
                                         "TANGO",   "ULTRA",  "VECTOR", "WILLOW"};
  leakwarden::testing::Dice dice(3);
  const auto medium_in = [&](const std::string& text) {
    const std::vector<Match> kept = found_in(text);
    return std::count_if(kept.begin(), kept.end(), [](const Match& match) {
      return match.finding.confidence != Confidence::Low;
    });
  };
  std::string settings = "PORT=8080\n";
  std::string table;
  for (const std::string_view name : kNames) {
    settings += std::string(name) + "_API_KEY=" + drawn(32, dice) + "\n";
    table += "{name: \"" + std::string(name) + "\", api_key: \"" + drawn(32, dice) + "\"},\n";
  }
  EXPECT_GE(medium_in(settings), 11);
  EXPECT_LE(medium_in(table), 2) << "one name for all";
}

// Of two hundred keys in one list a hundred and fifty were not said at all.
TEST_F(CatalogForms, NoKeyOfALongListGoesUnsaid) {
  leakwarden::testing::Dice dice(5);
  constexpr std::size_t kKeys = 200;
  std::string list;
  for (std::size_t i = 0; i < kKeys; ++i)
    list += "{\"owner\": " + std::to_string(i) + ", \"secret\": \"" + drawn(32, dice) + "\"},\n";
  EXPECT_EQ(found_in(list).size(), kKeys);
}

// Proven keys beside it made a random one less likely.
TEST_F(CatalogForms, ProvenKeysAreNoCompanyToDoubt) {
  leakwarden::testing::Dice dice(7);
  std::string settings;
  for (int i = 0; i < 8; ++i)
    settings += "STRIPE_" + std::to_string(i) + "=" + "sk_" + "live_" + drawn(24, dice) + "\n";
  const std::string value = drawn(32, dice);
  settings += "ACME_API_KEY=" + value + "\n";
  const std::vector<Match> kept = found_in(settings);
  EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [&](const Match& match) {
    return match.finding.secret.reveal(RevealFor::Matching) == value &&
           match.finding.confidence != Confidence::Low;
  }));
}

// Its b, r or u was taken for what stands before a quote: b"…".
TEST_F(CatalogForms, APhraseKeepsItsFirstLetter) {
  for (int i = 0; i < 60; ++i) {
    const std::string phrase = bip39_completed("x" + std::to_string(i) + " a b c d e f g h i j k");
    const std::vector<Match> kept = found_in("seed (wallet): " + phrase + "\n");
    ASSERT_EQ(kept.size(), 1u) << phrase;
    EXPECT_EQ(kept[0].finding.secret.reveal(RevealFor::Matching), phrase);
  }
}

// Generated code set rules aside, and its file was partial: `.v1.`, `api_key` and `.models.` alone
// were triggers.
TEST_F(CatalogForms, NamesOfGeneratedCodeSilenceNoRule) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) {
    text += "io.k8s.api.networking.v1.IngressSpec" + std::to_string(i) + "\n";
    text += "from shop.models.permission_of_organization_x" + std::to_string(i) + " import A\n";
    text += "api_key = settings.api_key\n";
    text += "epoch 7 seed: using the default value here\n";
    text += "Description_ResourceNameOfACommandAndItsArgument" + std::to_string(i) + "\n";
  }
  const LocalVerdicts found = matcher_.find(text).value();
  for (const std::uint32_t rule : found.stormed_rules) {
    EXPECT_NE((*rules_).rules()[rule].judging, Judging::None) << (*rules_).rules()[rule].id;
  }
}

TEST_F(CatalogForms, AreSilentAboutReferences) {
  for (const std::string_view text : kSilent) EXPECT_TRUE(found_in(text).empty()) << text;
}

}  // namespace
}  // namespace leakwarden::scanner
