#include "venues/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace ballast::venues {

std::string hmac_of(hash_kind hash, const secret_text& key,
                    std::string_view message) {
  const auto secret = key.view();
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  if (HMAC(hash == hash_kind::sha256 ? EVP_sha256() : EVP_sha512(),
           secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(message.data()),
           message.size(), code.data(), &size)
      == nullptr)
    return {};
  return {reinterpret_cast<const char*>(code.data()), size};
}

} // namespace ballast::venues
