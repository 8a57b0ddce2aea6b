#pragma once

// The hand-kept vocabulary of word_groups.h: words in lower case, a space between two.

#include <array>
#include <string_view>

#include "scanner/match/judge/word_groups.h"

namespace leakwarden::scanner::judging {

struct GroupWords {
  WordGroup group;
  std::string_view words;
};

inline constexpr std::array<GroupWords, 36> kGroupWords{{
    {WordGroup::Password,
     "password passwords passwd pass passwrd passwrod pwd pswd psw pw passphrase passcode userpass "
     "dbpass mypass rootpw rootpass userpassword psk requirepass masterauth bindpw contrasena "
     "senha parola mdp motdepasse passwort kennwort wachtwoord haslo lozinka heslo sifre jelszo "
     "salasana losenord geslo adgangskode contraseña hasło şifre jelszó lösenord Şifre Пароль пароль 密码 密碼 "
     "口令 パスワード 비밀번호 暗証番号"},
    {WordGroup::Secret, "secret secrets sec shared scrt secretkey"},
    {WordGroup::Token,
     "token tokens tok jwt bearer pat authtoken accesstoken refreshtoken apitoken jeton"},
    {WordGroup::Key, "key keys apikey apikeys accesskey secretkey privatekey authkey appkey "
                     "encryptionkey signingkey masterkey keyb64 hmac clave chiave chave schluessel schlüssel 密钥 密鑰 "
                     "秘密鍵 キー ключ clé"},
    {WordGroup::Access,
     "api apikey apikeys access accesskey private privatekey priv client consumer app application "
     "account service shared subscription master refresh personal primary storage"},
    {WordGroup::Auth, "auth authorization authentication authenticate authtoken authkey oauth "
                      "oauth2 bearer basic sso saml ldap oidc"},
    {WordGroup::Credential, "credential credentials cred creds"},
    {WordGroup::Session, "session sessions sess sid cookie cookies phpsessid jsessionid sessionid "
                         "setcookie connectsid"},
    {WordGroup::Nonce, "csrf xsrf nonce nonces state antiforgery authenticity requestverification "
                       "csrftoken challenge captcha recaptcha"},
    {WordGroup::OneTime, "otp totp hotp mfa 2fa seed mnemonic"},
    {WordGroup::Salt, "salt salts pepper iv salted"},
    {WordGroup::Signature, "signature signatures sig sign signing signed hmac mac"},
    {WordGroup::Public, "public pub publickey pubkey cert certs certificate certificates crt csr "
                        "ca pkcs publishable anon"},
    {WordGroup::Encrypted, "encrypted encrypt encryption enc cipher ciphertext crypt crypted "
                           "cipherkey sealed encoded obfuscated decrypted decrypt"},
    {WordGroup::Hash,
     "hash hashes hashed sha sha1 sha2 sha256 sha384 sha512 md5 crc crc32 etag digest digests "
     "checksum checksums fingerprint thumbprint commit revision rev node integrity oid blake2b "
     "bcrypt argon2 pbkdf2 scrypt keccak ripemd changeset"},
    {WordGroup::Id, "id ids uuid guid uid gid identifier identity ident arn oid clientid appid "
                    "keyid tenant tenantid userid kid jti slug handle sku serial"},
    {WordGroup::User, "user users username usernames login logins email mail author owner member "
                      "person people account customer nickname screenname usr userid"},
    {WordGroup::Location,
     "path paths file files filename dir directory folder url urls uri uris link href src host "
     "hosts hostname endpoint address addr server servers port location region bucket domain "
     "route namespace site page mount volume image repo repository branch zone store"},
    {WordGroup::Pointer,
     "name names type types field fields header headers label title description placeholder hint "
     "text prompt parameter parameters param params column columns attribute attributes attr "
     "property properties variable var env policy error errors err message messages msg "
     "exception format version status mode enabled disabled required valid invalid validator "
     "manager provider handler factory helper class interface method function func action event "
     "model module package scheme schema template pattern regex selector style css icon button "
     "input form control reset change forgot confirm rules rule strategy kind source scope role "
     "reason note comment usage help info warning strength reference ref algorithm alg "
     "generator locator element tag option options flag category group domain"},
    {WordGroup::Measure,
     "length len size count max min limit timeout timestamp time date expiry expires expiration "
     "expire ttl age index offset position interval retries number num width height bits bytes "
     "day days hours seconds minutes created updated duration rotation lifetime"},
    {WordGroup::Value, "value values val vals data default content contents string str text "
                       "literal expected actual result got want plaintext raw input output arg"},
    {WordGroup::Database, "db database mysql mariadb postgres postgresql pg mongo mongodb redis "
                          "sql mssql oracle sqlite elastic elasticsearch cassandra rabbitmq rabbit "
                          "amqp kafka couchdb influxdb ldap smtp imap ftp sftp ssh jdbc dsn "
                          "datasource odbc hikari"},
    {WordGroup::Admin, "admin administrator root master superuser sudo sysadmin sa postgres"},
    {WordGroup::Webhook, "webhook webhooks hook hooks"},
    {WordGroup::License, "license licence activation serial"},
    {WordGroup::Test, "test tests testing tester spec specs mock mocks fake dummy sample samples "
                      "example examples demo fixture fixtures stub foo bar baz unittest my your "
                      "temp tmp wrong bad invalid old new"},
    {WordGroup::Vendor,
     "aws amazon azure gcp google gitlab github bitbucket slack stripe twilio sendgrid mailgun "
     "mailchimp facebook fb twitter linkedin instagram paypal square shopify heroku digitalocean "
     "cloudflare datadog newrelic sentry pagerduty algolia mapbox okta auth0 firebase npm nuget "
     "pypi docker dockerhub jenkins travis circleci codecov sonar artifactory jira atlassian "
     "confluence dropbox box zendesk intercom hubspot salesforce asana trello telegram discord "
     "zoom openai anthropic huggingface cohere vault consul terraform snowflake databricks "
     "segment mixpanel amplitude braintree plaid coinbase binance kraken alchemy infura etherscan "
     "s3 iam sts ecr kms minio alibaba aliyun tencent baidu qiniu yandex vk weibo wechat wx "
     "alipay steam twitch spotify youtube flickr yelp foursquare bugsnag rollbar logdna loggly "
     "splunk grafana bintray sauce saucelabs browserstack cloudinary fastly pusher vonage nexmo"},
    {WordGroup::Verb, "get set is has check validate verify parse create make generate gen load "
                      "read write find fetch build add update delete remove show hide request "
                      "use with to from compare matches equals resolve renew revoke"},
    {WordGroup::Network,
     "http https request requests response client connect connection connections login signin "
     "authenticate authorize authorization bearer curl wget fetch axios post put api header "
     "headers session conn open dial bind auth credentials"},
    {WordGroup::Call, "assert asserts equal equals expect expected should assertequal assertthat "
                      "print printf println log logger debug console echo fmt sprintf raise throw "
                      "describe context it raises"},
    {WordGroup::Code, "code codes pin verifier verification confirmation invite coupon voucher "
                      "magic activationcode authcode"},
    {WordGroup::Blob, "body payload bytes content blob image icon svg png pixel font message "
                      "base64 data encoded binary stream packet vector vectors"},
    {WordGroup::Connection, "connection connectionstring conn dsn connstr jdbc uri endpoint "
                            "datasource sas broker"},
    {WordGroup::Salt, "initializationvector"},
    {WordGroup::Hash, "subresource shasum gitcommit sri"},
    {WordGroup::Key, "encryptkey cryptkey aeskey sshkey rsakey hostkey serverkey"},
}};

}  // namespace leakwarden::scanner::judging
