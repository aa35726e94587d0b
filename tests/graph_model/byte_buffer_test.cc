#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "graph/model/byte_buffer.h"
#include "graph/model/distinct.h"
#include "graph/model/varint.h"

using namespace zhengmai;

TEST_CASE("numbers and strings in a buffer come back as varint.h reads them") {
  std::vector<uint64_t> numbers = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
  for (uint64_t n = 1; n < 2000; ++n) numbers.push_back(n * n * n);
  ByteBuffer buffer;
  CHECK(buffer.view().empty());
  for (int round = 0; round < 2; ++round) {
    buffer.clear();
    for (const uint64_t n : numbers) {
      buffer.put_number(n);
      buffer.put_string(std::string(n % 300, 'x'));
      buffer.put_byte('y');
    }
    std::string_view in = buffer.view();
    for (const uint64_t n : numbers) {
      REQUIRE(take_varint(in) == n);
      REQUIRE(take_string(in) == std::string(n % 300, 'x'));
      REQUIRE(in.front() == 'y');
      in.remove_prefix(1);
    }
    CHECK(in.empty());
  }
}

TEST_CASE("distinct texts are numbered in the order in which they come, however many there are") {
  std::vector<std::string> texts = {"", "a", "eight888", "nine99999", std::string(40, 'z')};
  for (int i = 0; i < 5000; ++i) texts.push_back("measure:0123456789ab/" + std::to_string(i));
  Distinct<std::string_view> distinct;
  for (int round = 0; round < 2; ++round) {
    for (uint32_t i = 0; i < texts.size(); ++i) REQUIRE(distinct.index(texts[i]) == i);
    for (uint32_t i = 0; i < texts.size(); ++i) REQUIRE(distinct.index(texts[i]) == i);
    distinct.clear();
    CHECK(distinct.items().empty());
  }
}

TEST_CASE("what is kept of a distinct text is asked for once") {
  Distinct<std::string_view> distinct;
  int asked = 0;
  const std::string kept = "the same";
  for (int i = 0; i < 3; ++i) {
    const std::string passing = "the same";
    CHECK(distinct.index(passing, [&](std::string_view) { return ++asked, std::string_view(kept); }) == 0);
  }
  CHECK(asked == 1);
  CHECK(distinct.items().front().data() == kept.data());
}
