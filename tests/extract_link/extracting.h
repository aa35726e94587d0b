// The extractor with the built-in tables, and how a test reads a fact's properties.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "extract/link/extract.h"

namespace zhengmai::test {

inline const Extractor& extractor() {
  static const Lexicon lexicon = Lexicon::builtin();
  static const Extractor extractor(lexicon);
  return extractor;
}

// Null when there is no such property.
inline const Value* get(std::span<const Property> properties, std::string_view key) {
  const auto it = std::ranges::find(properties, key, &Property::key);
  return it == properties.end() ? nullptr : &it->value;
}

}  // namespace zhengmai::test
