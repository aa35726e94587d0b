#include "graph/model/ids.h"

#include <openssl/evp.h>

#include <array>

#include "graph/model/error.h"
#include "graph/model/lazy_library.h"

namespace zhengmai {
namespace {

constinit LazyLibrary libcrypto(ZHENGMAI_LIBCRYPTO);
ZHENGMAI_LAZY(libcrypto, EVP_Digest);
ZHENGMAI_LAZY(libcrypto, EVP_sha256);

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest;
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1 ||
      length != digest.size()) {
    throw Error(ExitCode::kInternal, "SHA-256 is not available in this build of libcrypto");
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(64);
  for (const unsigned char byte : digest) {
    hex += kHex[byte >> 4];
    hex += kHex[byte & 15];
  }
  return hex;
}

std::string document_id(std::string_view sha256_hex) {
  return "doc:" + std::string(sha256_hex.substr(0, 12));
}

}  // namespace zhengmai
