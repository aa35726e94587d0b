// The matching buffer: decoded text in one canonical form, with the place each character came from.
//
//   Normalised n = normalise(decoded.text, text_words(lexicon));
//   n.text     // 省商务厅,各市(州)人民政府
//   n.source   // where each of those code points stands in decoded.text
//
// What it does, and what a pattern or a lexicon may therefore rely on:
//   Width       Full-width forms U+FF01…FF5E become ASCII: （ ） ， ： ； ！ ？ ＋ ／ ～ － ． ％
//               ［ ］ and ０…９ Ａ…ｚ are ( ) , : ; ! ? + / ~ - . % [ ] 0…9 A…z. Small and vertical
//               forms follow. 、 and 。 stay (｡ ､ become them). 〔 〕 【 】 《 》 “ ” ‘ ’ stay.
//               「 」 『 』 become “ ” ‘ ’. Dashes ‐ ‑ ‒ − become -, 〜 becomes ~; – — … · stay
//               (•, ‧ and ・ become ·). See canonical().
//   Script      Each traditional character becomes its simplified one (OpenCC's t2s, character by
//               character, so the map stays 1:1). Taiwan's words become the mainland's in texts
//               that show such words (資訊 → 信息): see wording.h.
//   Blanks      A run of blanks is dropped unless both neighbours are ASCII (or it is in a table
//               row): then one ' ' stays. Inside a run, U+3000 and NBSP count as blanks. A tab is
//               kept as '\t', one for a run: tabs separate the cells of a table row. So is a run of
//               blanks between the cells of a row that has lost its tabs: see rows.h.
//   Noise       Zero-width characters, bidi controls, variation selectors, other controls and CR
//               go; so do pinyin glosses (省(shěng)), @@ inside words, Markdown's leading # and **.
//               Named entities (&ldquo; ?ldquo; &nbsp; &#12289;) become their character.
//   Lines       A line break inside a sentence goes, with any blank lines and page number there;
//               nothing is put in its place. Other breaks are one '\n' each. Blank lines go.
//               Contents pages (dot leaders) go. See lines.h for when a break is inside a sentence.
// What was dropped shows as a gap in `source`: source[i + 1] > source[i] + 1.
//
// Cost: linear; goal 150 MB/s of UTF-8 a core with decode(). Memory: 8 bytes a code point.
// Errors: LimitError beyond 2^32 - 2 code points.
// Threads: pure functions; the character table is built once, on first use (a few milliseconds).
#pragma once

#include <string>
#include <string_view>

#include "extract/text/text.h"
#include "extract/text/text_words.h"

namespace zhengmai {

struct NormaliseOptions {
  bool join_lines = true;      // take out line breaks inside sentences
  bool drop_contents = true;   // contents pages with dot leaders
  bool drop_glosses = true;    // pinyin
};

Normalised normalise(std::u32string_view text, const TextWords& words,
                     const NormaliseOptions& options = {});

// The canonical form of one code point: width and script as above. Identity for most.
char32_t canonical(char32_t c);

// canonical() of each code point: what a lexicon does to its entries, so that they match.
std::u32string canonical(std::u32string_view text);

// The ideographs: unified, extensions, compatibility, 〇 and 々.
bool is_han(char32_t c);

}  // namespace zhengmai
