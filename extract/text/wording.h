// Taiwan's words for things, put back into the mainland's: 資訊 → 信息, 網路 → 网络.
//
// Converters that write for Taiwan change words as well as characters, names of bodies included
// (工業和資訊化部). A traditional text that shows such words has them replaced in its matching
// buffer; the map still leads each phrase to where it stands. Simplified text, and traditional text
// that keeps the mainland's words, is left alone.
//
// Internal to extract/text. Cost: a look at the first 2 000 characters; for texts in question two
// passes over the buffer.
// Threads: pure function.
#pragma once

#include <string_view>

#include "extract/text/text.h"
#include "extract/text/text_words.h"

namespace zhengmai::text_internal {

// `text` is the decoded text that `normalised` came from.
void replace_taiwan_words(std::u32string_view text, const TextWords& words,
                          Normalised* normalised);

}  // namespace zhengmai::text_internal
