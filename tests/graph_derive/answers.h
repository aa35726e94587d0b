// National documents and provincial answers to them, made up, with the truth known by construction.
//
//   AnswerCase c = make_answers(seed);
//   Corpus corpus(c.documents);      c.derived: "measure:p/3 measure:n/7" …
//
// A province keeps a measure with slips of wording, adapts it (other verbs, sentences dropped, some
// of its own added, agencies and themes changed), splits it over two measures, merges it into another
// one, drops it, and adds measures about the same subjects that answer none; then it shuffles all. Every text shares its
// field's vocabulary with others and the phrases that all documents have.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "corpus.h"

namespace zhengmai::derive_test {

struct AnswerCase {
  std::vector<DocumentSpec> documents;
  std::set<std::string> derived;  // "lower national", ids
  std::set<std::string> kept;     // of those, the ones taken over nearly word for word
};

AnswerCase make_answers(unsigned seed);

}  // namespace zhengmai::derive_test
