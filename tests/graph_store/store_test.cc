#include "graph/store/store.h"

#include <catch2/catch.hpp>
#include <rocksdb/db.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "graph/model/error.h"
#include "graph/model/ids.h"
#include "graph/model/schema.h"
#include "graph/store/block.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

// A document with one measure a line of text, each assigned to an agency.
std::unique_ptr<FactBlock> make_block(const std::string& source, const std::string& text) {
  auto block = std::make_unique<FactBlock>();
  block->source = source;
  block->set_source_text(text);
  block->content_sha256 = sha256_hex(text);
  block->document_id = document_id(block->content_sha256);
  auto& document = block->add_node(block->intern(block->document_id), {label::kDocument});
  document.set(key::kTitle, block->text(text));
  auto& agency = block->add_node("agency:350000/commerce", {label::kAgency});
  agency.set(key::kName, Value::borrowed("福建省商务厅"));
  for (int i = 1; i <= 3; ++i) {
    const std::string id = "measure:" + block->document_id.substr(4) + "/" + std::to_string(i);
    auto& measure = block->add_node(block->intern(id), {label::kMeasure});
    measure.set(key::kOrdinal, Value::integer(i));
    auto& edge = block->add_relationship(block->intern("assigned:" + id), type::kAssignedTo,
                                         measure, agency, {{0, 1}, "L.test", 0.5});
    edge.set(key::kRole, Value::borrowed("lead"));
  }
  return block;
}

// The files that hold facts once all is compacted: all but those that tell RocksDB about them, so
// that no kind of file is forgotten that a later setting adds.
std::vector<fs::path> data_files(const fs::path& store) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(store / "facts")) {
    const std::string name = entry.path().filename().string();
    const bool other = name.ends_with(".log") || name == "CURRENT" || name == "IDENTITY" ||
                       name.starts_with("LO") || name.starts_with("MANIFEST-") ||
                       name.starts_with("OPTIONS-");
    if (!other) out.push_back(entry.path());
  }
  return out;
}

void flip_byte(const fs::path& path, std::streamoff at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(at);
  const char byte = char(file.get() ^ 0x40);
  file.seekp(at);
  file.put(byte);
}

ExitCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    UNSCOPED_INFO(error.what());
    return error.code();
  }
  return ExitCode::kSuccess;
}

}  // namespace

TEST_CASE("a block comes back as it went in, shared nodes first") {
  const auto block = make_block("a.txt", "第一份文件");
  const std::string bytes = encode_block(*block);
  BlockReader reader(bytes);
  CHECK(reader.node_count() == 5);
  CHECK(reader.shared_count() == 1);
  CHECK(reader.relationship_count() == 3);
  BlockNode node;
  REQUIRE(reader.next_node(node));
  CHECK(node.id == "agency:350000/commerce");
  CHECK(node.properties.at(0).value == Value::string("福建省商务厅"));
  std::vector<std::string> ids{std::string(node.id)};
  while (reader.next_node(node)) ids.emplace_back(node.id);
  BlockRelationship edge;
  int edges = 0;
  while (reader.next_relationship(edge)) {
    CHECK(edge.type == "ASSIGNED_TO");
    CHECK(ids.at(edge.end) == "agency:350000/commerce");
    CHECK(ids.at(edge.start).ends_with(std::to_string(++edges)));
    CHECK(edge.properties.size() == 7);
    CHECK(edge.properties.at(0).value == Value::string(block->document_id));
    CHECK(edge.properties.at(2).value == Value::integer(1));
    CHECK(edge.properties.at(3).value == Value::string("第"));
    CHECK(edge.properties.at(5).value == Value::floating(0.5));
    CHECK(edge.properties.at(6).value == Value::string("lead"));
  }
  CHECK(edges == 3);
}

TEST_CASE("a block cut short anywhere is an error and never a wrong fact") {
  const std::string bytes = encode_block(*make_block("a.txt", "第一份文件"));
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string cut = bytes.substr(0, size);
    const ExitCode code = code_of([&] {
      BlockReader reader(cut);
      BlockNode node;
      BlockRelationship edge;
      while (reader.next_node(node)) {
      }
      while (reader.next_relationship(edge)) {
      }
    });
    INFO("cut to " << size << " of " << bytes.size() << " bytes");
    CHECK(code == ExitCode::kIoError);
  }
}

TEST_CASE("what a property quotes from the text is a place in it") {
  FactBlock block;
  block.document_id = "doc:0123456789ab";
  const std::string text = "第一份文件。" + std::string(3000, 'x') + "末尾";
  block.set_source_text(text);
  const std::string_view whole = block.source_text();
  auto& node = block.add_node("measure:0123456789ab/1", {label::kMeasure});
  node.set(key::kId, Value::borrowed(node.id));
  node.set(key::kText, Value::borrowed(whole));
  node.set(key::kObject, Value::borrowed(whole.substr(whole.size() - 6)));
  node.set(key::kTitle, Value::string(text));  // the same words, but not a quotation
  const std::string bytes = encode_block(block);
  CHECK(bytes.size() < 2 * text.size() + 200);
  BlockReader reader(bytes);
  CHECK(reader.text() == text);
  BlockNode read;
  REQUIRE(reader.next_node(read));
  CHECK(read.properties.at(0).value == Value::string("measure:0123456789ab/1"));
  CHECK(read.properties.at(1).value == Value::string(text));
  CHECK(read.properties.at(2).value == Value::string("末尾"));
  CHECK(read.properties.at(3).value == Value::string(text));
}

TEST_CASE("every form of a value comes back from a block") {
  FactBlock block;
  block.document_id = "doc:0123456789ab";
  block.set_source_text("推进电子商务与快递物流协同发展");
  const std::string_view text = block.source_text();
  const std::vector<Value> values = {
      Value::string("short"), Value::string(std::string(500, 'y')), Value::string(""),
      Value::borrowed(std::string_view()),
      Value::borrowed(text.substr(6, 12)), Value::boolean(true), Value::boolean(false),
      Value::integer(0), Value::integer(-7), Value::integer(INT64_MIN), Value::integer(INT64_MAX),
      Value::floating(0.5), Value::floating(-0.25), Value::floating(0.5),
      Value::list({Value::borrowed(text.substr(0, 6)), Value::borrowed(text.substr(9, 6))}),
      Value::list({Value::borrowed(text.substr(0, 6)), Value::integer(1)}), Value::list({}),
      Value::date({-400}), Value::null()};
  // The same keys with other values are other shapes; enough of them make the tables grow.
  constexpr size_t kNodes = 300;
  for (size_t n = 0; n < kNodes; ++n) {
    auto& node = block.add_node(block.intern("measure:0123456789ab/" + std::to_string(n)),
                                {label::kMeasure});
    for (size_t i = 0; i < values.size(); ++i) {
      node.set(block.intern("key" + std::to_string(i)), values[(i + n) % values.size()]);
    }
    node.set(key::kName, block.text("name " + std::to_string(n)));
  }
  const std::string bytes = encode_block(block);
  BlockReader reader(bytes);
  BlockNode node;
  for (size_t n = 0; n < kNodes; ++n) {
    REQUIRE(reader.next_node(node));
    REQUIRE(node.properties.size() == values.size() + 1);
    for (size_t i = 0; i < values.size(); ++i) {
      CHECK(node.properties[i].key == "key" + std::to_string(i));
      CHECK(node.properties[i].value == values[(i + n) % values.size()]);
    }
    CHECK(node.properties.back().value == Value::string("name " + std::to_string(n)));
  }
  CHECK_FALSE(reader.next_node(node));
}

TEST_CASE("a fact with more properties than a reader takes is refused when it is written") {
  FactBlock block;
  block.document_id = "doc:0123456789ab";
  auto& node = block.add_node("measure:0123456789ab/1", {label::kMeasure});
  for (int i = 0; i < 1000; ++i) node.set(key::kName, Value::integer(i));
  const std::string bytes = encode_block(block);
  BlockReader reader(bytes);
  BlockNode read;
  REQUIRE(reader.next_node(read));
  CHECK(read.properties.size() == 1000);
  node.set(key::kName, Value::integer(0));
  CHECK_THROWS_AS(encode_block(block), LimitError);
  CHECK_FALSE(encode_block(*make_block("a.txt", "甲")).empty());  // the writer is as good as new
}

TEST_CASE("a block is the same bytes whatever was encoded before it") {
  const auto block = make_block("a.txt", "第一份文件");
  const std::string first = encode_block(*block);
  encode_block(*make_block("b.txt", "另一份文件"));
  CHECK(encode_block(*block) == first);
}

TEST_CASE("the digest of a block is XXH3 of 128 bits, on every machine") {
  CHECK(digest_of_block("") == "99aa06d3014798d86001c324468d497f");  // as xxHash's own tests have it
  const auto block = make_block("a.txt", "支持电商发展。");
  std::string bytes = encode_block(*block);
  const std::string digest = digest_of_block(bytes);
  CHECK(digest == encode_document(*block).block_digest);
  for (char& byte : bytes) {
    byte ^= 1;
    CHECK(digest_of_block(bytes) != digest);
    byte ^= 1;
  }
}

TEST_CASE("facts of one kind share their shape") {
  const auto size_with = [](int relationships) {
    FactBlock block;
    block.document_id = "doc:0123456789ab";
    block.set_source_text(std::string(1000, 'x'));
    auto& node = block.add_node("measure:0123456789ab/1", {label::kMeasure});
    for (uint32_t i = 0; i < static_cast<uint32_t>(relationships); ++i) {
      block.add_relationship("id", type::kAssignedTo, node, node, {{i, i + 2}, "L.runon", 0.8})
          .set(key::kInherited, Value::boolean(false));
    }
    return encode_block(block).size();
  };
  CHECK(size_with(101) - size_with(100) == 6);  // shape, start, end, span, confidence
}

TEST_CASE("a packed block comes back, and a damaged one is refused or another") {
  const std::string block = encode_block(*make_block("a.txt", "第一份文件"));
  const std::string packed = pack(block);
  std::string unpacked = "what was there before";
  unpack(packed, unpacked);
  CHECK(unpacked == block);
  for (size_t size = 0; size < packed.size(); ++size) {
    INFO("cut to " << size << " of " << packed.size() << " bytes");
    CHECK(code_of([&] { unpack(packed.substr(0, size), unpacked); }) == ExitCode::kIoError);
  }
  for (size_t at = 0; at < packed.size(); ++at) {
    std::string damaged = packed;
    damaged[at] = char(damaged[at] ^ 0xFF);
    code_of([&] { unpack(damaged, unpacked); });
  }
}

TEST_CASE("flipped bytes in a block never crash the reader") {
  const std::string bytes = encode_block(*make_block("a.txt", "第一份文件"));
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const char flip : {char(1), char(0x80), char(0xFF)}) {
      std::string damaged = bytes;
      damaged[at] = char(damaged[at] ^ flip);
      code_of([&] {
        BlockReader reader(damaged);
        BlockNode node;
        BlockRelationship edge;
        while (reader.next_node(node)) {
        }
        while (reader.next_relationship(edge)) {
        }
      });
    }
  }
  SUCCEED("every flip was read or refused");
}

TEST_CASE("documents survive closing and opening") {
  TemporaryFolder folder;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    CHECK(store.put(*make_block("a.txt", "甲")) == PutOutcome::kAdded);
    CHECK(store.put(*make_block("b.txt", "乙")) == PutOutcome::kAdded);
    store.sync();
  }
  Store store = Store::open(folder / "db", Store::Mode::kReadOnly);
  CHECK(store.totals().documents == 2);
  CHECK(store.totals().relationships == 6);
  const auto source = store.find_source("b.txt");
  REQUIRE(source);
  CHECK(store.text(source->document_id) == "乙");
  CHECK(store.sources() == std::vector<std::string>{"a.txt", "b.txt"});
  CHECK(store.check().empty());
}

TEST_CASE("what a source means: unchanged, replaced, linked, removed") {
  TemporaryFolder folder;
  Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
  CHECK(store.put(*make_block("a.txt", "甲")) == PutOutcome::kAdded);
  CHECK(store.put(*make_block("a.txt", "甲")) == PutOutcome::kUnchanged);
  CHECK(store.put(*make_block("copy.txt", "甲")) == PutOutcome::kLinked);
  CHECK(store.totals().documents == 1);
  CHECK(store.put(*make_block("a.txt", "甲改")) == PutOutcome::kReplaced);
  CHECK(store.totals().documents == 2);  // copy.txt still has the old content
  CHECK(store.remove_source("copy.txt"));
  CHECK(store.totals().documents == 1);
  CHECK_FALSE(store.remove_source("copy.txt"));
  CHECK(store.remove_document(store.find_source("a.txt")->document_id));
  CHECK(store.totals().documents == 0);
  CHECK(store.totals().nodes == 0);
  CHECK(store.totals().stamp == std::string(32, '0'));
  CHECK(store.check().empty());
}

TEST_CASE("the stamp depends on the documents and not on their order") {
  TemporaryFolder folder;
  std::vector<std::string> texts{"甲", "乙", "丙", "丁"};
  std::string first;
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    const fs::path path = folder / std::to_string(round).c_str();
    Store store = Store::open(path, Store::Mode::kReadWrite);
    for (const std::string& text : texts) store.put(*make_block(text + ".txt", text));
    if (round == 0) first = store.totals().stamp;
    CHECK(store.totals().stamp == first);
    std::shuffle(texts.begin(), texts.end(), random);
  }
}

TEST_CASE("readers open while a writer holds the store, and a second writer is told who") {
  TemporaryFolder folder;
  Store writer = Store::open(folder / "db", Store::Mode::kReadWrite);
  writer.put(*make_block("a.txt", "甲"));
  Store reader = Store::open(folder / "db", Store::Mode::kReadOnly);
  CHECK(reader.totals().documents == 1);
  try {
    Store::open(folder / "db", Store::Mode::kReadWrite);
    FAIL("a second writer got in");
  } catch (const StoreError& error) {
    CHECK(error.code() == ExitCode::kLocked);
    CHECK_THAT(error.what(), Catch::Contains(std::to_string(getpid())));
  }
}

TEST_CASE("places that are no store are refused with the right exit code") {
  TemporaryFolder folder;
  std::ofstream(folder / "file") << "x";
  fs::create_directory(folder / "foreign");
  std::ofstream(folder / "foreign" / "notes.txt") << "x";
  const auto write = Store::Mode::kReadWrite, read = Store::Mode::kReadOnly;
  CHECK(code_of([&] { Store::open(folder / "none", read); }) == ExitCode::kNoInput);
  CHECK(code_of([&] { Store::open(folder / "file", write); }) == ExitCode::kCannotCreate);
  CHECK(code_of([&] { Store::open(folder / "foreign", write); }) == ExitCode::kCannotCreate);
  CHECK(code_of([&] { Store::open(folder / "foreign", read); }) == ExitCode::kNoInput);
  CHECK(code_of([&] { Store::open(folder / "a" / "b", write); }) == ExitCode::kCannotCreate);
}

TEST_CASE("a deleted newest log is noticed although RocksDB does not notice it") {
  TemporaryFolder folder;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    store.put(*make_block("a.txt", "甲"));
    store.sync();
  }
  for (const auto& entry : fs::directory_iterator(folder / "db" / "facts")) {
    if (entry.path().extension() == ".log") fs::remove(entry.path());
  }
  CHECK(code_of([&] { Store::open(folder / "db", Store::Mode::kReadWrite); }) ==
        ExitCode::kIoError);
}

TEST_CASE("flushing moves what lies in the log into a table, and nothing else changes") {
  TemporaryFolder folder;
  Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
  for (int i = 0; i < 20; ++i) store.put(*make_block(std::to_string(i), "第" + std::to_string(i) + "条"));
  CHECK(data_files(folder / "db").empty());
  const StoreTotals before = store.totals();
  store.flush();
  CHECK(data_files(folder / "db").size() == 1);
  CHECK(store.totals().documents == before.documents);
  CHECK(store.totals().stamp == before.stamp);
  CHECK(store.check().empty());
}

TEST_CASE("a flipped byte in any file of the facts is found by check, and all of them stop a read") {
  TemporaryFolder folder;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    std::string text;
    for (int i = 0; i < 500; ++i) {
      text += "第" + std::to_string(i * i) + "条。";  // long values too: kept apart by some settings
      store.put(*make_block(std::to_string(i), text));
    }
    store.compact();
  }
  const std::vector<fs::path> files = data_files(folder / "db");
  REQUIRE_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto middle = std::streamoff(fs::file_size(file) / 2);
    INFO(file << ", byte " << middle);
    flip_byte(file, middle);
    CHECK_FALSE(Store::open(folder / "db", Store::Mode::kReadOnly).check().empty());
    flip_byte(file, middle);
    CHECK(Store::open(folder / "db", Store::Mode::kReadOnly).check().empty());
  }
  for (const fs::path& file : files) flip_byte(file, 200);
  const Store store = Store::open(folder / "db", Store::Mode::kReadOnly);
  CHECK(code_of([&] {
          store.for_each([](const DocumentRecord&, std::string_view) {});
        }) == ExitCode::kIoError);
}

TEST_CASE("a backup restores to an equal store") {
  TemporaryFolder folder;
  std::string stamp;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    store.put(*make_block("a.txt", "甲"));
    store.backup(folder / "backup");
    store.put(*make_block("b.txt", "乙"));
    store.backup(folder / "backup");
    stamp = store.totals().stamp;
  }
  Store::restore(folder / "backup", folder / "again");
  const Store again = Store::open(folder / "again", Store::Mode::kReadWrite);
  CHECK(again.totals().stamp == stamp);
  CHECK(again.check().empty());
  CHECK(code_of([&] { Store::restore(folder / "backup", folder / "again"); }) ==
        ExitCode::kCannotCreate);
  CHECK(code_of([&] { Store::restore(folder / "nowhere", folder / "x"); }) == ExitCode::kNoInput);
}

TEST_CASE("a store of another format is refused, not guessed at") {
  const TemporaryFolder folder;
  { Store::open(folder / "db", Store::Mode::kReadWrite); }
  const auto refusal_of = [&](uint32_t format) {
    rocksdb::DB* db = nullptr;
    REQUIRE(rocksdb::DB::Open({}, (folder / "db" / "facts").string(), &db).ok());
    REQUIRE(db->Put({}, "mformat", std::to_string(format)).ok());
    delete db;
    try {
      Store::open(folder / "db", Store::Mode::kReadOnly);
    } catch (const StoreError& error) {
      CHECK(error.code() == ExitCode::kBadInput);
      return std::string(error.what()) + "; " + std::string(error.hint());
    }
    return std::string("it was opened");
  };
  const std::string mine = "(" + std::to_string(kStoreFormat) + ")";
  CHECK_THAT(refusal_of(kStoreFormat + 1), Catch::Contains("is newer than this program " + mine) &&
                                               Catch::Contains("use a newer zhengmai"));
  CHECK_THAT(refusal_of(kStoreFormat - 1), Catch::Contains("is older than this program " + mine) &&
                                               Catch::Contains("into a new database"));
}

TEST_CASE("counters that lie are found by check") {
  TemporaryFolder folder;
  {
    Store store = Store::open(folder / "db", Store::Mode::kReadWrite);
    store.put(*make_block("a.txt", "甲"));
    store.put(*make_block("b.txt", "乙"));
  }
  rocksdb::DB* db = nullptr;
  REQUIRE(rocksdb::DB::Open({}, (folder / "db" / "facts").string(), &db).ok());
  REQUIRE(db->Delete({}, "f" + document_id(sha256_hex("甲"))).ok());
  delete db;
  const Store store = Store::open(folder / "db", Store::Mode::kReadOnly);
  CHECK_THAT(store.check().at(0), Catch::Contains("has no facts"));
}

}  // namespace zhengmai
