#include "extract/recognise/cues.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "extract/text/normalise.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

// Nothing for words that are read elsewhere and are no cues of their own.
std::optional<CueFamily> family_of(std::string_view kind) {
  if (kind == "means") return CueFamily::kMeans;
  if (kind == "setting") return CueFamily::kSetting;
  if (kind == "setting_end") return CueFamily::kSettingEnd;
  if (kind == "main") return CueFamily::kMain;
  if (kind == "adverb" || kind == "intensifier" || kind == "softener") return CueFamily::kAdverb;
  if (kind == "vague") return CueFamily::kVague;
  if (kind == "object_end") return CueFamily::kObjectEnd;
  if (kind == "pilot") return CueFamily::kPilot;
  if (kind == "means_end") return CueFamily::kMeansEnd;
  if (kind == "modal") return CueFamily::kModal;
  if (kind == "compound") return CueFamily::kCompound;
  if (kind == "gain") return CueFamily::kGain;
  if (kind == "care") return CueFamily::kCare;
  if (kind == "loss") return CueFamily::kLoss;
  if (kind == "to" || kind == "not_to") return CueFamily::kRecipient;
  return std::nullopt;
}

}  // namespace

CueIndex::CueIndex(const Lexicon& lexicon) {
  std::map<std::u32string, std::vector<Cue>> patterns;
  const auto add = [&](std::string_view word, CueFamily family, size_t row, bool weak) {
    if (word.empty()) return;
    patterns[canonical(to_utf32(word))].push_back({family, static_cast<uint16_t>(row), weak});
  };
  const auto each_row = [&](const char* name, auto&& visit) {
    const Table& table = lexicon.table(name);
    for (size_t row = 0; row < table.rows(); ++row) visit(table, row);
  };
  each_row("modality", [&](const Table& t, size_t row) {
    // One character (可, 应) is mostly part of another word.
    const std::string_view term = t.at(row, "term");
    add(term, CueFamily::kVerb, row, t.at(row, "nominal") == "yes" || to_utf32(term).size() == 1);
  });
  each_row("themes", [&](const Table& t, size_t row) {
    for (const auto word : Table::list(t.at(row, "keywords")))
      add(word, CueFamily::kTheme, row, false);
    for (const auto word : Table::list(t.at(row, "weak_keywords")))
      add(word, CueFamily::kTheme, row, true);
  });
  each_row("instrument_cues", [&](const Table& t, size_t row) {
    add(t.at(row, "cue"), CueFamily::kInstrument, row, false);
  });
  each_row("technologies", [&](const Table& t, size_t row) {
    add(t.at(row, "name"), CueFamily::kTechnology, row, false);
    for (const auto word : Table::list(t.at(row, "aliases")))
      add(word, CueFamily::kTechnology, row, false);
  });
  each_row("beneficiaries", [&](const Table& t, size_t row) {
    add(t.at(row, "name"), CueFamily::kBeneficiary, row, false);
  });
  each_row("programme_heads", [&](const Table& t, size_t row) {
    add(t.at(row, "head"), CueFamily::kProgramme, row, false);
  });
  for (const char* table : {"clause_cues", "gain_cues"}) {
    each_row(table, [&](const Table& t, size_t row) {
      const std::string_view kind = t.at(row, "kind");
      if (const auto family = family_of(kind)) {
        add(t.at(row, "cue"), *family, row, kind == "not_to");
      }
    });
  }
  std::vector<std::u32string> words;
  for (const auto& [word, cues] : patterns) {
    words.push_back(word);
    first_.push_back(static_cast<uint32_t>(cues_.size()));
    cues_.insert(cues_.end(), cues.begin(), cues.end());
  }
  first_.push_back(static_cast<uint32_t>(cues_.size()));
  matcher_ = Matcher(words);
}

std::vector<CueHit> CueIndex::scan(std::u32string_view text, TextRange within) const {
  std::vector<CueHit> hits;
  if (within.empty()) return hits;
  hits.reserve(within.size() / 4);
  matcher_.find_overlapping(text.substr(within.begin, within.size()), [&](Match m) {
    for (uint32_t i = first_[m.pattern]; i < first_[m.pattern + 1]; ++i) {
      const Cue& cue = cues_[i];
      hits.push_back({within.begin + m.begin, within.begin + m.end, cue.row, cue.family, cue.weak});
    }
  });
  return hits;
}

std::span<const CueHit> hits_within(std::span<const CueHit> hits, TextRange range) {
  const auto first = std::lower_bound(hits.begin(), hits.end(), range.begin,
                                      [](const CueHit& h, uint32_t at) { return h.begin < at; });
  auto last = std::lower_bound(first, hits.end(), range.end,
                               [](const CueHit& h, uint32_t at) { return h.begin < at; });
  // A hit may begin inside and end outside; those are few and at the end.
  while (last != first && (last - 1)->end > range.end) --last;
  return {first, last};
}

}  // namespace zhengmai
