// Facts as JSON Lines, in the form that Neo4j's APOC writes and reads: nodes first, then
// relationships, which name both their ends with id and labels.
//
//   {"type":"node","id":"agency:350000/commerce","labels":["Agency"],"properties":{…}}
//   {"type":"relationship","id":"…","label":"ASSIGNED_TO","start":{"id":"measure:…/3",
//    "labels":["Measure"]},"end":{…},"properties":{…}}
//
// A node is written once, at the document that names it first. The graph's own export
// (export_jsonl.h) has the same form.
//
// Cost: linear; keeps the ids of the nodes written. Threads: one thread.
#pragma once

#include <ostream>
#include <string>
#include <unordered_set>

#include "graph/model/fact.h"

namespace zhengmai::report {

class FactsJsonl : public FactSink {
 public:
  explicit FactsJsonl(std::ostream& out) : out_(out) {}
  void document(const FactBlock& block) override;

 private:
  std::ostream& out_;
  std::unordered_set<std::string> written_;
};

}  // namespace zhengmai::report
