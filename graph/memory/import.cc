#include "graph/memory/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "graph/memory/builder_state.h"
#include "graph/memory/id_index.h"
#include "graph/memory/import_field.h"
#include "graph/memory/import_header.h"
#include "graph/memory/parallel.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

using Role = ImportColumn::Role;

constexpr uint64_t kChunkBytes = uint64_t{4} << 20;

// The ids that relationships may name.
struct IdGroup {
  IdIndex index;
  bool integers = false;
};
using IdGroups = std::map<std::string, IdGroup, std::less<>>;

struct Source {
  const ImportSource* spec;
  bool nodes;
  std::vector<ImportColumn> columns;
};

// Rows of one chunk that have the same labels or type.
struct LocalTable {
  std::string names;  // of the LABEL or TYPE column
  uint32_t rows = 0;
  std::vector<ColumnBuilder> values;        // by column of the source
  std::vector<uint32_t> offsets;            // of nodes' rows, from the beginning of the chunk
  std::vector<int64_t> integer_ids;         // of nodes
  std::vector<std::string_view> text_ids;
  std::vector<NodeId> starts, ends;         // of relationships
};

// A stretch of a file's rows, parsed by one thread.
struct Chunk {
  const Source* source;
  const CsvFile* file;
  uint64_t begin, end;
  std::vector<LocalTable> tables;
  std::deque<std::string> kept;  // texts that ids point to
  uint64_t skipped = 0;
};

class ChunkParser {
 public:
  ChunkParser(Chunk& chunk, const ImportOptions& options, const IdGroups& groups)
      : chunk_(chunk), columns_(chunk.source->columns), options_(options),
        reader_(*chunk.file, chunk.begin, chunk.end, options.dialect) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Role role = columns_[i].role;
      if (role == Role::kLabels || role == Role::kType) names_column_ = i;
      const bool id = role == Role::kId || role == Role::kStart || role == Role::kEnd;
      groups_.push_back(id ? &groups.find(columns_[i].group)->second : nullptr);
    }
  }

  void run() {
    std::vector<CsvField> fields;
    while (reader_.next(fields)) {
      if (fields.size() != columns_.size()) {
        fail(fmt::format("there are {} fields, but {} in the header", fields.size(),
                         columns_.size()));
      }
      LocalTable& table = table_for(fields);
      if (chunk_.source->nodes) {
        add_node(table, fields);
      } else {
        add_relationship(table, fields);
      }
    }
    chunk_.kept = reader_.take_unescaped();
  }

 private:
  [[noreturn]] void fail(const std::string& problem, const std::string& hint = {}) const {
    chunk_.file->fail(reader_.row_offset(), problem, hint);
  }

  LocalTable& table_for(const std::vector<CsvField>& fields) {
    const std::string_view names =
        names_column_ == kNone ? std::string_view() : fields[names_column_].text;
    // Rows tend to repeat the labels of the row before.
    if (last_ < chunk_.tables.size() && chunk_.tables[last_].names == names) {
      return chunk_.tables[last_];
    }
    const auto found = std::ranges::find(chunk_.tables, names, &LocalTable::names);
    last_ = size_t(found - chunk_.tables.begin());
    if (found == chunk_.tables.end()) {
      LocalTable& table = chunk_.tables.emplace_back();
      table.names = names;
      table.values.resize(columns_.size());
    }
    return chunk_.tables[last_];
  }

  int64_t integer_id(const CsvField& field) const {
    const auto id = parse_integer(field.text);
    if (!id) fail(fmt::format("the id {} is not an integer", field.text));
    return *id;
  }

  void add_node(LocalTable& table, const std::vector<CsvField>& fields) {
    const uint32_t row = table.rows++;
    table.offsets.push_back(uint32_t(reader_.row_offset() - chunk_.begin));
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kProperty) {
        set(table.values[i], row, columns_[i], fields[i]);
      } else if (columns_[i].role == Role::kId) {
        if (fields[i].text.empty()) fail("the id is empty");
        if (groups_[i]->integers) {
          table.integer_ids.push_back(integer_id(fields[i]));
          table.values[i].set_integer(row, table.integer_ids.back());
        } else {
          table.text_ids.push_back(fields[i].text);
          table.values[i].set_string(row, fields[i].text);
        }
      }
    }
  }

  // The node that a START_ID or END_ID names, or kNoId when there is none and that is allowed.
  NodeId node(size_t column, const CsvField& field) const {
    const IdGroup& group = *groups_[column];
    if (field.text.empty()) fail("the id of an end is empty");
    const NodeId found = group.integers ? group.index.find(integer_id(field))
                                        : group.index.find(field.text);
    if (found == kNoId && !options_.skip_bad_relationships) {
      const std::string& name = columns_[column].group;
      fail(fmt::format("no node{} has the id {}",
                       name.empty() ? "" : fmt::format(" of group {}", name), field.text),
           "correct the id, or leave such relationships out with --skip-bad-relationships");
    }
    return found;
  }

  void add_relationship(LocalTable& table, const std::vector<CsvField>& fields) {
    NodeId start = kNoId;
    NodeId end = kNoId;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kStart) start = node(i, fields[i]);
      if (columns_[i].role == Role::kEnd) end = node(i, fields[i]);
    }
    if (start == kNoId || end == kNoId) {
      ++chunk_.skipped;
      return;
    }
    if (table.names.empty() && chunk_.source->spec->names.empty()) {
      fail("the relationship has no type", "give a TYPE column, or TYPE=file on the command line");
    }
    const uint32_t row = table.rows++;
    table.starts.push_back(start);
    table.ends.push_back(end);
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role == Role::kProperty) set(table.values[i], row, columns_[i], fields[i]);
    }
  }

  void set(ColumnBuilder& values, uint32_t row, const ImportColumn& column, const CsvField& field) {
    if (field.absent()) return;
    if (column.array) {
      values.set(row, list(column, field.text));
    } else if (column.type == FieldType::kString) {
      values.set_string(row, field.text);
    } else {
      values.set(row, value(column, field.text));
    }
  }

  Value value(const ImportColumn& column, std::string_view text) const {
    auto parsed = parse_field(column.type, text);
    if (!parsed) {
      fail(fmt::format("{} is {}, expected {}", column.name,
                       text.empty() ? "empty" : std::string(text), describe(column.type)));
    }
    return std::move(*parsed);
  }

  Value list(const ImportColumn& column, std::string_view text) const {
    List items;
    while (true) {
      const size_t end = std::min(text.find(options_.dialect.array_delimiter), text.size());
      items.push_back(value(column, text.substr(0, end)));
      if (end == text.size()) return Value::list(std::move(items));
      text.remove_prefix(end + 1);
    }
  }

  static constexpr size_t kNone = SIZE_MAX;
  Chunk& chunk_;
  const std::vector<ImportColumn>& columns_;
  const ImportOptions& options_;
  CsvReader reader_;
  std::vector<const IdGroup*> groups_;  // by column
  size_t names_column_ = kNone;
  size_t last_ = 0;
};

class Importer {
 public:
  Importer(const ImportOptions& options, GraphBuilder& builder)
      : options_(options), state_(builder.state()) {}

  ImportReport run() {
    for (const ImportSource& spec : options_.nodes) open(spec, true);
    const size_t relationships = chunks_.size();
    for (const ImportSource& spec : options_.relationships) open(spec, false);
    check_groups();
    parse(0, relationships);
    reserve_groups();
    for (size_t i = 0; i < relationships; ++i) merge_nodes(chunks_[i]);
    parse(relationships, chunks_.size());
    for (size_t i = relationships; i < chunks_.size(); ++i) merge_relationships(chunks_[i]);
    return report_;
  }

 private:
  void open(const ImportSource& spec, bool nodes);
  void check_groups() const;
  void parse(size_t begin, size_t end);
  void reserve_groups();
  IdGroup* group_of(const Chunk& chunk);
  std::vector<std::string_view> names_of(const Chunk& chunk, const LocalTable& table) const;
  void merge_nodes(Chunk& chunk);
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

void Importer::parse(size_t begin, size_t end) {
  parallel_for(end - begin,
               [&](size_t i) { ChunkParser(chunks_[begin + i], options_, groups_).run(); });
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
    to.column(state_.keys.intern(chunk.source->columns[i].name)).append(from.values[i], by);
    from.values[i] = {};
  }
}

void Importer::merge_nodes(Chunk& chunk) {
  for (LocalTable& table : chunk.tables) {
    const auto first = NodeId(state_.node_sets.size());
    const LabelSetId set = state_.label_set(names_of(chunk, table));
    places_.push_back({first, &chunk, &table});
    if (IdGroup* const group = group_of(chunk)) {
      const auto dropped = register_ids(chunk, table, *group, first);
      if (!dropped.empty()) {
        for (ColumnBuilder& values : table.values) values = values.without(dropped);
        table.rows -= uint32_t(dropped.size());
        report_.skipped_nodes += dropped.size();
      }
    }
    append(chunk, table, state_.sets[set], state_.sets[set].rows);
    state_.add_nodes(set, table.rows);
    report_.nodes += table.rows;
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
