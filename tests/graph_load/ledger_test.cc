// Graphs made from an earlier image beside graphs made from all documents: the same bytes.
#include "graph/load/ledger.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "graph/load/load.h"
#include "graph/model/ids.h"
#include "graph/model/schema.h"
#include "graph/store/store.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

std::string file_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// A corpus that changes: documents that share agencies of which they say different things, cite each
// other by number and title, and copy sentences.
class Corpus {
 public:
  Corpus(const fs::path& store, uint32_t seed) : path_(store), random_(seed) {
    for (int i = 0; i < 12; ++i) {
      std::string& sentence = sentences_.emplace_back();
      for (int k = 0; k < 24; ++k) sentence += character();
    }
    change(40);
  }

  void change(uint32_t times) {
    Store store = Store::open(path_, Store::Mode::kReadWrite);
    for (; times > 0; --times) {
      const std::string source = std::to_string(below(60)) + ".txt";
      switch (below(6)) {
        case 0:
          store.remove_source(source);
          break;
        case 1: {  // other facts of the same content
          const auto text = texts_.find(source);
          if (text != texts_.end()) store.put(*block(source, text->second));
          break;
        }
        case 2:
          if (const auto record = store.find_source(source)) {
            store.link(std::to_string(below(60)) + ".copy", record->document_id);
          }
          break;
        default:
          texts_[source] = std::to_string(random_());
          store.put(*block(source, texts_[source]));
          break;
      }
    }
    store.sync();
  }

 private:
  uint32_t below(uint32_t n) { return uint32_t(random_() % n); }
  std::string character() {
    const char32_t c = 0x4E00 + below(3000);
    return {char(0xE0 | c >> 12), char(0x80 | (c >> 6 & 63)), char(0x80 | (c & 63))};
  }
  std::string title() { return "关于" + sentences_[below(6)] + "的意见"; }
  std::string number() { return "国办发〔2016〕" + std::to_string(below(8)) + "号"; }

  std::unique_ptr<FactBlock> block(const std::string& source, const std::string& text) {
    auto block = std::make_unique<FactBlock>();
    block->source = source;
    block->set_source_text(text);
    block->content_sha256 = sha256_hex(block->source_text());
    block->document_id = document_id(block->content_sha256);
    const std::string_view id = block->intern(block->document_id);
    NodeFact& document = block->add_node(id, {label::kDocument});
    document.set(key::kId, Value::borrowed(id));
    document.set(key::kTitle, block->text(title()));
    document.set(key::kJurisdiction, Value::integer(below(3) == 0 ? 100000 : 350000));
    if (below(2) == 0) document.set(key::kDocNumber, block->text(number()));
    if (below(9) == 0) document.set("rare", Value::integer(below(4)));
    std::vector<NodeFact*> agencies;
    for (uint32_t n = 1 + below(3); n > 0; --n) agencies.push_back(&agency(*block));
    for (uint32_t n = 1; n <= below(6); ++n) add_measure(*block, document, agencies, n);
    if (below(2) == 0) cite(*block, document);
    return block;
  }

  NodeFact& agency(FactBlock& block) {
    const std::string name = std::to_string(below(5));
    NodeFact& node = block.add_node(block.intern("agency:350000/" + name), {label::kAgency});
    node.set(key::kId, Value::borrowed(node.id));
    node.set(key::kName, block.text("机构" + std::to_string(below(3))));
    node.set(key::kClass, block.text("c" + std::to_string(below(3))));
    if (below(3) == 0) node.set("alias", Value::list({Value::integer(below(2))}));
    NodeFact& cls = block.add_node(block.intern("class:c" + name), {label::kAgencyClass});
    cls.set(key::kId, Value::borrowed(cls.id));
    if (below(60) == 0) block.add_node(cls.id, {label::kTheme});
    add(block, type::kHasClass, node, cls);
    return node;
  }

  void add_measure(FactBlock& block, const NodeFact& document,
                   const std::vector<NodeFact*>& agencies, uint32_t ordinal) {
    NodeFact& measure = block.add_node(
        block.intern("measure:" + block.document_id.substr(4) + "/" + std::to_string(ordinal)),
        {label::kMeasure});
    measure.set(key::kId, Value::borrowed(measure.id));
    measure.set(key::kOrdinal, Value::integer(ordinal));
    std::string text;
    for (uint32_t k = 1 + below(4); k > 0; --k) text += sentences_[below(12)];
    measure.set(key::kText, block.text(text));
    add(block, type::kHasMeasure, document, measure);
    for (NodeFact* const agency : agencies) add(block, type::kAssignedTo, measure, *agency);
  }

  void cite(FactBlock& block, const NodeFact& document) {
    const bool by_number = below(2) == 0;
    const std::string name = by_number ? number() : title();
    NodeFact& stub = block.add_node(block.intern("doc:" + name), {label::kDocument});
    stub.set(by_number ? key::kDocNumber : key::kTitle, block.text(name));
    add(block, below(2) == 0 ? type::kImplements : type::kCites, document, stub);
  }

  void add(FactBlock& block, std::string_view type, const NodeFact& start, const NodeFact& end) {
    const std::string id = fmt::format("{}:{}>{}", type, start.id, end.id);
    block.add_relationship(block.intern(id), type, start, end,
                           {{0, 1 + below(2)}, "L.test", 0.5 + 0.125 * below(4)});
  }

  fs::path path_;
  std::mt19937 random_;
  std::vector<std::string> sentences_;
  std::map<std::string, std::string> texts_;  // by source
};

// The image and the ledger that the store's documents give when nothing is taken over.
std::pair<std::string, std::string> made_anew(const fs::path& store, const fs::path& scratch) {
  fs::remove_all(scratch);
  fs::copy(store, scratch, fs::copy_options::recursive);
  fs::remove(scratch / "graph.ledger");
  fs::remove(scratch / "graph.image");
  REQUIRE(load_graph(scratch).taken_over == 0);
  return {file_bytes(scratch / "graph.image"), file_bytes(scratch / "graph.ledger")};
}

}  // namespace

TEST_CASE("after any change the graph made from the earlier image is the graph of all documents") {
  uint32_t taken_over = 0, from_all = 0;
  for (uint32_t seed = 1; seed <= 4; ++seed) {
    TemporaryFolder folder;
    const fs::path db = folder / "db";
    Corpus corpus(db, seed);
    load_graph(db);
    for (int step = 1; step <= 20; ++step) {
      corpus.change(step % 10 == 0 ? 40 : 1 + uint32_t(step) % 3);
      INFO("seed " << seed << ", step " << step);
      const LoadedGraph loaded = load_graph(db);
      if (loaded.from_image) continue;  // nothing changed after all
      const auto [image, ledger] = made_anew(db, folder / "anew");
      CHECK(file_bytes(db / "graph.image") == image);
      CHECK(file_bytes(db / "graph.ledger") == ledger);
      taken_over += loaded.taken_over;
      from_all += loaded.taken_over == 0;
    }
  }
  CHECK(taken_over > 500);
  CHECK(from_all > 0);
  CHECK(from_all < 40);
}

TEST_CASE("a ledger that is missing, damaged or another image's costs time and nothing else") {
  TemporaryFolder folder;
  const fs::path db = folder / "db", tried = folder / "tried";
  Corpus corpus(db, 5);
  load_graph(db);
  const std::string other = file_bytes(db / "graph.ledger");
  corpus.change(3);
  load_graph(db);
  const std::string ledger = file_bytes(db / "graph.ledger"), image = file_bytes(db / "graph.image");
  REQUIRE(ledger != other);
  corpus.change(2);
  const std::string expected = made_anew(db, tried).first;

  const auto made = [&](const std::string& with_ledger, const std::string& with_image) {
    fs::remove_all(tried);
    fs::copy(db, tried, fs::copy_options::recursive);
    std::ofstream(tried / "graph.ledger", std::ios::binary) << with_ledger;
    std::ofstream(tried / "graph.image", std::ios::binary) << with_image;
    const uint32_t taken_over = load_graph(tried).taken_over;
    CHECK(file_bytes(tried / "graph.image") == expected);
    return taken_over;
  };
  CHECK(made(ledger, image) > 0);
  CHECK(made(other, image) == 0);
  CHECK(made("", image) == 0);
  CHECK(made(ledger, "") == 0);
  int refused = 0;
  constexpr int kSteps = 60;
  for (int step = 0; step < kSteps; ++step) {
    INFO("step " << step);
    const size_t at = ledger.size() * size_t(step) / kSteps;
    std::string flipped = ledger;
    flipped[at] = char(flipped[at] ^ 1 << step % 8);
    refused += made(flipped, image) == 0;  // a gap between two sections means nothing
    CHECK(made(ledger.substr(0, at), image) == 0);
    std::string flipped_image = image;
    const size_t place = image.size() * size_t(step) / kSteps;
    flipped_image[place] = char(flipped_image[place] ^ 1 << step % 8);
    CHECK(made(ledger, flipped_image) == 0);
  }
  CHECK(refused > kSteps * 8 / 10);
  CHECK(made(ledger + "x", image) == 0);
}

TEST_CASE("without a trusted image, or without derived relationships, nothing is taken over") {
  TemporaryFolder folder;
  const fs::path db = folder / "db";
  Corpus corpus(db, 6);
  load_graph(db);
  const std::string before = image_stamp(db);
  while (image_stamp(db) == before) corpus.change(1);
  CHECK(load_graph(db, {.use_image = false, .save_image = false}).taken_over == 0);
  CHECK(load_graph(db, {.save_image = false, .derive = false}).taken_over == 0);
  CHECK(load_graph(db).taken_over > 0);
}

}  // namespace zhengmai
