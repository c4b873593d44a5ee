#pragma once
/// @file Fast checksum: 128 bits against damage, at the speed of memory.

#include <optional>
#include <string>
#include <string_view>

namespace domar::readers {

/// GMAC (NIST SP 800-38D) of the bytes with AES-128, the key "domar-checksum-1" and a nonce of 12
/// zero bytes: 16 raw bytes. The key is public: it tells damage, not malice. Several times as
/// fast as SHA-256 where the processor multiplies without carry. Nothing if the OpenSSL at hand
/// does not offer it.
std::optional<std::string> fast_checksum(std::string_view bytes);

}  // namespace domar::readers
