#pragma once

// What a word of a name says about the value beside it: "passwd" names a password, "path" a place.
//
// The vocabulary is kept by hand: weights learnt for each single word of the labelled repositories
// do not carry over to others.

#include <cstdint>
#include <string_view>

namespace leakwarden::scanner::judging {

enum class WordGroup : std::uint8_t {
  Password,
  Secret,
  Token,
  Key,
  Access,      // api, access, private, client, app: what makes a key a credential
  Auth,        // auth, oauth, bearer, basic
  Credential,  // credentials, creds
  Session,     // session, cookie
  Nonce,       // csrf, nonce, state
  OneTime,     // otp, totp, seed, mfa
  Salt,
  Signature,
  Public,     // public, certificate
  Encrypted,  // encrypted, cipher
  Hash,       // sha256, digest, etag, commit
  Id,
  User,
  Location,  // path, url, host, file
  Pointer,   // name, type, field, header, label, error: it speaks about a credential
  Measure,   // length, timeout, expiry, count, limit
  Value,     // value, data, default: the name stands elsewhere
  Database,
  Admin,  // admin, root, master
  Webhook,
  License,
  Test,     // test, mock, example, dummy
  Vendor,   // aws, github, stripe …
  Verb,     // get, set, check, validate
  Network,  // http, request, client, connect, login: what a credential is used for
  Call,     // assert, expect, print, log
  Code,     // code, pin, verifier: short or derived secrets
  Blob,     // body, payload, bytes, content, image, message
  Connection,
  Count,  // how many there are
};
constexpr std::size_t kWordGroups = static_cast<std::size_t>(WordGroup::Count);

using WordGroups = std::uint64_t;  // bit i: group i
constexpr WordGroups bit(WordGroup group) {
  return WordGroups{1} << static_cast<unsigned>(group);
}
constexpr bool has(WordGroups groups, WordGroup group) {
  return (groups & bit(group)) != 0;
}

// Groups whose words name something worth stealing.
constexpr WordGroups kCredentialGroups =
    bit(WordGroup::Password) | bit(WordGroup::Secret) | bit(WordGroup::Token) |
    bit(WordGroup::Key) | bit(WordGroup::Auth) | bit(WordGroup::Credential) |
    bit(WordGroup::OneTime) | bit(WordGroup::Salt) | bit(WordGroup::Session) |
    bit(WordGroup::Nonce) | bit(WordGroup::Signature) | bit(WordGroup::Webhook);

// Of one word, in any case. 0: it says nothing. Words run together ("dbpassword", "apikey",
// "secretkey") are known by their credential end and what stands before it.
WordGroups groups_of_word(std::string_view word);

}  // namespace leakwarden::scanner::judging
