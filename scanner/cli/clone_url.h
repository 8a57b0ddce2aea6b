#pragma once

// Addresses of repositories: what is one, and how it may be shown.
//
//   https://ana:hunter2@git.example.com/a.git     user "ana:hunter2"
//   git@git.example.com:a.git                     scp's way to write
//   ssh://git@git.example.com/a.git

#include <string>
#include <string_view>

namespace leakwarden::scanner {

// "scheme://…" or "user@host:path", where no file of that name is there.
bool looks_like_clone_url(const std::string& text);

// User name and password of "scheme://user:password@host/…", without the @; empty where there are
// none. Refers to `url`.
std::string_view user_of_url(std::string_view url);

// The URL as it may be shown: without user name and password ("https://host/a.git").
std::string shown_clone_url(const std::string& url);

// The same for reports that other tools read: nothing in it that is no URI, no query (it may hold a
// token), an scp-like one as ssh://. Empty when it is a path.
std::string public_address(const std::string& url);

}  // namespace leakwarden::scanner
