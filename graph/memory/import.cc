#include "graph/memory/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "graph/memory/builder_state.h"
#include "graph/memory/import_chunk.h"
#include "graph/memory/parallel.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

using Role = ImportColumn::Role;

constexpr uint64_t kChunkBytes = uint64_t{4} << 20;

class Importer {
 public:
  Importer(const ImportOptions& options, GraphBuilder& builder)
      : options_(options), state_(builder.state()) {}

  ImportReport run() {
    for (const ImportSource& spec : options_.nodes) open(spec, true);
    const size_t relationships = chunks_.size();
    for (const ImportSource& spec : options_.relationships) open(spec, false);
    check_groups();
    import_nodes(std::span(chunks_).first(relationships));
    parallel_in_order(
        chunks_.size() - relationships, [&](size_t i) { parse(chunks_[relationships + i]); },
        [&](size_t i) { merge_relationships(chunks_[relationships + i]); });
    return report_;
  }

 private:
  void open(const ImportSource& spec, bool nodes);
  void check_groups() const;
  // Rows are merged while later ones are parsed: not all of them need be held twice.
  void import_nodes(std::span<Chunk> chunks);
  void parse(Chunk& chunk) const { parse_chunk(chunk, options_, groups_); }
  void reserve_groups();
  IdGroup* group_of(const Chunk& chunk);
  std::vector<std::string_view> names_of(const Chunk& chunk, const LocalTable& table) const;
  void merge_nodes(Chunk& chunk);
  void drop_duplicates(Chunk& chunk);
  std::vector<uint32_t> register_ids(const Chunk& chunk, const LocalTable& table, IdGroup& group,
                                     NodeId first);
  [[noreturn]] void fail_duplicate(const Chunk& chunk, const LocalTable& table, uint32_t row,
                                   NodeId before) const;
  void merge_relationships(Chunk& chunk);
  void append(const Chunk& chunk, LocalTable& from, Table& to, uint32_t by);

  const ImportOptions& options_;
  GraphBuilder::State& state_;
  std::deque<CsvFile> files_;
  std::deque<Source> sources_;
  std::vector<Chunk> chunks_;
  IdGroups groups_;
  struct Place {
    NodeId first;
    const Chunk* chunk;
    const LocalTable* table;
  };
  std::vector<Place> places_;  // of nodes, ascending: for messages
  ImportReport report_;
};

void Importer::open(const ImportSource& spec, bool nodes) {
  Source& source = sources_.emplace_back(Source{&spec, nodes, {}});
  for (size_t i = 0; i < spec.files.size(); ++i) {
    const CsvFile& file = files_.emplace_back(spec.files[i]);
    uint64_t begin = 0;
    if (i == 0) {
      // The header is short, but where it ends only reading it tells.
      const size_t newline = std::min(file.text().find('\n'), file.text().size());
      CsvReader header(file, 0, newline, options_.dialect);
      std::vector<CsvField> fields;
      if (!header.next(fields)) {
        file.fail(0, "the file is empty", "its first line must be a header");
      }
      source.columns = parse_header(file, fields, nodes);
      begin = std::min(newline + 1, file.text().size());
    }
    const auto begins = file.split(begin, kChunkBytes, options_.dialect);
    for (size_t c = 0; c + 1 < begins.size(); ++c) {
      chunks_.push_back({&source, &file, begins[c], begins[c + 1], {}, {}, 0});
    }
  }
  if (!nodes) return;
  for (const ImportColumn& column : source.columns) {
    if (column.role != Role::kId) continue;
    const bool integers = column.typed_id ? column.type == FieldType::kLong : options_.integer_ids;
    const auto [group, added] = groups_.try_emplace(column.group);
    if (!added && group->second.integers != integers) {
      files_.back().fail(0, fmt::format("ids of group {} are integers in one file and text in "
                                        "another", column.group));
    }
    group->second.integers = integers;
  }
}

void Importer::check_groups() const {
  for (const Source& source : sources_) {
    for (const ImportColumn& column : source.columns) {
      if (column.role != Role::kStart && column.role != Role::kEnd) continue;
      if (groups_.contains(column.group)) continue;
      throw InputError(
          fmt::format("{}:1: no nodes have ids of {}", source.spec->files.front().string(),
                      column.group.empty() ? "the unnamed group" : "group " + column.group),
          "name the group as the nodes' header does: :START_ID(Group)");
    }
  }
}

IdGroup* Importer::group_of(const Chunk& chunk) {
  for (const ImportColumn& column : chunk.source->columns) {
    if (column.role == Role::kId) return &groups_.find(column.group)->second;
  }
  return nullptr;
}

// Groups whose integer ids lie close together become arrays.
void Importer::reserve_groups() {
  struct Extent {
    int64_t low = std::numeric_limits<int64_t>::max();
    int64_t high = std::numeric_limits<int64_t>::min();
    uint64_t count = 0;
  };
  std::map<IdGroup*, Extent> extents;
  for (const Chunk& chunk : chunks_) {
    for (const LocalTable& table : chunk.tables) {
      if (table.integer_ids.empty()) continue;
      Extent& extent = extents[group_of(chunk)];
      const auto [low, high] = std::ranges::minmax(table.integer_ids);
      extent.low = std::min(extent.low, low);
      extent.high = std::max(extent.high, high);
      extent.count += table.integer_ids.size();
    }
  }
  for (const auto& [group, extent] : extents) {
    const uint64_t width = uint64_t(extent.high) - uint64_t(extent.low);
    if (width < 4 * extent.count + 1024) group->index.reserve_range(extent.low, extent.high);
  }
}

std::vector<std::string_view> Importer::names_of(const Chunk& chunk,
                                                 const LocalTable& table) const {
  std::vector<std::string_view> names(chunk.source->spec->names.begin(),
                                      chunk.source->spec->names.end());
  for (std::string_view rest = table.names; !rest.empty();) {
    const size_t end = std::min(rest.find(options_.dialect.array_delimiter), rest.size());
    if (end > 0) names.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

void Importer::fail_duplicate(const Chunk& chunk, const LocalTable& table, uint32_t row,
                              NodeId before) const {
  const auto place = std::ranges::upper_bound(places_, before, {}, &Place::first) - 1;
  const uint64_t offset = place->chunk->begin + place->table->offsets[before - place->first];
  const std::string id = table.integer_ids.empty() ? std::string(table.text_ids[row])
                                                   : std::to_string(table.integer_ids[row]);
  chunk.file->fail(chunk.begin + table.offsets[row],
                   fmt::format("the id {} was given to another node before, in {}:{}", id,
                               place->chunk->file->path().string(),
                               place->chunk->file->line_of(offset)),
                   "make ids unique within a group, or keep the first with "
                   "--skip-duplicate-nodes");
}

// The rows that are left out: those whose id another node has.
std::vector<uint32_t> Importer::register_ids(const Chunk& chunk, const LocalTable& table,
                                             IdGroup& group, NodeId first) {
  std::vector<uint32_t> dropped;
  for (uint32_t row = 0; row < table.rows; ++row) {
    const NodeId node = first + row - uint32_t(dropped.size());
    const NodeId before = group.integers ? group.index.insert(table.integer_ids[row], node)
                                         : group.index.insert(table.text_ids[row], node);
    if (before == kNoId) continue;
    if (!options_.skip_duplicate_nodes) fail_duplicate(chunk, table, row, before);
    dropped.push_back(row);
  }
  return dropped;
}

void Importer::append(const Chunk& chunk, LocalTable& from, Table& to, uint32_t by) {
  for (size_t i = 0; i < from.values.size(); ++i) {
    if (from.values[i].count() == 0) continue;
    to.column(chunk.source->columns[i].name, state_.keys).append(from.values[i], by);
    from.values[i] = ColumnBuilder();
  }
}

void Importer::merge_nodes(Chunk& chunk) {
  for (LocalTable& table : chunk.tables) {
    const LabelSetId set = state_.label_set(names_of(chunk, table));
    places_.push_back({NodeId(state_.node_sets.size()), &chunk, &table});
    append(chunk, table, state_.sets[set], state_.sets[set].rows);
    state_.add_nodes(set, table.rows);
    report_.nodes += table.rows;
  }
}

// Registers the ids of nodes that will be merged next, and leaves out those that are known.
void Importer::drop_duplicates(Chunk& chunk) {
  IdGroup* const group = group_of(chunk);
  if (group == nullptr) return;
  auto first = NodeId(state_.node_sets.size());
  for (LocalTable& table : chunk.tables) {
    const auto dropped = register_ids(chunk, table, *group, first);
    table.rows -= uint32_t(dropped.size());
    first += table.rows;
    report_.skipped_nodes += dropped.size();
    if (dropped.empty()) continue;
    for (ColumnBuilder& values : table.values) values = values.without(dropped);
  }
}

void Importer::import_nodes(std::span<Chunk> chunks) {
  // A row that may have to be left out waits until all ids are known.
  const bool dropping = options_.skip_duplicate_nodes;
  parallel_in_order(
      chunks.size(), [&](size_t i) { parse(chunks[i]); },
      [&](size_t i) { if (!dropping) merge_nodes(chunks[i]); });
  reserve_groups();
  for (size_t i = 0; dropping && i < chunks.size(); ++i) {
    drop_duplicates(chunks[i]);
    merge_nodes(chunks[i]);
  }
  for (size_t i = 0; !dropping && i < places_.size(); ++i) {
    const auto& [first, chunk, table] = places_[i];
    IdGroup* const group = group_of(*chunk);
    if (group != nullptr) register_ids(*chunk, *table, *group, first);
  }
}

void Importer::merge_relationships(Chunk& chunk) {
  for (LocalTable& table : chunk.tables) {
    if (table.rows == 0) continue;
    const TypeId type = state_.type(
        table.names.empty() ? chunk.source->spec->names.front() : table.names);
    TypeTable& to = state_.type_tables[type];
    append(chunk, table, to, to.rows);
    state_.add_relationships(type, table.starts, table.ends);
    report_.relationships += table.rows;
  }
  report_.skipped_relationships += chunk.skipped;
  chunk.tables.clear();
}

}  // namespace

ImportSource parse_import_source(std::string_view argument) {
  ImportSource source;
  const auto split = [](std::string_view text, char separator, auto take) {
    while (!text.empty()) {
      const size_t end = std::min(text.find(separator), text.size());
      if (end > 0) take(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  };
  const size_t equals = argument.find('=');
  const bool named = equals != std::string_view::npos;
  split(named ? argument.substr(0, equals) : "", ':',
        [&](std::string_view name) { source.names.emplace_back(name); });
  split(named ? argument.substr(equals + 1) : argument, ',',
        [&](std::string_view file) { source.files.emplace_back(std::string(file)); });
  if (source.files.empty()) {
    throw InputError(fmt::format("no file is named in {}", argument),
                     "write Label=file.csv, or Label=header.csv,part1.csv,part2.csv",
                     ExitCode::kUsage);
  }
  return source;
}

ImportReport import_csv(const ImportOptions& options, GraphBuilder& builder) {
  return Importer(options, builder).run();
}

}  // namespace zhengmai
