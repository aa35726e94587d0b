// What a name in a query may be made of, in any script.
//
// Cost: a table look-up. Threads: pure function.
#pragma once

#include <cstdint>

namespace zhengmai {

enum class NameCharacter : uint8_t {
  kNone,
  kFirst,  // letters, letter-like numbers, connecting punctuation (L, Nl, Pc): anywhere in a name
  kLater,  // decimal digits and combining marks (Nd, Mn, Mc): anywhere but at its beginning
};

NameCharacter name_character(char32_t c);

}  // namespace zhengmai
