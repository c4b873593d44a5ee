#include "fast_checksum.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>

namespace domar::readers {

std::optional<std::string> fast_checksum(std::string_view bytes) {
  constexpr std::string_view k_key = "domar-checksum-1";
  std::string cipher = "AES-128-GCM";
  std::array<unsigned char, 12> nonce{};
  std::string sum(16, '\0');
  const std::array settings{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher.data(), cipher.size()),
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_IV, nonce.data(), nonce.size()),
      OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> kind(
      EVP_MAC_fetch(nullptr, "GMAC", nullptr), &EVP_MAC_free);
  if (kind == nullptr) return std::nullopt;
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> mac(EVP_MAC_CTX_new(kind.get()),
                                                                      &EVP_MAC_CTX_free);
  const auto unsigned_bytes = [](const char* at) {
    return reinterpret_cast<const unsigned char*>(at);
  };
  std::size_t length = 0;
  const bool done =
      mac != nullptr &&
      EVP_MAC_init(mac.get(), unsigned_bytes(k_key.data()), k_key.size(), settings.data()) == 1 &&
      EVP_MAC_update(mac.get(), unsigned_bytes(bytes.data()), bytes.size()) == 1 &&
      EVP_MAC_final(mac.get(), reinterpret_cast<unsigned char*>(sum.data()), &length, sum.size()) ==
          1;
  if (!done || length != sum.size()) return std::nullopt;
  return sum;
}

}  // namespace domar::readers
