#include "query/values/text_search.h"

#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <string>

namespace zhengmai {
namespace {

// On the heap and no byte longer, so that a sanitizer sees what is read beyond the end.
size_t find_tightly(const std::string& text, const std::string& part) {
  const auto copy = std::make_unique<char[]>(text.size());
  text.copy(copy.get(), text.size());
  return find_text({copy.get(), text.size()}, part);
}

TEST_CASE("a text is found where std::string finds it") {
  std::mt19937 random(11);
  const auto below = [&](size_t n) { return random() % n; };
  // Few letters, so that parts are met and nearly met often; of one, two, three and four bytes.
  const std::string letters[] = {"a", "b", "é", "措", "施", "掛", "𠮷"};
  const auto text_of = [&](size_t count, size_t kinds) {
    std::string text;
    for (size_t i = 0; i < count; ++i) text += letters[below(kinds)];
    return text;
  };
  size_t found = 0;
  for (int i = 0; i < 20000; ++i) {
    const size_t kinds = 1 + below(7);
    const std::string text = text_of(below(200), kinds);
    const std::string part = text_of(below(5), kinds);
    INFO(part << " in " << text);
    REQUIRE(find_tightly(text, part) == text.find(part));
    found += text.find(part) != std::string::npos;
  }
  CHECK(found > 5000);
  CHECK(found < 19000);
}

TEST_CASE("a text is found at every place of a long one") {
  const std::string part = "跨境电商";
  for (size_t place = 0; place < 300; ++place) {
    std::string text(place, 'x');
    text += part;
    CHECK(find_tightly(text, part) == place);
    CHECK(find_tightly(text + std::string(70, 'x'), part) == place);
    text.pop_back();
    CHECK(find_tightly(text, part) == std::string::npos);
  }
}

}  // namespace
}  // namespace zhengmai
