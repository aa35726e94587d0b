// text.search: full-text search, with its index built when it is first asked for.
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "graph/model/schema.h"
#include "query/procedures/configuration.h"
#include "query/procedures/procedure_tables.h"
#include "query/procedures/text_search.h"
#include "query/values/error.h"

namespace zhengmai {
namespace {

// The indexes of one graph, each built once, by the first who needs it.
class Indexes {
 public:
  std::shared_ptr<const TextIndex> get(const Graph& graph, LabelId label, KeyId key,
                                       const Poll& poll) {
    const std::lock_guard lock(mutex_);
    auto& index = indexes_[{label, key}];
    if (!index) index = std::make_shared<const TextIndex>(graph, label, key, poll);
    return index;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<LabelId, KeyId>, std::shared_ptr<const TextIndex>> indexes_;
};

ProcedureBody::Rows search(Indexes& indexes, const Graph& graph,
                           const ProcedureBody::Arguments& args, const Poll& poll) {
  if (!args[0].is_string()) throw_wrong_kind("text.search()", "text to look for", args[0]);
  const Configuration c(graph, args[1], "text.search", {"label", "property", "limit", "context"},
                        Configuration::Scope::kWholeGraph);
  const auto wanted_label = c.text("label"), wanted_key = c.text("property");
  // A graph without measures has none that could hold the words.
  if (!wanted_label && !graph.labels().find(label::kMeasure)) return {};
  if (!wanted_key && !graph.keys().find(key::kText)) return {};
  const LabelId label = find_label(graph, wanted_label.value_or(std::string(label::kMeasure)));
  const KeyId key = find_key(graph, wanted_key.value_or(std::string(key::kText)));
  const auto limit = static_cast<size_t>(c.integer("limit", 100, 1, INT32_MAX));
  const auto context = static_cast<size_t>(c.integer("context", 20, 0, 10'000));
  const auto index = indexes.get(graph, label, key, poll);
  ProcedureBody::Rows rows;
  for (const TextHit& hit : index->search(args[0].as_string(), limit, poll))
    rows.push_back({Value::node(hit.node), Value::floating(hit.score),
                    Value::string(index->highlight(hit.node, args[0].as_string(), context))});
  return rows;
}

}  // namespace

std::vector<Procedure> text_procedures() {
  const auto indexes = std::make_shared<Indexes>();
  return {{"text.search",
           {{"query", "STRING"}, {"configuration", "MAP?"}},
           {{"node", "NODE"}, {"score", "FLOAT"}, {"highlight", "STRING"}},
           [indexes](const Graph& graph, const ProcedureBody::Arguments& args, const Poll& poll) {
             return search(*indexes, graph, args, poll);
           },
           "Measures whose text holds every word, best first, with the words marked",
           1}};
}

}  // namespace zhengmai
