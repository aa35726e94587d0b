#include "graph/load/load.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <tuple>

#include "graph/derive/derive.h"
#include "graph/load/merge.h"
#include "graph/load/read_ahead.h"
#include "graph/load/trust.h"
#include "graph/memory/image.h"
#include "graph/model/error.h"
#include "graph/model/ids.h"
#include "graph/model/schema.h"
#include "graph/store/files_state.h"
#include "graph/store/store.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

struct Sketch {
  std::string source, title, number, cites_number, cites_title;
};

// A document, one measure, one agency shared by all, and one citation.
std::unique_ptr<FactBlock> make_block(const Sketch& sketch) {
  auto block = std::make_unique<FactBlock>();
  block->source = sketch.source;
  block->set_source_text(sketch.source + sketch.title + sketch.number);
  block->content_sha256 = sha256_hex(block->source_text());
  block->document_id = document_id(block->content_sha256);
  const std::string_view id = block->intern(block->document_id);
  auto& document = block->add_node(id, {label::kDocument});
  document.set(key::kId, Value::borrowed(id));
  document.set(key::kTitle, block->text(sketch.title));
  if (!sketch.number.empty()) document.set(key::kDocNumber, block->text(sketch.number));
  const auto measure_id = block->intern("measure:" + block->document_id.substr(4) + "/1");
  auto& measure = block->add_node(measure_id, {label::kMeasure});
  measure.set(key::kId, Value::borrowed(measure_id));
  auto& agency = block->add_node("agency:350000/commerce", {label::kAgency});
  agency.set(key::kId, Value::borrowed(agency.id));
  agency.set(key::kName, block->text("省商务厅 of " + sketch.source));
  const auto& cls = block->add_node("class:commerce", {label::kAgencyClass});
  const Evidence evidence{{0, 1}, "L.test", 1.0};
  block->add_relationship(block->intern("a:" + std::string(measure_id)), type::kAssignedTo,
                          measure, agency, evidence);
  block->add_relationship("has_class:350000/commerce", type::kHasClass, agency, cls, evidence);
  if (!sketch.cites_number.empty() || !sketch.cites_title.empty()) {
    const std::string name = sketch.cites_number.empty() ? sketch.cites_title : sketch.cites_number;
    const auto stub_id = block->intern("doc:" + name);
    auto& stub = block->add_node(stub_id, {label::kDocument});
    if (!sketch.cites_number.empty()) stub.set(key::kDocNumber, block->text(sketch.cites_number));
    if (!sketch.cites_title.empty()) stub.set(key::kTitle, block->text(sketch.cites_title));
    block->add_relationship(block->intern("c:" + block->document_id), type::kCites, document, stub,
                            evidence);
  }
  return block;
}

// Assigns the block's measure to a second agency.
void assign_to_finance(FactBlock& block) {
  auto& finance = block.add_node("agency:350000/finance", {label::kAgency});
  finance.set(key::kId, Value::borrowed(finance.id));
  const auto measure = std::ranges::find(block.nodes(), label::kMeasure,
                                         [](const NodeFact& n) { return n.labels.front(); });
  block.add_relationship("second", type::kAssignedTo, *measure, finance, {{0, 1}, "L.test", 1.0});
}

const std::vector<Sketch>& sketches() {
  static const std::vector<Sketch> all = {
      {"n.txt", "关于“互联网+流通”的意见", "国办发〔2016〕24号", "", ""},
      {"f.txt", "实施方案", "", "国办发[2016]24号", ""},
      {"g.txt", "行动计划", "", "", "关于“互联网＋流通”的意见"},
      {"h.txt", "若干措施", "", "", "谁也没有的办法"},
  };
  return all;
}

void fill(const fs::path& path, const std::vector<Sketch>& documents) {
  Store store = Store::open(path, Store::Mode::kReadWrite);
  for (const Sketch& sketch : documents) store.put(*make_block(sketch));
  store.sync();
}

std::string file_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

TEST_CASE("citations fold widths, blanks, quotes and the shape of brackets") {
  CHECK(fold_citation("国办发〔２０１６〕２４号") == fold_citation("国办发 [2016]24号"));
  CHECK(fold_citation("关于“互联网＋流通”的意见") == fold_citation("关于\"互联网+流通\"的意见"));
  CHECK(fold_citation("国办发〔2016〕24号") != fold_citation("国办发〔2016〕2号"));
}

TEST_CASE("shared nodes are one node, and cited documents are the documents of the corpus") {
  TemporaryFolder folder;
  fill(folder / "db", sketches());
  const Graph graph = load_graph(folder / "db").graph;
  const auto documents = graph.nodes_with(*graph.labels().find(label::kDocument));
  uint32_t count = 0;
  for (const IdRange range : documents) count += range.size();
  CHECK(count == 5);  // four of the corpus, and one that is only cited
  CHECK(graph.count_with(*graph.labels().find(label::kAgency)) == 1);
  CHECK(graph.relationships_of(*graph.types().find(type::kHasClass)).size() == 1);
  CHECK(graph.relationships_of(*graph.types().find(type::kAssignedTo)).size() == 4);

  const KeyId title = *graph.keys().find(key::kTitle);
  const IdRange cites = graph.relationships_of(*graph.types().find(type::kCites));
  std::multiset<std::string> cited;
  for (uint32_t r = cites.begin; r < cites.end; ++r) {
    cited.emplace(graph.node_property(graph.end_of(r), title).as_string());
  }
  CHECK(cited.count("关于“互联网+流通”的意见") == 2);  // by number, and by title
  CHECK(cited.count("谁也没有的办法") == 1);
}

TEST_CASE("the graph's bytes depend on the documents and not on the order they came in") {
  std::vector<Sketch> documents = sketches();
  std::mt19937 random(3);
  std::string first;
  for (int round = 0; round < 4; ++round) {
    TemporaryFolder folder;
    fill(folder / "db", documents);
    load_graph(folder / "db");
    const std::string bytes = file_bytes(folder / "db" / "graph.image");
    REQUIRE_FALSE(bytes.empty());
    if (round == 0) first = bytes;
    CHECK(bytes == first);
    std::shuffle(documents.begin(), documents.end(), random);
  }
}

TEST_CASE("a current image is mapped, a stale or damaged one is rebuilt") {
  TemporaryFolder folder;
  const fs::path image = folder / "db/graph.image";
  fill(folder / "db", {sketches()[0]});
  CHECK_FALSE(load_graph(folder / "db").from_image);
  CHECK(load_graph(folder / "db").from_image);
  fill(folder / "db", {sketches()[1]});
  const LoadedGraph fresh = load_graph(folder / "db");
  CHECK_FALSE(fresh.from_image);
  CHECK(fresh.graph.relationships_of(*fresh.graph.types().find(type::kAssignedTo)).size() == 2);

  std::string bytes = file_bytes(image);
  for (const size_t size : {size_t(0), size_t(10), bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(image, std::ios::binary) << bytes.substr(0, size);
    INFO("image cut to " << size << " bytes");
    CHECK_FALSE(load_graph(folder / "db").from_image);
  }
  CHECK(load_graph(folder / "db").from_image);
}

TEST_CASE("a noted stamp counts only while the store's files look the same") {
  TemporaryFolder folder;
  const fs::path store = folder / "db";
  fill(store, {sketches()[0]});
  CHECK(noted_stamp(store, files_state(store)).empty());
  const std::string first = image_stamp(store);
  CHECK(noted_stamp(store, files_state(store)) == first);
  CHECK(image_stamp(store) == first);
  CHECK(noted_stamp(store, "").empty());

  fill(store, {sketches()[1]});
  CHECK(noted_stamp(store, files_state(store)).empty());
  CHECK(image_stamp(store) != first);
  LoadOptions bare;
  bare.derive = false;
  CHECK(image_stamp(store, bare) != image_stamp(store));
  CHECK(image_stamp(store).starts_with(store_stamp(store) + "."));

  // A note cut short, and one of nonsense, are no notes.
  const std::string stamp = image_stamp(store);
  const std::string note = file_bytes(store / "graph.stamp");
  for (const std::string& text : {note.substr(0, note.size() / 2), std::string("nonsense"),
                                  std::string()}) {
    std::ofstream(store / "graph.stamp", std::ios::binary) << text;
    CHECK(image_stamp(store) == stamp);
  }
}

// Every file of a store, whatever its kind, damaged in turn: an error or the same graph, never
// another graph.
TEST_CASE("flipped and cut files give an error or the same answer") {
  TemporaryFolder folder;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    std::string title = "标题";
    for (int i = 0; i < 50; ++i) {
      if (i == 40) store.compact();  // the rest stays in the log
      title += "第" + std::to_string(i * i) + "条";
      for (int j = 0; i == 39 && j < 2000; ++j) title += std::to_string(i * j);  // long values too
      store.put(*make_block({std::to_string(i) + ".txt", title, "", "", ""}));
    }
    store.sync();
  }
  load_graph(folder / "db");
  const std::string expected = file_bytes(folder / "db/graph.image");
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "db")) {
    const std::string name = entry.path().filename().string();
    // LOG, LOCK and OPTIONS hold no data; the note is compared, not believed.
    if (!entry.is_regular_file() || name.rfind("LO", 0) == 0 || name.rfind("OPT", 0) == 0) continue;
    files.push_back(fs::relative(entry.path(), folder / "db"));
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 6);
  int errors = 0, same = 0;
  const auto outcome = [&] {
    try {
      const LoadedGraph loaded = load_graph(folder / "damaged");
      if (!loaded.from_image) {
        CHECK(file_bytes(folder / "damaged/graph.image") == expected);
      } else {
        save_image(loaded.graph, folder / "again.image", image_stamp(folder / "damaged"));
        CHECK(file_bytes(folder / "again.image") == expected);
      }
      ++same;
    } catch (const StoreError& error) {
      CHECK(error.code() != ExitCode::kInternal);
      ++errors;
    }
  };
  for (const fs::path& file : files) {
    const std::string bytes = file_bytes(folder / "db" / file.string());
    for (int step = 0; step < 12 && !bytes.empty(); ++step) {
      std::string damaged = bytes;
      const size_t at = bytes.size() * size_t(step) / 12;
      if (step % 3 == 2) {
        damaged.resize(at);
      } else {
        damaged[at] = char(damaged[at] ^ (1 << step % 8));
      }
      fs::remove_all(folder / "damaged");
      fs::copy(folder / "db", folder / "damaged", fs::copy_options::recursive);
      std::ofstream(folder / "damaged" / file.string(), std::ios::binary) << damaged;
      INFO(file << ", step " << step << ", byte " << at << " of " << bytes.size());
      outcome();
    }
    fs::remove_all(folder / "damaged");
    fs::copy(folder / "db", folder / "damaged", fs::copy_options::recursive);
    fs::remove(folder / "damaged" / file.string());
    INFO(file << " deleted");
    outcome();
  }
  CHECK(errors > 0);
  CHECK(same > 0);
}

TEST_CASE("the file of a document is its smallest source") {
  TemporaryFolder folder;
  const Sketch sketch{"b.txt", "通知", "", "", ""};
  fill(folder / "db", {sketch});
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    REQUIRE(store.link("a.txt", make_block(sketch)->document_id));
    store.sync();
  }
  const Graph graph = load_graph(folder / "db").graph;
  const auto range = graph.nodes_with(*graph.labels().find(label::kDocument)).front();
  const Value file = graph.node_property(range.begin, *graph.keys().find(key::kFile));
  CHECK(file == Value::string("a.txt"));
}

TEST_CASE("derived relationships are added after all documents") {
  TemporaryFolder folder;
  fill(folder / "db", sketches());
  const auto types = [&](const LoadOptions& options) {
    const Graph graph = load_graph(folder / "db", options).graph;
    std::set<std::string> names;
    for (TypeId t = 0; t < graph.types().size(); ++t) names.emplace(graph.types().name(t));
    return names;
  };
  {
    auto block = make_block({"p.txt", "计划", "", "", ""});
    assign_to_finance(*block);
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    store.put(*block);
    store.sync();
  }
  CHECK(types({}).count("CO_ASSIGNED") == 1);
  CHECK(types({.derive = false}).count("CO_ASSIGNED") == 0);
}

TEST_CASE("relationships derived while loading are those that the whole graph would give") {
  TemporaryFolder folder;
  std::vector<Sketch> documents = sketches();
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    int number = 0;
    for (Sketch& sketch : documents) {
      auto block = make_block(sketch);
      // Every document has one measure of the same wording, and a second agency.
      assign_to_finance(*block);
      const auto other = block->intern("measure:" + block->document_id.substr(4) + "/2");
      auto& node = block->add_node(other, {label::kMeasure});
      node.set(key::kId, Value::borrowed(other));
      node.set(key::kText, block->text("加快推进农产品冷链物流体系建设，支持企业开展共同配送试点，"
                                       "引导社会资本建设社区便民服务网点，完善再生资源回收网络，"
                                       "鼓励老字号品牌开设体验店，培育壮大跨境电子商务服务企业，第" +
                                       std::to_string(++number) + "批。"));
      store.put(*block);
    }
    store.sync();
  }
  using Line = std::tuple<std::string, std::string, std::string, double>;
  const auto line = [](const Graph& graph, std::string_view type, NodeId a, NodeId b, double score) {
    const KeyId id = *graph.keys().find(key::kId);
    return Line(type, graph.node_property(a, id).as_string(),
                graph.node_property(b, id).as_string(), score);
  };
  const Graph plain = load_graph(folder / "db", {.derive = false}).graph;
  std::multiset<Line> expected, found;
  for (const DerivedRelationship& r : derive(plain)) {
    expected.insert(line(plain, r.type(), r.start, r.end, r.score));
  }
  const Graph graph = load_graph(folder / "db").graph;
  const KeyId score = *graph.keys().find(key::kScore);
  for (TypeId t = 0; t < graph.types().size(); ++t) {
    if (plain.types().find(graph.types().name(t))) continue;
    const IdRange ids = graph.relationships_of(t);
    for (RelationshipId r = ids.begin; r < ids.end; ++r) {
      found.insert(line(graph, graph.types().name(t), graph.start_of(r), graph.end_of(r),
                        graph.relationship_property(r, score).as_float()));
    }
  }
  CHECK(found == expected);
  CHECK(found.size() > documents.size());
}

TEST_CASE("a visitor that gives up while blocks are read ends the reading") {
  TemporaryFolder folder;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    for (int i = 0; i < 300; ++i) {
      store.put(*make_block({std::to_string(i) + ".txt", "标题" + std::to_string(i), "", "", ""}));
    }
  }
  const Store store = Store::open(folder / "db", Store::Mode::kReadOnly);
  int visits = 0;
  CHECK_THROWS_AS(for_each_decoded(store,
                                   [&](const DecodedDocument&) {
                                     if (++visits == 50) throw InputError("enough", "");
                                   }),
                  InputError);
  CHECK(visits == 50);
  visits = 0;
  for_each_decoded(store, [&](const DecodedDocument& d) {
    CHECK(d.node_count == 4);
    ++visits;
  });
  CHECK(visits == 300);
}

TEST_CASE("loading what is not there says so") {
  TemporaryFolder folder;
  try {
    load_graph(folder / "none");
    FAIL("loaded nothing at all");
  } catch (const StoreError& error) {
    CHECK(error.code() == ExitCode::kNoInput);
    CHECK_THAT(error.what(), Catch::Contains("no database at"));
  }
}

}  // namespace zhengmai
