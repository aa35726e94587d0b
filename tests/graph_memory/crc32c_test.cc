// CRC-32C as RFC 3720 gives it, and the fast way equal to the portable one.
#include "graph/memory/crc32c.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace zhengmai;

TEST_CASE("the examples of RFC 3720 appendix B.4") {
  std::string ascending, descending;
  for (int i = 0; i < 32; ++i) ascending.push_back(char(i));
  for (int i = 31; i >= 0; --i) descending.push_back(char(i));
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AA);
  CHECK(crc32c(std::string(32, '\xff')) == 0x62A8AB43);
  CHECK(crc32c(ascending) == 0x46DD794E);
  CHECK(crc32c(descending) == 0x113FDB5C);
  CHECK(crc32c("123456789") == 0xE3069283);
}

TEST_CASE("the fast way and the portable way agree, whole and in pieces") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random() % 200, '\0');
    for (char& c : bytes) c = char(random());
    const size_t cut = bytes.empty() ? 0 : random() % bytes.size();
    CHECK(crc32c(bytes) == crc32c_portable(bytes));
    CHECK(crc32c(bytes.substr(cut), crc32c(bytes.substr(0, cut))) == crc32c(bytes));
  }
}
