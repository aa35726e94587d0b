// Stable ids: the same input gives the same id on every run and machine.
//
//   doc:<12 hex digits of the SHA-256 of the content>   a document of the corpus
//   doc:<number>                                        a cited document that is not in the corpus
//   measure:<12 hex>/<n>   clause:<12 hex>/<n>.<k>   section:<12 hex>/<path>
//   agency:<gb>/<class>    class:<class>   theme:<id>   jurisdiction:<gb>
//
// Source of the digest: SHA-256 (FIPS 180-4) through OpenSSL's libcrypto.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace zhengmai {

// 64 lower-case hex digits. Cost: about 1.5 GB/s where the processor has SHA instructions.
std::string sha256_hex(std::string_view bytes);

// "doc:" and the first 12 digits.
std::string document_id(std::string_view sha256_hex);

}  // namespace zhengmai
