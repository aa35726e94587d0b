#include "extract/text/wording.h"

#include <algorithm>
#include <utility>

#include "extract/text/char_table.h"

namespace zhengmai::text_internal {
namespace {

// In simplified characters, as they stand in the buffer; longer words before their beginnings. The
// replacement is never the longer one, so that the map stays strictly increasing.
constexpr std::pair<std::u32string_view, std::u32string_view> kWords[] = {
    {U"网际网路", U"互联网"}, {U"智慧财产权", U"知识产权"}, {U"安全域性", U"安全局"},
    {U"军分割槽", U"军分区"}, {U"行动通讯", U"移动通信"}, {U"智慧化", U"智能化"},
    {U"最佳化", U"优化"},     {U"资讯", U"信息"},         {U"网路", U"网络"},
    {U"通讯", U"通信"},       {U"资料", U"数据"},         {U"专案", U"项目"},
    {U"高阶", U"高级"},       {U"社群", U"社区"},         {U"支援", U"支持"},
    {U"丛集", U"集群"},       {U"宽频", U"宽带"},         {U"透过", U"通过"},
    {U"软体", U"软件"},       {U"硬体", U"硬件"}};

bool is_traditional(std::u32string_view text) {
  const CharTable& table = CharTable::instance();
  const std::u32string_view sample = text.substr(0, 2000);
  const auto changed = std::count_if(sample.begin(), sample.end(), [&](char32_t c) {
    return c >= 0x4E00 && c <= 0x9FFF && table[c].canonical() != c;
  });
  return size_t(changed) * 20 > sample.size();
}

// Words that only Taiwan's usage has.
bool shows_taiwan_words(std::u32string_view text) {
  for (const std::u32string_view sign : {U"資訊", U"網路", U"網際", U"智慧財產", U"專案"}) {
    if (text.find(sign) != std::u32string_view::npos) return true;
  }
  return false;
}

const std::pair<std::u32string_view, std::u32string_view>* word_at(std::u32string_view text,
                                                                   size_t i) {
  for (const auto& word : kWords) {
    if (text[i] == word.first[0] && text.substr(i, word.first.size()) == word.first) return &word;
  }
  return nullptr;
}

}  // namespace

void replace_taiwan_words(std::u32string_view text, Normalised* normalised) {
  if (!is_traditional(text) || !shows_taiwan_words(text)) return;
  std::u32string& out = normalised->text;
  std::vector<uint32_t>& source = normalised->source;
  const size_t size = out.size();
  size_t used = 0;
  for (size_t i = 0; i < size;) {
    const auto* word = word_at(out, i);
    const size_t from = word ? word->first.size() : 1;
    const size_t to = word ? word->second.size() : 1;
    const uint32_t last = source[i + from - 1];
    for (size_t k = 0; k < to; ++k) {
      // The last character stands for the end of the phrase, so that spans cover all of it.
      source[used] = k + 1 == to ? last : source[i + k];
      out[used++] = word ? word->second[k] : out[i];
    }
    i += from;
  }
  source[used] = source[size];
  out.resize(used);
  source.resize(used + 1);
}

}  // namespace zhengmai::text_internal
