#pragma once

// How many times longer a test may take in this build: sanitizers make everything slower, and what
// a test says of time is said of the program that is shipped.

namespace leakwarden::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kSlowdown = 10;
inline constexpr bool kSanitized = true;
#else
inline constexpr int kSlowdown = 1;
inline constexpr bool kSanitized = false;
#endif

}  // namespace leakwarden::testing
