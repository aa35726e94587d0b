#include "query/procedures/text_search.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "graph/model/unicode.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace {

// Lower case for ASCII, full-width forms as ASCII, ideographic space as space: one for one, so
// that positions stay.
char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c == 0x3000) return U' ';
  return c >= U'A' && c <= U'Z' ? c + 32 : c;
}

std::u32string folded(std::u32string text) {
  for (char32_t& c : text) c = folded(c);
  return text;
}

bool is_word(char32_t c) {  // joins with its neighbours to one term
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || (c >= 0xC0 && c < 0x2000);
}
bool is_han(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007;
}

// Calls use(term) for each term: words, pairs of Han characters, and the last (or only) character
// of each run of Han, so that every character begins exactly one term.
template <typename Use>
void for_each_term(std::u32string_view text, Use use) {
  for (size_t i = 0; i < text.size();) {
    if (is_word(text[i])) {
      size_t end = i;
      while (end < text.size() && is_word(text[end])) ++end;
      use(text.substr(i, end - i));
      i = end;
    } else {
      if (is_han(text[i])) {
        const bool pair = i + 1 < text.size() && is_han(text[i + 1]);
        use(text.substr(i, pair ? 2 : 1));
      }
      ++i;
    }
  }
}

std::vector<std::u32string> words_of(std::string_view query) {
  std::vector<std::u32string> words;
  std::u32string word;
  for (const char32_t c : folded(to_utf32(query)) + U' ') {
    if (c > U' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

// The terms that a text must have to hold the word. A word's last Han character may go on in the
// text, so single ones say little, and are asked for only where a word has nothing longer.
std::vector<std::u32string> terms_of(const std::u32string& word) {
  std::vector<std::u32string> terms, single;
  for_each_term(word, [&](std::u32string_view term) {
    (term.size() > 1 || !is_han(term[0]) ? terms : single).emplace_back(term);
  });
  return terms.empty() ? single : terms;
}

constexpr double kK1 = 1.2, kB = 0.75;

}  // namespace

TextIndex::TextIndex(const Graph& graph, LabelId label, KeyId key, const Poll& poll)
    : graph_(graph), key_(key) {
  for (const IdRange range : graph.nodes_with(label)) {
    for (NodeId node = range.begin; node < range.end; ++node) {
      const Value text = graph.node_property(node, key);
      if (!text.is_string()) continue;
      if (poll && nodes_.size() % 256 == 0) poll();
      nodes_.push_back(node);
      add(static_cast<uint32_t>(nodes_.size() - 1), folded(to_utf32(text.as_string())));
    }
  }
  double total = 0;
  for (const uint32_t length : lengths_) total += length;
  if (total > 0) average_length_ = total / static_cast<double>(lengths_.size());
}

void TextIndex::add(uint32_t document, const std::u32string& text) {
  std::map<std::u32string_view, uint32_t> frequencies;
  uint32_t length = 0;
  for_each_term(text, [&](std::u32string_view term) {
    ++frequencies[term];
    ++length;
  });
  lengths_.push_back(length);
  for (const auto& [term, frequency] : frequencies) {
    Postings& postings = terms_[std::u32string(term)];
    put_varint(postings.bytes, document - postings.last);
    put_varint(postings.bytes, frequency);
    postings.last = document;
    ++postings.count;
  }
}

std::vector<TextIndex::Match> TextIndex::matches(std::u32string_view term) const {
  std::vector<Match> out;
  const auto found = terms_.find(std::u32string(term));
  if (found == terms_.end()) return out;
  std::string_view bytes = found->second.bytes;
  uint32_t document = 0;
  for (uint32_t i = 0; i < found->second.count; ++i) {
    document += static_cast<uint32_t>(take_varint(bytes));
    out.push_back({document, static_cast<uint32_t>(take_varint(bytes))});
  }
  return out;
}

// A single Han character: every term that begins with it, taken together.
std::vector<TextIndex::Match> TextIndex::matches_of_letter(char32_t letter) const {
  std::map<uint32_t, uint32_t> frequencies;
  for (const auto& [term, postings] : terms_) {
    if (term.front() != letter || !is_han(letter)) continue;
    for (const Match& m : matches(term)) frequencies[m.document] += m.frequency;
  }
  std::vector<Match> out;
  for (const auto& [document, frequency] : frequencies) out.push_back({document, frequency});
  return out;
}

std::u32string TextIndex::text_of(NodeId node) const {
  const Value text = graph_.node_property(node, key_);
  return text.is_string() ? to_utf32(text.as_string()) : std::u32string();
}

std::vector<TextHit> TextIndex::search(std::string_view query, size_t limit,
                                      const Poll& poll) const {
  const std::vector<std::u32string> words = words_of(query);
  std::map<std::u32string, std::vector<Match>> lists;
  for (const std::u32string& word : words)
    for (const std::u32string& term : terms_of(word)) {
      const bool letter = term.size() == 1 && is_han(term[0]);
      lists.try_emplace(term, letter ? matches_of_letter(term[0]) : matches(term));
    }
  if (lists.empty()) return {};

  // A document must be in every list; each list adds its share of the score.
  const double n = static_cast<double>(nodes_.size());
  std::map<uint32_t, std::pair<size_t, double>> scores;  // document → lists it is in, score
  for (const auto& [term, list] : lists) {
    if (poll) poll();
    const double df = static_cast<double>(list.size());
    const double idf = std::log(1 + (n - df + 0.5) / (df + 0.5));
    for (const Match& m : list) {
      const double tf = m.frequency;
      const double norm = kK1 * (1 - kB + kB * lengths_[m.document] / average_length_);
      auto& [count, score] = scores[m.document];
      ++count;
      score += idf * tf * (kK1 + 1) / (tf + norm);
    }
  }
  std::vector<TextHit> hits;
  for (const auto& [document, entry] : scores) {
    if (entry.first != lists.size()) continue;
    if (poll && hits.size() % 256 == 255) poll();
    const std::u32string text = folded(text_of(nodes_[document]));
    const bool all = std::all_of(words.begin(), words.end(), [&](const std::u32string& word) {
      return text.find(word) != text.npos;
    });
    if (all) hits.push_back({nodes_[document], entry.second});
  }
  const auto better = [](const TextHit& a, const TextHit& b) {
    return a.score != b.score ? a.score > b.score : a.node < b.node;
  };
  const size_t kept = std::min(limit, hits.size());
  std::partial_sort(hits.begin(), hits.begin() + int64_t(kept), hits.end(), better);
  hits.resize(kept);
  return hits;
}

std::string TextIndex::highlight(NodeId node, std::string_view query, size_t context) const {
  const std::u32string text = text_of(node), plain = folded(text);
  const std::vector<std::u32string> words = words_of(query);
  std::vector<bool> marked(text.size() + 1, false);
  size_t first = text.size();
  for (const std::u32string& word : words)
    for (size_t at = 0; (at = plain.find(word, at)) != plain.npos; at += word.size()) {
      std::fill_n(marked.begin() + int64_t(at), word.size(), true);
      first = std::min(first, at);
    }
  const size_t begin = first > context ? first - context : 0;
  const size_t end = std::min(text.size(), first + context + (words.empty() ? 0 : words[0].size()));
  std::u32string out = begin > 0 ? U"…" : U"";
  for (size_t i = begin; i < end; ++i) {
    if (marked[i] && (i == begin || !marked[i - 1])) out += U'【';
    out += text[i] < U' ' ? U' ' : text[i];
    if (marked[i] && (i + 1 == end || !marked[i + 1])) out += U'】';
  }
  if (end < text.size()) out += U'…';
  return to_utf8(out);
}

size_t TextIndex::bytes() const {
  size_t total = nodes_.size() * 8;
  for (const auto& [term, postings] : terms_)
    total += sizeof(std::pair<std::u32string, Postings>) + postings.bytes.capacity();
  return total;
}

}  // namespace zhengmai
