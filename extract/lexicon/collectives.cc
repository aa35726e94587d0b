// Groups of bodies: 各设区市人民政府, 各市(州)政府, 省有关部门, 地方各级人民政府.
#include <algorithm>

#include "extract/lexicon/agency_names.h"
#include "extract/text/search.h"

namespace zhengmai {
namespace {

bool opens(char32_t c) { return c == U'(' || c == U'[' || c == U'〔' || c == U'【'; }
bool closes(char32_t c) { return c == U')' || c == U']' || c == U'〕' || c == U'】'; }
bool joins(char32_t c) {
  return c == U'、' || c == U'和' || c == U'及' || c == U'与' || c == U'/' || c == U',' || c == U'或' ||
         c == U'·';
}

}  // namespace

// marker kind (joint kind)* head?   The kinds may be bracketed: 县(市、区), 市〔州〕.
void AgencyNames::territory_ends(std::u32string_view text, size_t at, uint16_t cls, bool marked,
                                 std::vector<CollectiveEnd>& out) const {
  const auto word_at = [&](size_t i, WordPart part) -> std::optional<Match> {
    std::optional<Match> best;
    collective_words_.each_at(text, i, [&](Match m) {
      if ((collective_[m.pattern].parts & static_cast<uint8_t>(part)) != 0) best = m;
    });
    return best;
  };
  int kinds = 0;
  int depth = 0;
  bool township = true;
  bool zone = false;
  const uint16_t townships = named_.townships;
  const uint16_t local = named_.localities;
  for (size_t i = at; i < text.size();) {
    const auto deduced = [&]() -> uint16_t {
      if (cls != kNoClass) return cls;
      if (kinds > 0 && township) return townships;
      return zone ? named_.zone : named_.prefectures;
    };
    if (depth == 0 && (marked || kinds > 1 || (kinds == 1 && i - at > 1))) {
      if (auto head = word_at(i, WordPart::kHead)) {
        uint32_t end = head->end;
        if (end < text.size() && opens(text[end])) {  // 各区政府(管委会)
          const auto second = word_at(end + 1, WordPart::kHead);
          if (second && second->end < text.size() && closes(text[second->end])) {
            end = second->end + 1;
          }
        }
        out.push_back({end, deduced(), true});
        // 各盟行政公署、市人民政府: one group in two words.
        const bool office = text.substr(i).starts_with(U"行政公署");
        if (!office || end >= text.size() || text[end] != U'、') return;
        i = end + 1;
        continue;
      }
      if (marked && kinds > 0) out.push_back({static_cast<uint32_t>(i), deduced(), false});
    }
    if (const auto kind = word_at(i, WordPart::kKind)) {
      const uint16_t said = collective_[kind->pattern].cls;
      const std::u32string_view word = text.substr(kind->begin, kind->size());
      if (said != townships) township = false;
      // 各省(区、市), 省、市、县: more than the prefectures.
      if (said == local || word == U"省" || word == U"自治区" || word == U"直辖市") cls = local;
      zone = zone || (kinds == 0 && word.size() >= 2 && word.ends_with(U"园区"));
      ++kinds;
      i = kind->end;
      continue;
    }
    if (kinds == 0) return;
    if (text.substr(i).starts_with(U"(含")) {  // 各市(含定州、辛集市)人民政府
      const size_t close = find_char(text, U')', i);
      if (close == text.npos || !word_at(close + 1, WordPart::kHead)) return;
      i = close + 1;
    } else if (opens(text[i]) && word_at(i + 1, WordPart::kKind)) {
      ++depth;
      ++i;
    } else if (depth > 0 && closes(text[i])) {
      --depth;
      ++i;
    } else if (joins(text[i]) && (depth > 0 || text[i] != U',') && word_at(i + 1, WordPart::kKind)) {
      ++i;
    } else {
      return;
    }
  }
  if (depth == 0 && marked && kinds > 0) {
    out.push_back({static_cast<uint32_t>(text.size()),
                   cls != kNoClass ? cls : (township ? townships : named_.prefectures),
                   false});
  }
}

void AgencyNames::collective_ends(std::u32string_view text, size_t at,
                                  std::vector<CollectiveEnd>& out) const {
  if (!collective_words_.longest_at(text, at)) return;  // every group begins with one
  const auto has = [this](const Match& m, WordPart part) {
    return (collective_[m.pattern].parts & static_cast<uint8_t>(part)) != 0;
  };
  // [level] marker [level] body: 省各有关部门, 各级各部门, 有关省直部门.
  const auto bodies = [&](size_t from, uint16_t cls) {
    const auto body_at = [&](size_t i) {
      collective_words_.each_at(text, i, [&](Match m) {
        if (!has(m, WordPart::kBody)) return;
        const uint16_t said = collective_[m.pattern].cls;
        out.push_back({m.end, said != kNoClass ? said : cls, true});
      });
    };
    body_at(from);
    collective_words_.each_at(text, from, [&](Match level) {
      if (has(level, WordPart::kLevel)) body_at(level.end);
    });
  };
  const auto marked = [&](size_t from) {
    collective_words_.each_at(text, from, [&](Match marker) {
      if (!has(marker, WordPart::kMarker)) return;
      const uint16_t cls = collective_[marker.pattern].cls;
      bodies(marker.end, kNoClass);
      territory_ends(text, marker.end, cls, true, out);
      collective_words_.each_at(text, marker.end, [&](Match second) {
        if (!has(second, WordPart::kMarker)) return;
        bodies(second.end, kNoClass);
        territory_ends(text, second.end, cls != kNoClass ? cls : collective_[second.pattern].cls,
                       true, out);
      });
      // 地方政府, 各级政府: a head and no kind.
      collective_words_.each_at(text, marker.end, [&](Match head) {
        if (has(head, WordPart::kHead) && cls != kNoClass) out.push_back({head.end, cls, true});
      });
    });
  };
  collective_words_.each_at(text, at, [&](Match m) {
    if (has(m, WordPart::kWhole)) out.push_back({m.end, collective_[m.pattern].cls, false});
  });
  marked(at);
  collective_words_.each_at(text, at, [&](Match level) {
    if (has(level, WordPart::kLevel)) marked(level.end);
    if (has(level, WordPart::kLevel) && level.size() >= 2) bodies(level.end, kNoClass);
  });
  // Without a marker a government must be named, and of several kinds or a kind that is plural by
  // itself: 市(州)政府, 设区市人民政府. 市政府 alone is one body.
  territory_ends(text, at, kNoClass, false, out);
}

}  // namespace zhengmai
