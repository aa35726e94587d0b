#include "extract/text/decode.h"

#include <catch2/catch.hpp>
#include <iconv.h>

#include <random>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;

const std::string kText =
    "各市、县人民政府：\r\n为加快推进流通领域创新发展，经省政府同意，现提出以下意见。"
    "（省商务厅、省发展改革委，各设区市人民政府）2016年11月";
const std::string kTraditional =
    "各市、縣人民政府：為加快推進流通領域創新發展，經省政府同意，現提出以下意見。（省商務廳）";

std::string encode(std::string_view utf8, const char* encoding) {
  const iconv_t handle = iconv_open(encoding, "UTF-8");
  REQUIRE(handle != reinterpret_cast<iconv_t>(-1));
  std::string in(utf8), out(utf8.size() * 4 + 16, '\0');
  char* source = in.data();
  char* target = out.data();
  size_t source_left = in.size(), target_left = out.size();
  REQUIRE(iconv(handle, &source, &source_left, &target, &target_left) != size_t(-1));
  iconv_close(handle);
  out.resize(out.size() - target_left);
  return out;
}

std::string message_of(std::string_view bytes, std::optional<std::string> forced = {}) {
  try {
    const Decoded d = decode(bytes, forced);
    return "decoded as " + std::string(encoding_name(d.encoding)) + ": " + to_utf8(d.text);
  } catch (const InputError& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("each encoding is found and gives the same text") {
  struct Case {
    const char* iconv_name;
    std::string bom;
    Encoding encoding;
    const char* forced;
  };
  const Case cases[] = {{"UTF-8", "", Encoding::kUtf8, "utf-8"},
                        {"UTF-8", "\xEF\xBB\xBF", Encoding::kUtf8Bom, "UTF8"},
                        {"GB18030", "", Encoding::kGb18030, "gbk"},
                        {"UTF-16LE", "", Encoding::kUtf16Le, "utf-16le"},
                        {"UTF-16BE", "", Encoding::kUtf16Be, "utf-16be"},
                        {"UTF-16LE", "\xFF\xFE", Encoding::kUtf16Le, "utf-16"},
                        {"UTF-16BE", "\xFE\xFF", Encoding::kUtf16Be, "utf-16"}};
  for (const Case& c : cases) {
    const std::string bytes = c.bom + encode(kText, c.iconv_name);
    for (const std::optional<std::string>& forced :
         {std::optional<std::string>(), std::optional<std::string>(c.forced)}) {
      CAPTURE(c.iconv_name, c.bom.size(), forced.value_or("found"));
      const Decoded d = decode(bytes, forced);
      CHECK(d.encoding == c.encoding);
      CHECK(to_utf8(d.text) == kText);
      CHECK(d.warnings.empty());
    }
  }
}

TEST_CASE("traditional text is found in Big5 and in GB18030") {
  CHECK(decode(encode(kTraditional, "BIG5")).encoding == Encoding::kBig5);
  CHECK(to_utf8(decode(encode(kTraditional, "BIG5")).text) == kTraditional);
  CHECK(decode(encode(kTraditional, "GB18030")).encoding == Encoding::kGb18030);
  CHECK(to_utf8(decode(encode(kTraditional, "GB18030")).text) == kTraditional);
}

TEST_CASE("a text of a few characters is enough") {
  for (const char* text : {"国务院", "通知", "省商务厅"}) {
    for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
      CAPTURE(text, encoding);
      CHECK(to_utf8(decode(encode(text, encoding)).text) == text);
    }
  }
}

TEST_CASE("a cut-off character at the end is dropped with a warning") {
  for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE"}) {
    std::string bytes = encode(kText + "省", encoding);
    bytes.pop_back();
    CAPTURE(encoding);
    const Decoded d = decode(bytes);
    CHECK(to_utf8(d.text) == kText);
    CHECK(d.warnings == std::vector<std::string>{"incomplete character at end, dropped"});
  }
}

TEST_CASE("empty and blank documents are warned about") {
  for (const char* bytes : {"", "\xEF\xBB\xBF", " \r\n\xE3\x80\x80", "\xFF\xFE"}) {
    CHECK(decode(bytes).warnings == std::vector<std::string>{"empty document"});
  }
}

TEST_CASE("bytes that cannot be decoded are refused with their place") {
  std::string damaged = kText + kText + kText;
  const size_t lead = damaged.find("提", 400);
  damaged[lead] = '\xFF';
  CHECK_THAT(message_of(damaged),
             Equals("cannot decode (byte " + std::to_string(lead) + "); try --encoding"));
  CHECK_THAT(message_of("abc\xFF\xFF\xFF", "utf-8"),
             Equals("cannot decode (byte 3); try --encoding"));
  CHECK_THAT(message_of(encode(kText, "GB18030"), "utf-8"), Contains("cannot decode (byte 0)"));
  CHECK_THAT(message_of("abc", "klingon"), Equals("unknown encoding 'klingon'"));
}

TEST_CASE("two encodings in one file are told apart, and where") {
  const std::string gb = encode(kText, "GB18030");
  const std::string utf8_first = kText + "\n" + gb;
  CHECK_THAT(message_of(utf8_first), Equals("mixed encodings near byte " +
                                            std::to_string(kText.size() + 1)));
  const std::string gb_first = gb + "\n" + kText;
  CHECK_THAT(message_of(gb_first), Contains("mixed encodings near byte "));
}

TEST_CASE("binary content is refused") {
  std::string bytes = "\x7F" "ELF\x02\x01\x01";
  bytes += std::string(64, '\0') + "abc";
  CHECK_THAT(message_of(bytes), Equals("binary file"));
  CHECK_THAT(message_of(kText + std::string(3, '\0') + kText), Equals("binary file"));
}

TEST_CASE("text that went through a wrong encoding is reported, not mined") {
  // UTF-8 read as GB18030: each pair of bytes became a character.
  const std::string even = "国务院办公厅印发";
  CHECK_THAT(message_of(encode(to_utf8(decode(even, "gb18030").text), "UTF-8")),
             Contains("garbled text: UTF-8 text that was read as GB18030"));
  // UTF-8 and GB18030 read as Latin-1: each byte became a character.
  for (const char* encoding : {"UTF-8", "GB18030"}) {
    std::string latin;
    for (const char byte : encode(kText, encoding)) {
      append_utf8(latin, static_cast<unsigned char>(byte));
    }
    CAPTURE(encoding);
    CHECK_THAT(message_of(latin), Contains(std::string("garbled text: ") + encoding + " text"));
  }
  std::string replaced;
  for (int i = 0; i < 40; ++i) replaced += "省\xEF\xBF\xBD厅";
  CHECK_THAT(message_of(replaced), Contains("U+FFFD"));
  CHECK_THAT(message_of("锟斤拷锟斤拷锟斤拷"), Contains("锟斤拷"));
}

TEST_CASE("text that is merely unusual is not called garbled") {
  for (const std::string& text :
       {std::string("Policy measures for the internet economy, 2016"),
        std::string("Crème brûlée à la carte, déjà vu, façade, naïveté"),
        std::string("䶮䴉鲃𬶏罕见字"), std::string("第一条 為加快發展"), kText + "�"}) {
    CAPTURE(text);
    CHECK(to_utf8(decode(text).text) == text);
  }
}

TEST_CASE("strict UTF-8 agrees with the plain decoder on any bytes") {
  std::mt19937 random(7);
  const std::string pieces[] = {"a",
                                "abcdefgh",
                                "省",
                                "é",
                                "𠮷",
                                "\xE7",
                                "\xE7\x9C",
                                "\xFF",
                                "\xC0\x80",
                                "\xED\xA0\x80",
                                "\xF4\x90\x80\x80",
                                "\x80",
                                "\xE0\x80\x80",
                                "中文"};
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    for (size_t i = random() % 12; i > 0; --i) bytes += pieces[random() % std::size(pieces)];
    bytes += "省省省省";  // so that no cut-off character stands at the end
    const auto bad = find_invalid_utf8(bytes);
    CAPTURE(bytes);
    if (!bad) {
      CHECK(decode(bytes, "utf-8").text == to_utf32(bytes));
    } else {
      CHECK(message_of(bytes, "utf-8") ==
            "cannot decode (byte " + std::to_string(*bad) + "); try --encoding");
    }
  }
}

TEST_CASE("characters of every length are decoded wherever they stand") {
  const std::vector<std::string> characters = {"a", "é", "政", "\xE0\xA4\x85", "\xED\x9F\xBF", "😀"};
  // All texts of six of them: each is the last, the last but one …, beside each other.
  for (size_t number = 0; number < 46656; ++number) {
    std::string bytes;
    size_t n = number;
    for (int i = 0; i < 6; ++i, n /= 6) bytes += characters[n % 6];
    const Decoded decoded = decode(bytes, "utf-8");
    REQUIRE(decoded.text == to_utf32(bytes));
    REQUIRE(count_code_points(bytes) == 6);
  }
}

TEST_CASE("a long text has as many code points as were put into it") {
  std::string text;
  for (size_t n = 0; n < 5000; ++n) {
    CHECK(count_code_points(text) == n);
    text += n % 3 == 0 ? "x" : n % 3 == 1 ? "é" : "政";
  }
}

}  // namespace zhengmai
