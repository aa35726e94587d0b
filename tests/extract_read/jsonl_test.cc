#include "extract/read/jsonl.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <sstream>

#include "graph/model/error.h"

namespace zhengmai {
namespace {

template <typename F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("JSON lines are read strictly, and errors name the line") {
  std::istringstream in(
      "\xEF\xBB\xBF{\"id\": \"a\", \"text\": "
      "\"一、\\n\"}\n\n{\"text\":\"\",\"id\":\"b\",\"more\":1}\r\n"
      "{\"id\": \"c\"}\n[1]\n{\"id\": 1, \"text\": \"\"}\n{\"id\":\"\",\"text\":\"\"}\n{\"id\n"
      "{\"id\":\"\xFF\",\"text\":\"\"}\n{\"id\":\"z\",\"text\":\"end\"}");
  JsonlReader reader(in);
  auto first = reader.next();
  REQUIRE(first);
  CHECK(first->id == "a");
  CHECK(first->text == "一、\n");
  CHECK(reader.next()->id == "b");
  const std::vector<std::string> errors = {
      "stdin:4: no \"text\"", "stdin:5: a array, expected an object",
      "stdin:6: \"id\" is a number, expected a string", "stdin:7: \"id\" is empty",
      "stdin:8: not valid JSON at byte 5", "stdin:9: not valid JSON at byte 8"};
  for (const std::string& error : errors) {
    CHECK(message_of([&] { reader.next(); }) == error);
  }
  CHECK(reader.next()->text == "end");  // the reader goes on behind an error
  CHECK(reader.line() == 10);
  CHECK_FALSE(reader.next());

  std::istringstream long_line(std::string(100, ' ') + "\n{\"id\":\"a\",\"text\":\"\"}\n");
  JsonlReader limited(long_line, "in.jsonl", 50);
  CHECK(message_of([&] { limited.next(); }) == "in.jsonl:1: line longer than 50 bytes");
  CHECK(limited.next()->id == "a");
}

TEST_CASE("a line is as long as it says, to the byte, wherever buffers end") {
  std::string text;
  std::vector<std::string> wanted;
  for (size_t size = (size_t{1} << 16) - 60; size < (size_t{1} << 16) + 20; ++size) {
    wanted.emplace_back(size, 'x');
    text += R"({"id":"a","text":")" + wanted.back() + "\"}\n";
  }
  text.pop_back();  // the last line may end with the input
  std::istringstream in(text);
  JsonlReader reader(in);
  for (const std::string& expected : wanted) CHECK(reader.next()->text == expected);
  CHECK_FALSE(reader.next());

  const std::string exact = R"({"id":"a","text":""})";
  std::istringstream edge(exact + "\n" + exact + " \n" + exact);
  JsonlReader limited(edge, "in.jsonl", exact.size());
  CHECK(limited.next()->id == "a");
  CHECK(message_of([&] { limited.next(); }) == "in.jsonl:2: line longer than 20 bytes");
  CHECK(limited.next()->id == "a");
}

TEST_CASE("JSON's corners mean what they mean elsewhere") {
  const auto text_of = [](const std::string& line) {
    std::istringstream in(line);
    return JsonlReader(in).next()->text;
  };
  CHECK(text_of(R"({"id":"a","text":"一","text":"二"})") == "二");
  CHECK(text_of(R"({"id":1,"text":"一","id":"a"})") == "一");
  CHECK(text_of(R"({"id":"a","text":"\u4e00\ud83d\ude00\u0000\/"})") ==
        "一😀" + std::string(1, 0) + "/");
  CHECK(text_of(R"({"id":"a","text":"一","n":123456789012345678901234567890})") == "一");
  const std::string deep(5000, '[');
  CHECK(text_of(R"({"id":"a","text":"一","n":)" + deep + std::string(5000, ']') + "}") == "一");
}

TEST_CASE("a number beyond all bounds is an error of its line") {
  std::istringstream in("{\"id\":\"a\",\"text\":\"\",\"n\":1e999}\n{\"id\":\"b\",\"text\":\"\"}");
  JsonlReader reader(in);
  CHECK(message_of([&] { reader.next(); }) ==
        "stdin:1: not valid JSON: a number that no 64 bits can hold");
  CHECK(reader.next()->id == "b");
}

TEST_CASE("a line is accepted or refused as the strict parser does, whatever became of it") {
  const std::vector<std::string> lines = {
      R"({"id":"a","text":"一、总体要求。\n\u4e00\ud83d\ude00","n":[1,-2.5e3,true,null,{"x":"y"}]})",
      R"( {"text" : "\"\\\/\b\f\n\r\t" , "id" : "b"} )", R"({"id":"c","text":"","id":"d"})"};
  const std::vector<std::string> pieces = {
      "\"", "\\", "{", "}", "[", "]", ":", ",", "0", "-", ".", "e", "\\u", "\\ud800", "\\udc00",
      "\x01", std::string(1, 0), "\x7F", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xB8",
      "一", "true", "\"id\":", "\"text\":", "\"\"", " ", "\r", "1e999", "18446744073709551616",
      "\xEF\xBB\xBF"};
  std::minstd_rand random(7);
  int accepted = 0, refused = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string line = lines[random() % lines.size()];
    for (auto changes = random() % 3; changes < 3; ++changes) {
      const std::string& piece = pieces[random() % pieces.size()];
      line.replace(random() % line.size(), random() % 3, piece);
    }
    nlohmann::json whole;
    try {
      whole = nlohmann::json::parse(line);
    } catch (const nlohmann::json::exception&) {
    }
    const auto member = [&](const char* key) {
      return whole.is_object() && whole.contains(key) && whole[key].is_string()
                 ? std::optional(whole[key].get<std::string>())
                 : std::nullopt;
    };
    const auto id = member("id"), text = member("text");
    // The first line may begin with a byte order mark; this one is not the first.
    std::istringstream in("\n" + line);
    JsonlReader reader(in);
    std::optional<JsonlDocument> read;
    try {
      read = reader.next();
    } catch (const InputError&) {
    }
    INFO(line);
    REQUIRE(read.has_value() == (id && text && !id->empty()));
    if (read) CHECK((read->id == *id && read->text == *text));
    ++(read ? accepted : refused);
  }
  CHECK(accepted > 1000);
  CHECK(refused > 3000);
}

}  // namespace zhengmai
