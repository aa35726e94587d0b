#include "extract/read/compound_file.h"

#include <catch2/catch.hpp>
#include <functional>
#include <random>

#include "ole.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using test::make_ole;
using test::put;
using test::read_ole;

std::string random_bytes(size_t size) {
  std::mt19937 random(static_cast<unsigned>(size));
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

// What is found, or the message that it is refused with.
std::string read(const std::string& bytes, std::string_view name) {
  try {
    return CompoundFile(bytes).stream(name).value_or("none");
  } catch (const InputError& e) {
    return e.what();
  }
}

uint32_t number_at(const std::string& bytes, size_t at) {
  return DocBytes(bytes, "the file").u32(at);
}

// A file of 512-byte sectors with a stream in nine of them and one in mini sectors, and where
// things stand in it.
struct Sample {
  std::string large = random_bytes(4500), small = random_bytes(200);
  std::string bytes = make_ole({{"Large", large}, {"Small", small}});

  static size_t sector(uint32_t number) { return (size_t{number} + 1) * 512; }
  size_t table() const { return sector(number_at(bytes, 0x4C)); }
  size_t entry(char first) const {
    size_t at = sector(number_at(bytes, 0x30));
    while (bytes[at] != first) at += 128;
    return at;
  }
  uint32_t start(char first) const { return number_at(bytes, entry(first) + 0x74); }
};

}  // namespace

TEST_CASE("streams of a compound file are those that libgsf writes and reads") {
  for (const unsigned sector_size : {512U, 4096U}) {
    test::Streams streams;
    for (const size_t size : {0, 1, 63, 64, 65, 4095, 4096, 4097, 100'000}) {
      streams.emplace_back("stream" + std::to_string(size), random_bytes(size));
    }
    const std::string bytes =
        make_ole(streams, {{"stream1", "another"}, {"Inside", "x"}}, sector_size);
    const CompoundFile file(bytes);
    for (const auto& [name, content] : streams) {
      CAPTURE(sector_size, name);
      CHECK((file.stream(name) == content));
      CHECK((read_ole(bytes, name.c_str()) == content));
    }
    for (const char* name :
         {"stream", "stream10", "Stream1", "Inside", "ObjectPool", "Root Entry", ""}) {
      CAPTURE(sector_size, name);
      CHECK(!file.stream(name));
    }
  }
}

TEST_CASE("a compound file may have more sectors than its header can list the tables of") {
  // 245 sectors of the table: 109 are listed in the header, 127 in a sector of the list.
  const std::string large = random_bytes(16'000'000);
  std::string bytes = make_ole({{"Large", large}, {"Small", "x"}});
  REQUIRE(number_at(bytes, 0x48) == 2);
  CHECK((CompoundFile(bytes).stream("Large") == large));
  CHECK(read(bytes, "Small") == "x");
  const size_t list = Sample::sector(number_at(bytes, 0x44));
  put(&bytes, list + 508, number_at(bytes, 0x44), 4);  // its own successor
  CHECK_THAT(read(bytes, "Large"), Contains("damaged .doc (a chain of sectors"));
  put(&bytes, list + 508, 0xFFFFFFFE, 4);
  CHECK(read(bytes, "Large") == "damaged .doc (no sector 4294967294)");
}

TEST_CASE("a damaged compound file is refused by what is wrong") {
  const Sample s;
  REQUIRE(read(s.bytes, "Large") == s.large);
  const auto with = [&](const std::function<void(std::string*)>& change,
                        const char* stream = "Large") {
    std::string bytes = s.bytes;
    change(&bytes);
    return read(bytes, stream);
  };
  const auto number = [&](size_t at, uint64_t value, const char* stream = "Large") {
    return with([&](std::string* bytes) { put(bytes, at, value, 4); }, stream);
  };
  CHECK(with([](std::string* b) { b->resize(100); }) == "damaged .doc (its header ends at 100)");
  CHECK(with([](std::string* b) { b->resize(512); }) == "damaged .doc (no sector 12)");
  for (const int shift : {0, 6, 10, 11, 13, 0xFFFF}) {
    CHECK(with([&](std::string* b) { put(b, 0x1E, shift, 2); }) ==
          "damaged .doc (no such size of sectors)");
  }
  CHECK(with([](std::string* b) { put(b, 0x20, 9, 2); }) ==
        "damaged .doc (no such size of sectors)");
  CHECK(number(0x2C, 0xFFFFFFFF) == "damaged .doc (its table of sectors is too large)");
  CHECK(number(0x2C, 0) ==
        fmt::format("damaged .doc (a chain of sectors goes on at {})", number_at(s.bytes, 0x30)));
  CHECK(number(0x4C, 0x00FFFFFF) == "damaged .doc (no sector 16777215)");
  CHECK(number(0x30, 0xFFFFFFFE) == "damaged .doc (its directory ends at 0)");

  const uint32_t start = s.start('L');
  CHECK(number(s.table() + 4 * start, start) ==
        fmt::format("damaged .doc (a chain of sectors comes back to {})", start));
  CHECK(number(s.table() + 4 * (start + 1), start) ==
        fmt::format("damaged .doc (a chain of sectors comes back to {})", start));
  CHECK(number(s.table() + 4 * start, 0xFFFFFFFF) ==
        "damaged .doc (a chain of sectors goes on at 4294967295)");
  CHECK(number(s.table() + 4 * (start + 1), 0xFFFFFFFE) ==
        "damaged .doc (its stream Large ends at 1024)");
  CHECK(number(s.entry('L') + 0x78, 0xFFFFFFFF) == "damaged .doc (its stream Large ends at 4608)");
  CHECK(number(s.entry('L') + 0x74, 127) == "damaged .doc (no sector 127)");
  CHECK(number(s.entry('S') + 0x74, 128, "Small") ==
        "damaged .doc (a chain of sectors goes on at 128)");
  CHECK(number(s.entry('S') + 0x74, 4, "Small") == "damaged .doc (no sector 4)");
  CHECK(number(0x3C, 0xFFFFFFFE, "Small") == "damaged .doc (a chain of sectors goes on at 0)");
  CHECK(number(s.entry('R') + 0x74, 0xFFFFFFFE, "Small") == "damaged .doc (no sector 0)");

  // What is of no use for the stream does not matter: mini sectors, the last bytes of a sector.
  CHECK(number(0x3C, 12345) == s.large);
  // Entries that name each other are looked at once.
  for (const char entry : {'L', 'S'}) {
    for (const size_t side : {0x44, 0x48}) {
      for (const uint32_t to : {0, 1, 2, 0x7FFFFFFF}) {
        const std::string found = number(s.entry(entry) + side, to);
        CHECK((found == s.large || found == "none"));
      }
    }
  }
  CHECK(number(s.entry('R') + 0x4C, 0) == "none");
}

TEST_CASE("a compound file with any bytes changed is read as libgsf does, or refused") {
  const Sample s;
  std::mt19937 random(7);
  size_t both = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = s.bytes;
    for (int n = 0; n < 2; ++n) {
      // The header, the directory and the table more often than the streams.
      const size_t places[] = {0, 0x4C - 0x40, s.table(), s.entry('R'), s.entry('R') + 128};
      const size_t at =
          i % 2 == 0 ? places[random() % 5] + random() % 128 : random() % bytes.size();
      bytes[at] = static_cast<char>(random() % 4 == 0 ? random() : random() % 16);
    }
    if (i % 5 == 0) bytes.resize(random() % bytes.size());
    for (const char* name : {"Large", "Small"}) {
      std::optional<std::string> ours;
      try {
        ours = CompoundFile(bytes).stream(name);
      } catch (const InputError&) {
      }
      if (!ours) continue;
      CHECK(ours->size() <= bytes.size());
      const auto theirs = read_ole(bytes, name);
      if (!theirs) continue;
      ++both;
      CHECK((*ours == *theirs));
    }
  }
  CHECK(both > 10'000);
}

}  // namespace zhengmai
