// Targets: the numbers, deadlines and vague amounts that a document commits to.
//
//   TargetReader reader(lexicon);
//   for (const Target& t : reader.read(text, measure, hits)) …  // money 500000…1000000 CNY range
//
//   kind         value        unit         bound        written
//   money        500000–1e6   CNY          range        50万～100万元
//   rate         100          CNY/m2       exact        每平方米100元
//   percent      30           %            exact        30%, 百分之三十, 三成
//   percent      4            x            exact        翻两番
//   duration     5            year         max          5年内
//   deadline     2020         year         by           到2020年, 2019年6月底前, 到“十三五”末
//   count        100          item         min          100家以上, 一百多家
//   count        100000       person/year  exact        每年新增10万人
//   quantity     20           km           exact        20公里
//   vague_count  –            –            some         创建一批…
//
// The amounts of a list (分别达到60%和80%以上) share unit and bound, and have each its own deadline
// where as many were named before.
//
// No targets are: years inside 《…》, document numbers, dates, periods (2016－2020年), standards, and
// numerals that count no amount (三个方面, 一个平台).
//
// Units: indices of Normalised.text; values in the unit named. Cost: linear. Threads: const access
// from any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/recognise/cues.h"
#include "extract/recognise/quantities.h"
#include "extract/structure/structure.h"

namespace zhengmai {

struct Target {
  TextRange range;
  std::string kind;
  std::optional<double> value;
  std::optional<double> value_max;  // of a range
  std::string unit;                 // empty for a vague amount
  std::string bound;                // exact, range, max, min, about, by, some
  int deadline = 0;                 // the year named before it in the same sentence; 0: none
  TextRange condition;              // 对…给予: for whom
};

class TargetReader {
 public:
  explicit TargetReader(const Lexicon& lexicon);

  // In the order of the text. `hits` are those inside `within`.
  std::vector<Target> read(std::u32string_view text, TextRange within,
                           std::span<const CueHit> hits) const;

 private:
  struct Unit {
    std::string kind, canonical;
    double factor = 1;
  };
  struct Words {  // of bounds.tsv, those of one side
    std::vector<std::u32string> words;
    std::vector<std::string> values;  // by word
    Matcher matcher;
  };

  std::optional<Target> read_number(std::u32string_view text, TextRange within,
                                    const Quantity& first, const Target* before) const;
  std::optional<Target> read_year(std::u32string_view text, TextRange within, const Quantity& year,
                                  const Target* last) const;
  void read_bounds(std::u32string_view text, TextRange within, Target* target) const;
  void read_rate(std::u32string_view text, uint32_t least, uint32_t last_end,
                 Target* target) const;
  bool ends_with_past(std::u32string_view view, uint32_t least, uint32_t at) const;
  uint32_t shared_unit(std::u32string_view view, TextRange within, uint32_t at) const;
  void share_in_lists(std::u32string_view text, uint32_t least, std::vector<Target>* targets) const;
  TextRange condition_before(std::u32string_view text, uint32_t at, uint32_t least) const;

  Matcher unit_words_;
  std::vector<Unit> units_;
  Words before_, after_, by_before_, by_after_, per_, none_, past_, given_;
};

}  // namespace zhengmai
