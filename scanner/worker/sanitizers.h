#pragma once

// Is this a sanitizer build? Their run-time libraries reserve terabytes of address space and use a
// few more system calls than we do.

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define LEAKWARDEN_UNDER_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LEAKWARDEN_UNDER_SANITIZER 1
#endif

namespace leakwarden::scanner {

#ifdef LEAKWARDEN_UNDER_SANITIZER
inline constexpr bool kUnderSanitizer = true;
#else
inline constexpr bool kUnderSanitizer = false;
#endif

}  // namespace leakwarden::scanner
