// Channels: what each kind needs, and their credentials.

#include <algorithm>

#include "service/config_sections.h"

namespace leakwarden::service {
namespace {

bool begins_with(const std::string& text, const std::string& begin) {
  return text.rfind(begin, 0) == 0;
}

bool is_mail_url(const std::string& url) {
  for (const char* scheme : {"smtp://", "smtps://"}) {
    if (begins_with(url, scheme)) return is_host_and_port(url.substr(std::string(scheme).size()));
  }
  return false;
}

// user@domain, nothing that could end a header or an SMTP command.
bool is_mail_address(const std::string& text) {
  std::size_t at = text.rfind('@');
  bool plain = std::all_of(text.begin(), text.end(), [](unsigned char character) {
    return character > 0x20 && character < 0x7f &&
           std::string("<>,;:\"\\()[]").find(static_cast<char>(character)) == std::string::npos;
  });
  return plain && at != std::string::npos && at > 0 && at + 1 < text.size() && text.size() <= 254;
}

void check_addresses(MapReader& map, const std::string& key,
                     const std::vector<std::string>& addresses) {
  for (const std::string& address : addresses) {
    if (is_mail_address(address)) continue;
    map.problems().add(map.mark_of(key), "'" + key +
                                             "': expected addresses such as "
                                             "security@example.com");
    return;
  }
}

void read_rate(MapReader& map, notifier::RateLimit& rate) {
  std::optional<YAML::Node> node = map.take("rate");
  if (!node.has_value()) return;
  MapReader inner(map.problems(), *node, map.place() + ".rate");
  inner.number("per_minute", rate.per_minute, 1, 100'000);
  inner.number("burst", rate.burst, 1, 100'000);
  inner.finish();
}

void read_start_tls(MapReader& map, ChannelSpecification& channel) {
  std::string word = "required";
  map.choice("starttls", word, {"required", "optional", "off"});
  using StartTls = notifier::EmailConfig::StartTls;
  channel.email.starttls = word == "required"   ? StartTls::Required
                           : word == "optional" ? StartTls::Optional
                                                : StartTls::Off;
}

// Who wrote a commit is chosen by whoever pushes: without named domains the daemon would write to
// anybody on earth, and tell outsiders of a leak.
void read_also(MapReader& map, ChannelSpecification& channel) {
  std::vector<std::string> also;
  map.choices("also", also, {"pusher", "author", "owners"});
  for (const std::string& word : also) {
    channel.email.also_pusher |= word == "pusher";
    channel.email.also_author |= word == "author";
    channel.email.also_owners |= word == "owners";
  }
  map.texts("domains", channel.email.domains);
  bool strangers = channel.email.also_pusher || channel.email.also_author;
  if (strangers && channel.email.domains.empty()) {
    map.problems().add(map.mark_of("also"),
                       "'also': pusher and author need 'domains', for commit addresses are chosen "
                       "by whoever pushes",
                       "domains: [example.com]");
  }
}

void read_login(MapReader& map, ChannelSpecification& channel) {
  map.text("username", channel.email.username);
  map.credential("password", channel.password);
  bool named = !channel.email.username.empty();
  if (named != channel.password.has_value()) {
    map.problems().add(map.mark(), map.place() + ": 'username' and 'password' go together");
  }
  bool may_be_clear = channel.email.starttls != notifier::EmailConfig::StartTls::Required &&
                      begins_with(channel.email.url, "smtp://");
  if (named && may_be_clear && !is_loopback(channel.email.url.substr(7))) {
    map.problems().add(map.mark_of("starttls"),
                       "'starttls': the password could travel without encryption",
                       "starttls: required, or an smtps:// url");
  }
}

void read_email(MapReader& map, ChannelSpecification& channel) {
  channel.email.name = channel.name;
  if (map.text("url", channel.email.url, Need::Required) && !is_mail_url(channel.email.url)) {
    map.problems().add(map.mark_of("url"), "'url': expected smtp://host:port or smtps://host:port",
                       "name and password have keys of their own");
  }
  channel.url = channel.email.url;
  read_start_tls(map, channel);
  read_login(map, channel);
  if (map.text("from", channel.email.from, Need::Required)) {
    check_addresses(map, "from", {channel.email.from});
  }
  map.texts("to", channel.email.to, Need::Required);
  check_addresses(map, "to", channel.email.to);
  read_also(map, channel);
}

void read_webhook_secrets(MapReader& map, ChannelSpecification& channel) {
  std::optional<YAML::Node> node = map.take("secret");
  if (!node.has_value()) return;
  std::vector<YAML::Node> nodes;
  if (node->IsSequence()) {
    for (const YAML::Node& item : *node) nodes.push_back(item);
  } else {
    nodes.push_back(*node);
  }
  if (nodes.empty() || nodes.size() > 2) {
    map.problems().add(node->Mark(), "'secret': one reference, or two while rotating");
  }
  for (const YAML::Node& item : nodes) {
    std::optional<CredentialReference> read = read_credential(map.problems(), item, "'secret'");
    if (read.has_value()) channel.secrets.push_back(*read);
  }
}

void read_webhook(MapReader& map, ChannelSpecification& channel, Config& config) {
  read_webhook_secrets(map, channel);
  if (channel.secrets.empty()) {
    config.warnings.push_back("channel '" + channel.name +
                              "' has no secret: its receiver cannot tell our messages from others");
  }
  std::optional<YAML::Node> url = map.take("url", Need::Required);
  if (!url.has_value()) return;
  bool written = url->IsScalar() &&
                 (begins_with(url->Scalar(), "http://") || begins_with(url->Scalar(), "https://"));
  if (written) {
    channel.url = url->Scalar();
  } else if (url->IsScalar() && url->Scalar().find("://") != std::string::npos) {
    map.problems().add(url->Mark(), "'url': expected http:// or https://, or a reference");
  } else if (std::optional<CredentialReference> reference =
                 read_credential(map.problems(), *url, "'url'")) {
    channel.url = *reference;
  }
}

// Who has a chat's webhook URL can write to it: it is a secret.
void read_slack(MapReader& map, ChannelSpecification& channel) {
  std::optional<YAML::Node> url = map.take("url", Need::Required);
  if (!url.has_value()) return;
  if (std::optional<CredentialReference> reference =
          read_credential(map.problems(), *url, "'url'")) {
    channel.url = *reference;
  }
}

void check_name(MapReader& map, const std::string& name, const Config& config) {
  if (!is_plain_name(name)) {
    map.problems().add(map.mark_of("name"), "'name': expected letters, digits, - and _");
  }
  for (const ChannelSpecification& other : config.channels) {
    if (other.name == name) {
      map.problems().add(map.mark_of("name"), "'name': another channel has this name");
    }
  }
}

Result<Secret> secret_of(const TextOrCredential& value) {
  const std::string* text = std::get_if<std::string>(&value);
  if (text != nullptr) return Secret::copy_of(*text);
  return resolve_credential(std::get<CredentialReference>(value));
}

Result<notifier::ChannelConfig> resolve_email(const ChannelSpecification& channel) {
  notifier::EmailConfig email = channel.email;
  email.ca_file = channel.ca_file;
  if (channel.password.has_value()) {
    LEAKWARDEN_TRY(email.password, resolve_credential(*channel.password));
  }
  return notifier::ChannelConfig(std::move(email));
}

Result<notifier::ChannelConfig> resolve_webhook(const ChannelSpecification& channel) {
  notifier::WebhookConfig webhook;
  webhook.name = channel.name;
  webhook.ca_file = channel.ca_file;
  LEAKWARDEN_TRY(webhook.url, secret_of(channel.url));
  for (const CredentialReference& reference : channel.secrets) {
    LEAKWARDEN_TRY(Secret secret, resolve_credential(reference));
    webhook.secrets.push_back(std::move(secret));
  }
  return notifier::ChannelConfig(std::move(webhook));
}

Result<notifier::ChannelConfig> resolve_slack(const ChannelSpecification& channel) {
  notifier::SlackConfig slack;
  slack.name = channel.name;
  slack.ca_file = channel.ca_file;
  LEAKWARDEN_TRY(slack.url, secret_of(channel.url));
  return notifier::ChannelConfig(std::move(slack));
}

}  // namespace

void read_channel(Problems& problems, const YAML::Node& node, const std::string& place,
                  Config& config) {
  MapReader map(problems, node, place);
  ChannelSpecification channel;
  if (map.text("name", channel.name, Need::Required)) check_name(map, channel.name, config);
  std::string type;
  // Without a type the other keys cannot be judged; one message is enough.
  if (!map.choice("type", type, {"email", "webhook", "slack"}, Need::Required)) return;
  if (type == "email") {
    channel.kind = ChannelSpecification::Kind::Email;
    read_email(map, channel);
  } else if (type == "webhook") {
    channel.kind = ChannelSpecification::Kind::Webhook;
    read_webhook(map, channel, config);
  } else {
    channel.kind = ChannelSpecification::Kind::Slack;
    read_slack(map, channel);
  }
  map.text("ca_file", channel.ca_file);
  read_rate(map, channel.rate);
  map.finish();
  config.channels.push_back(std::move(channel));
}

Result<notifier::ChannelConfig> resolve_channel(const ChannelSpecification& channel) {
  Result<notifier::ChannelConfig> resolved =
      channel.kind == ChannelSpecification::Kind::Email     ? resolve_email(channel)
      : channel.kind == ChannelSpecification::Kind::Webhook ? resolve_webhook(channel)
                                                            : resolve_slack(channel);
  if (resolved.ok()) return resolved;
  Error error = std::move(resolved).error();
  error.what = "prepare channel '" + channel.name + "': " + error.what;
  return error;
}

Result<std::vector<notifier::ChannelConfig>> resolve_channels(const Config& config) {
  std::vector<notifier::ChannelConfig> channels;
  for (const ChannelSpecification& channel : config.channels) {
    LEAKWARDEN_TRY(notifier::ChannelConfig resolved, resolve_channel(channel));
    channels.push_back(std::move(resolved));
  }
  return channels;
}

}  // namespace leakwarden::service
