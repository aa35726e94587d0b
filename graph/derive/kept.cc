#include "graph/derive/kept.h"

namespace zhengmai::derive_internal {

Kept::Kept(const Corpus& corpus, const EarlierDerivation& earlier)
    : before_(earlier.trace), forget_(earlier.forget), documents_(corpus.documents.size()) {
  measures_now_.assign(before_.run_ends.size(), kNoId);
  if (!before_.id_ends.empty()) measures_before_.assign(corpus.measures.size(), kNoId);
  const auto id_before = [&](size_t d) {
    const uint32_t begin = d == 0 ? 0 : before_.id_ends[d - 1];
    return std::string_view(before_.ids.data() + begin, before_.id_ends[d] - begin);
  };
  uint32_t number = 0;
  for (uint32_t row = 0, d = 0; row < corpus.documents.size(); ++row) {
    const DocumentRow& document = corpus.documents[row];
    if (document.measures.size() == 0) continue;
    documents_[row].now = number++;
    while (d < before_.id_ends.size() && id_before(d) < document.id) ++d;
    if (d == before_.id_ends.size() || id_before(d) != document.id) continue;
    const uint32_t begin = d == 0 ? 0 : before_.measure_ends[d - 1];
    if (before_.measure_ends[d] - begin != document.measures.size()) continue;
    if (!earlier.unchanged(document.id)) continue;
    none_ = false;
    documents_[row].before = d;
    for (uint32_t i = 0; i < document.measures.size(); ++i) {
      measures_before_[document.measures.begin + i] = begin + i;
      measures_now_[begin + i] = document.measures.begin + i;
    }
  }
}

void Kept::note_documents(const Corpus& corpus, DeriveTrace* trace) const {
  for (const DocumentRow& document : corpus.documents) {
    if (document.measures.size() == 0) continue;
    trace->ids.append(document.id);
    trace->id_ends.push_back(uint32_t(trace->ids.size()));
    trace->measure_ends.push_back(document.measures.end);
  }
}

}  // namespace zhengmai::derive_internal
