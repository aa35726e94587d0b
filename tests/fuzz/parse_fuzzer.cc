// Any bytes → the parser. Whatever they are, the answer is a tree or an Error.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "graph/model/error.h"
#include "query/semantics/check.h"
#include "query/syntax/parse.h"
#include "tests/fuzz/work_limit.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const WorkLimit limit;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    zhengmai::ast::QueryPtr query = zhengmai::parse_query(text);
    zhengmai::dump(*query);
    zhengmai::check_query(std::move(query), text, {});
  } catch (const zhengmai::QueryError& e) {
    e.rendered(true);
  } catch (const zhengmai::Error&) {
  }
  return 0;
}
