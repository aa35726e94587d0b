// Text as extraction sees it: code points, decoded strictly, and a matching buffer beside them.
//
// The decoded text is what spans point into and what the store keeps; nothing is normalised in it.
// The matching buffer is a second text (full width folded to half width, traditional script to
// simplified, hard line breaks inside sentences and blanks between Han characters taken out), and
// for each of its code points the place in the decoded text that it came from.
//
//   Decoded d = decode(bytes, std::nullopt);
//   Normalised n = normalise(d.text);
//   Span span = n.to_source(begin, end);      // d.text[span.begin … span.end) is the evidence
//
// Threads: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model/span.h"

namespace zhengmai {

enum class Encoding : uint8_t { kUtf8, kUtf8Bom, kGb18030, kBig5, kUtf16Le, kUtf16Be };

struct Decoded {
  std::u32string text;
  Encoding encoding = Encoding::kUtf8;
  std::vector<std::string> warnings;
};

struct Normalised {
  std::u32string text;
  // source[i] is the code point of the decoded text that text[i] came from;
  // source[text.size()] is the decoded text's size. Strictly increasing.
  std::vector<uint32_t> source;

  // REQUIRES: begin < end <= text.size(). From the first to just after the last code point.
  Span to_source(size_t begin, size_t end) const {
    return {source[begin], source[end - 1] + 1};
  }
};

}  // namespace zhengmai
