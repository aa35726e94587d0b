// The documents that the crash harness writes: a function of their number, so that the reader can
// tell whether each one is whole.
#pragma once

#include <memory>
#include <string>

#include "graph/model/fact.h"
#include "graph/model/ids.h"
#include "graph/model/schema.h"

namespace zhengmai {

inline std::string crash_text(int number) {
  std::string text = "第" + std::to_string(number) + "号文件\n";
  for (int i = 0; i < 40 + number % 7 * 200; ++i) {
    text += "各部门要抓好第" + std::to_string(i * number) + "项工作。";
  }
  return text;
}

inline std::string crash_source(int number) { return "crash/" + std::to_string(number) + ".txt"; }

inline std::unique_ptr<FactBlock> crash_block(int number) {
  auto block = std::make_unique<FactBlock>();
  block->source = crash_source(number);
  block->set_source_text(crash_text(number));
  block->content_sha256 = sha256_hex(block->source_text());
  block->document_id = document_id(block->content_sha256);
  const auto& document = block->add_node(block->intern(block->document_id), {label::kDocument});
  for (int i = 0; i < 20; ++i) {
    const std::string id = "measure:" + block->document_id.substr(4) + "/" + std::to_string(i);
    auto& measure = block->add_node(block->intern(id), {label::kMeasure});
    measure.set(key::kText, block->text(block->source_text().substr(0, 300)));
    block->add_relationship(block->intern("has:" + id), type::kHasMeasure, document, measure,
                            {{0, 1}, "M.test", 1.0});
  }
  return block;
}

}  // namespace zhengmai
