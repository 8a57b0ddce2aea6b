#pragma once

// Why a delivery did not arrive, as people read it. The outbox keeps the codes of pipeline.h
// (delivery_reason_name), with what the channel said behind them; JSON shows them as they are.

#include <string>

namespace leakwarden::service {

// "channel-unreachable: 503 busy" → "the channel takes nothing now (503 busy); it is tried every
// few minutes". What is no code is shown as it is, made safe.
std::string delivery_error_words(const std::string& last_error);

}  // namespace leakwarden::service
